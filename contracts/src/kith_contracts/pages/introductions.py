"""Introductions, as those who meet and those who lead read them."""

from datetime import datetime
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.events.introductions import Outcome
from kith_contracts.figures import PublishedFigure


class IntroductionPage(Described):
    """Somebody whom one could meet: why, one's own answer, and once both have said yes the contact of the other."""

    introduction: str
    """Id of the introduction at home, by which the person answers it."""
    event: str
    """Full name of the event at which they could meet."""
    reason: str
    """Why these two should meet, in words that the lead wrote for both."""
    until: datetime
    """Until when the person can say yes."""
    answer: Literal["", "yes", "later", "no"]
    """What the person has answered: `yes`, `later` or `no`, of which nobody is told; empty if they have not."""
    contact: str
    """What the person gives to the other if both say yes; empty before their yes."""
    theirs: str
    """What the other has given; empty until both have said yes and it has come."""
    beyond: str
    """Where the other is at home, also before one says yes; a contact is sealed to a key that this home has signed."""
    asked: bool
    """Whether the person was asked if it helped."""
    outcome: Outcome | None
    """The result, as the person has said it; null if they have not said."""


class LedIntroduction(Described):
    """Two who were introduced, by pseudonym. Whether one of them has answered it does not say: silence and a no look
    the same, and so does a single yes.
    """

    a: str
    """Pseudonym of one of the two at this event."""
    b: str
    """Pseudonym of the other."""
    reason: str
    """Why these two should meet, as an officer of the lead wrote it."""
    status: Literal["offered", "released"]
    """`released`: both have said yes and have the other's contact. `offered`: anything before; a no looks the same as
    silence."""
    until: datetime
    """Until when the two can say yes."""


class FiguresPage(Described):
    """How many introductions were offered, led to a meeting, helped, and were new ties between bodies. It is empty
    until all are over; small numbers are not shown, others are rounded.
    """

    figures: dict[str, PublishedFigure]
    """`offered`, `met`, `helped` and `new_ties`: each rounded to five, or only `5 or more` and `fewer than 5` where any
    would tell of a few."""
