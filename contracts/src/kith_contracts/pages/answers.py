"""The answers to an ask as its officers read them, and the names that were found in a text."""

from kith_contracts.descriptions import Described
from kith_contracts.events.practice import Question, Reply


class GivenAnswer(Described):
    """One answer: of a body by name, of a person without any; and what is to be looked at before it is shown."""

    body: str | None
    """The organisation that answered; null for the answer of a person, whom nobody names."""
    replies: list[Reply]
    """The replies, one for each question that was answered."""
    warnings: list[str]
    """What to check before anyone shows this answer, such as a name in its text; empty if nothing was found."""


class NameFound(Described):
    """A word of a name, and where it stands, in characters from the start of the text."""

    found: str
    """The word as it stands in the text."""
    start: int
    """Where it begins: the number of characters before it."""


class NamesFound(Described):
    """What of a text is a name of the door list, for who writes it: advice, before it is sent."""

    looked: bool
    """Whether there were names to look for: they are known while the door may know them, and as far as is agreed."""
    found: list[NameFound]
    """The words that are part of a name on the door list, in the order of the text."""


class GivenAnswers(Described):
    """All answers to an ask, in no order that tells whose they are."""

    questions: list[Question]
    """The questions of the ask, in the order in which they were put."""
    answers: list[GivenAnswer]
    """All answers that can be opened."""
