"""Words that leave people out."""

from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints

from kith_contracts.descriptions import Described


class Advice(Described):
    """One piece: where it is about, and what might be better."""

    advice: str
    """Name of this piece, by which it is dismissed. It changes when what it is about changes."""
    check: Literal["wording", "balance", "times"]
    """What was checked: `wording` of texts, `balance` of who speaks, or `times` of sessions."""
    where: str
    """The text, session or field that it is about, such as `parts/dinner/title`."""
    sentence: str
    """What might be better and why, in one sentence."""


class Words(Described):
    """A word or phrase that leaves people out, what to write instead, and why."""

    words: str
    """The word or phrase that leaves people out."""
    better: str
    """What to write instead; empty if it is best left out."""
    why: str
    """Whom it leaves out and how, in one sentence."""


class Written(Described):
    """A text that somebody is about to publish."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, StringConstraints(max_length=20_000)]
    """The text to check. It is not kept."""


class Found(Described):
    """Where in the text such a word stands, in characters from its start."""

    found: str
    """The word or phrase, as it stands in the text."""
    start: int
    """Where it begins: the number of characters before it."""
    better: str
    """What to write instead; empty if it is best left out."""
    why: str
    """Whom it leaves out and how, in one sentence."""
