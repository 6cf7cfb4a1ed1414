"""Words that leave people out."""

from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints

from kith_contracts.descriptions import Described


class Advice(Described):
    """One piece: where it is about, and what might be better."""

    advice: str
    check: Literal["wording", "balance", "times"]
    where: str
    sentence: str


class Words(Described):
    """A word or phrase that leaves people out, what to write instead, and why."""

    words: str
    better: str
    why: str


class Written(Described):
    """A text that somebody is about to publish."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, StringConstraints(max_length=20_000)]


class Found(Described):
    """Where in the text such a word stands, in characters from its start."""

    found: str
    start: int
    better: str
    why: str
