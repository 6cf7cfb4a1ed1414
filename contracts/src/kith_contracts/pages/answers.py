"""The answers to an ask as its officers read them, and the names that were found in a text."""

from kith_contracts.descriptions import Described
from kith_contracts.events.practice import Question, Reply


class GivenAnswer(Described):
    """One answer: of a body by name, of a person without any; and what is to be looked at before it is shown."""

    body: str | None
    replies: list[Reply]
    warnings: list[str]


class NameFound(Described):
    """A word of a name, and where it stands, in characters from the start of the text."""

    found: str
    start: int


class NamesFound(Described):
    """What of a text is a name of the door list, for who writes it: advice, before it is sent."""

    looked: bool
    """Whether there were names to look for: they are known while the door may know them, and as far as is agreed."""
    found: list[NameFound]


class GivenAnswers(Described):
    """All answers to an ask, in no order that tells whose they are."""

    questions: list[Question]
    answers: list[GivenAnswer]
