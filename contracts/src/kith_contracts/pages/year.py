"""A network's year."""

from datetime import date, datetime
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.events.practice import Reply


class YearCheck(Described):
    """One sentence of advice, and the name by which it is set aside."""

    check: str
    """Name of this check, by which it is set aside. It changes when what it is about changes."""
    about: Literal["in-person", "rotation"]
    """`in-person`: the network has not met in a room for a year. `rotation`: the same organisation always receives the
    others."""
    sentence: str
    """What was found and what to do, in one sentence."""


class Year(Described):
    """From one day to the day before another: what was held, and the results."""

    since: date
    """First day of the period."""
    until: date
    """The day after the period; it does not count."""
    events: int
    """How many events of the organisation or network ended in the period."""
    led: int
    """Of these; at the others another body led."""
    in_person: int
    """Those that had at least one meeting in a room."""
    online: int
    """Those that were online alone."""
    places: int
    """About so many were taken at what it led, as was published; of parts with fewer than five none are counted."""
    came: int
    """About so many came there, as was counted at its doors once it was over; of fewer than five none are counted."""
    pence: dict[str, int]
    """By currency: about so much was granted from the funds of what it led, rounded to what five people can have."""
    said: int
    """How many things the organisation said in public that it would do after these events."""
    done: int
    """Of what the body said it would do."""


class Met(Described):
    """A meeting: of which event, from when to when, and at which body."""

    event: str
    """Full name of the event to which the meeting belongs."""
    starts: datetime
    """When the meeting began or begins."""
    ends: datetime
    """When the meeting ended or ends."""
    at: str
    """Slug of the organisation that received it."""


class AsideCheck(Described):
    """A check that is not followed, and why."""

    check: YearCheck
    """The check that was set aside."""
    why: str
    """Why an officer set it aside, in their words."""


class NetworkChecks(Described):
    """How the year of a network goes, for its officers."""

    network: str
    """Full name of the network, such as `ons/spectrum`."""
    last_in_person: Met | None
    """The last meeting in a room that is over; null if none is known here."""
    next_in_person: Met | None
    """The next meeting in a room that is not over; null if none is announced."""
    checks: list[YearCheck]
    """What may be looked at again; it blocks nothing."""
    set_aside: list[AsideCheck]
    """Checks that still apply and were set aside, with the reason."""


class Draft(Described):
    """What the node knows of the year, and answers to those questions that it can fill. Nothing is sent."""

    year: Year
    """The figures of the period, of which the draft is made."""
    replies: list[Reply]
    """Replies to the questions that can be filled from these figures, for somebody to correct and send."""
