"""A network's year."""

from datetime import date, datetime
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.events.practice import Reply


class YearCheck(Described):
    """One sentence of advice, and the name by which it is set aside."""

    check: str
    about: Literal["in-person", "rotation"]
    sentence: str


class Year(Described):
    """From one day to the day before another: what was held, and what came of it."""

    since: date
    until: date
    events: int
    led: int
    """Of these; at the others another body led."""
    in_person: int
    online: int
    """Those that were online alone."""
    places: int
    """About so many were taken at what it led, as was published; of parts with fewer than five none are counted."""
    came: int
    """About so many came there, as was counted at its doors once it was over; of fewer than five none are counted."""
    pence: dict[str, int]
    """By currency: about so much was granted from the funds of what it led, where it cannot be of fewer than five."""
    said: int
    done: int
    """Of what the body said it would do."""


class Met(Described):
    """A meeting: of which event, from when to when, and at which body."""

    event: str
    starts: datetime
    ends: datetime
    at: str


class AsideCheck(Described):
    """A check that is not followed, and why."""

    check: YearCheck
    why: str


class NetworkChecks(Described):
    """How the year of a network goes, for its officers."""

    network: str
    last_in_person: Met | None
    next_in_person: Met | None
    checks: list[YearCheck]
    """What may be looked at again; it blocks nothing."""
    set_aside: list[AsideCheck]


class Draft(Described):
    """What the node knows of the year, and answers to those questions that it can fill. Nothing is sent."""

    year: Year
    replies: list[Reply]
