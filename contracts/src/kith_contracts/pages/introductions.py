"""Introductions, as those who meet and those who lead read them."""

from datetime import datetime
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.events.introductions import Outcome


class IntroductionPage(Described):
    """Somebody whom one could meet: why, one's own answer, and once both have said yes the contact of the other."""

    introduction: str
    event: str
    reason: str
    until: datetime
    answer: Literal["", "yes", "later", "no"]
    contact: str
    theirs: str
    beyond: str
    """Where the other is at home, also before one says yes; a contact is sealed to a key that this home has signed."""
    asked: bool
    outcome: Outcome | None


class LedIntroduction(Described):
    """Two who were introduced, by pseudonym. Whether one of them has answered it does not say: silence and a no look
    the same, and so does a single yes.
    """

    a: str
    b: str
    reason: str
    status: Literal["offered", "released"]
    until: datetime


class FiguresPage(Described):
    """How many introductions were offered, led to a meeting, helped, and were new ties between bodies. It is empty
    until all are over; small numbers are not shown, others are rounded.
    """

    figures: dict[str, str]
