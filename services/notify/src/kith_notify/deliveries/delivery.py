"""One thing to tell one person, however it came about."""

from datetime import date, datetime
from typing import ClassVar, Final, Literal

from kith_chassis.decision import NOTHING, Decision, Keyed, State
from kith_contracts.events.places import PartRegistration
from kith_contracts.message import Personal
from kith_contracts.notify.deliveries import Occasion, Why
from kith_contracts.words import FullName, Moment, PersonId, Section
from kith_notify.mail.days import Entry

DUE: Final = "due"
Status = Literal["due", "later", "told", "failed", "weekly", "shown"]
"""`due`: to be mailed now, unless its person wants it otherwise. `later`: not before a moment. `told`: the mail server
has it. `failed`: it will never have it. `weekly`: one line of the weekly mail. `shown`: on the person's own page alone.
"""


class Thing(Section):
    """One line of a weekly mail."""

    occasion: Occasion
    day: date | None = None
    """The day that it is about."""


class Delivery(State):
    """One thing to tell one person. Its id is a keyed hash of home, person, event and occasion: the same occasion is
    the same delivery, however it came about.
    """

    kind: ClassVar[str] = "delivery"
    delivery: str
    person: Personal[PersonId]
    subject: Personal[FullName]
    """What it is about: an event or a network."""
    occasion: Personal[Occasion]
    number: int
    """Which decision, for an answer to a wish; which version of the event, for a change of it; how many days after the
    event, for what comes back.
    """
    networks: Personal[list[FullName]] = []  # noqa: RUF012 - pydantic copies it
    """Of whose members it is a matter; none if it is of this person alone."""
    words: Personal[str] = ""
    """The person's own, which go to nobody else; empty where they chose so."""
    parts: Personal[list[PartRegistration]] = []  # noqa: RUF012 - pydantic copies it
    """What became of the wishes that it is about."""
    entry: Personal[Entry | None] = None
    """What it does in the person's calendar."""
    things: Personal[list[Thing]] = []  # noqa: RUF012 - pydantic copies it
    """The lines of a weekly mail."""
    until: Moment | None = None
    """By when an answer is wanted."""
    status: Status = "due"
    why: Personal[Why | None] = None
    """Why it is mailed, put off, or not mailed."""
    attempts: int = 0
    not_before: datetime
    version: int = 1

    @property
    def id(self) -> str:
        return self.delivery

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        mine = keyed("person", self.person)
        return (DUE, mine) if self.status == DUE else (mine,)


def identity(keyed: Keyed, person: str, event: str, occasion: Occasion, which: str = "") -> str:
    """What makes a delivery the same as another."""
    return keyed("delivery", person, event, occasion, which)


def once(told: Delivery, known: Delivery | None) -> Decision:
    """Tell this, unless it was."""
    return NOTHING if known else Decision(states=(told,))
