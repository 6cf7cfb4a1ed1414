"""What calendars and feeds tell of an event: the face that its hosts have agreed on last, and what became of it."""

from datetime import datetime, timedelta
from typing import ClassVar, Final, Literal

from kith_chassis.decision import Keyed, State
from kith_commons.advice.discretion import CALLED_OFF
from kith_commons.publication import lead_of
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.terms import Host, Listing
from kith_contracts.words import body_of
from kith_events.event.in_force import AgreedEvent

YEARS: Final = range(1972, 2500)
"""What calendars and time zones can reckon with."""
LONGEST: Final = timedelta(days=731)
"""How long an event may last to stand in a calendar: a series of two years."""
MOST_OF_A_BODY: Final = 300
"""Events of one body within a few years, of which others hear in calendars and feeds."""
Status = Literal["confirmed", "tentative", "cancelled"]

# States


class Announced(State):
    """An event in calendars and feeds. Only what its hosts have signed is announced, or its lead alone has listed."""

    kind: ClassVar[str] = "announced"
    folded: ClassVar[bool] = True
    face: EventPublished
    """As it was agreed last, without what nobody needs for a calendar."""
    status: Status
    """Tentative while the hosts agree on a change."""
    sequence: int
    """The version in which time, place or status changed last; so it never falls, whatever of a topic is left to read
    for a node that comes later.
    """
    since: datetime
    changed: datetime
    silent_since: datetime | None = None
    """When its lead was heard last, if it is silent at the moment at which this is shown. It is not kept."""

    @property
    def id(self) -> str:
        return self.face.event

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - public words
        """By year, for all; and by year for each host and its networks."""
        names = ["", *[name for host in self.face.hosts for name in (host.body, *host.networks)]]
        years = range(self.plan.starts.year, self.plan.ends.year + 1)
        return tuple(year_tag(name, year) for name in dict.fromkeys(names) for year in years)

    @property
    def plan(self) -> EventPlan | Listing:
        plan = self.face.plan or self.face.listing
        assert plan is not None, "what has no day is not announced"
        return plan

    @property
    def parts(self) -> tuple[EventPart, ...]:
        return tuple(self.face.plan.parts) if self.face.plan else ()

    @property
    def places(self) -> list[str]:
        """Where it is: one place or several, rooms before what is online."""
        return self.face.plan.places(self.parts) if self.face.plan else [self.plan.venue]

    def place(self, part: EventPart) -> str:
        """Where a part of it is."""
        return self.face.plan.place(part) if self.face.plan else self.plan.venue

    @property
    def title(self) -> str:
        return self.called(self.plan.title)

    def called(self, words: str) -> str:
        """Under which title it, or a part of it, is shown: many who read a calendar do not see the status."""
        return CALLED_OFF + words if self.status == "cancelled" else words

    @property
    def book_at(self) -> str:
        return self.face.listing.book_at if self.face.listing else ""


def heard(event: Announced, agreed: AgreedEvent | None, now: datetime) -> Announced:
    """The event with what is known at this moment of the silence of its lead."""
    changed = agreed.changed(now) if agreed else None
    if agreed is None or changed is None or event.status == "cancelled":
        return event
    return event.but(silent_since=agreed.silent_since(now), changed=max(event.changed, changed))


def year_tag(host: str, year: int) -> str:
    """The tag of the events of a body or of a network in a year; of all if it is empty."""
    return f"{host}@{year}"


# What a new face changes


def announce(fact: EventPublished, before: Announced | None, now: datetime, *, proven: bool) -> Announced | None:
    """What is announced from now on, if that is anything new. `proven`: all hosts have signed this face."""
    agreed = fact.status == "listed" or (fact.status == "open" and proven)
    if agreed and _can_be_shown(fact):
        after = _announced(_face(fact), "confirmed", before, fact.version, now)
    elif before is None:
        return None
    else:
        after = _announced(before.face, _became(fact, before), before, fact.version, now)
    return None if after == before else after


def _became(fact: EventPublished, before: Announced) -> Status:
    """What became of an event whose newest face is not one that all have agreed on."""
    match str(fact.status):
        case "open" | "reopened" | "listed":
            return "tentative"
        case "ended":
            return before.status
        case _:
            return "cancelled"


def _announced(
    face: EventPublished, status: Status, before: Announced | None, version: int, now: datetime
) -> Announced:
    if before is None:
        return Announced(face=face, status=status, sequence=version, since=now, changed=now)
    after = before.but(face=face, status=status)
    if after == before:
        return before
    moved = (_when_and_where(after), status) != (_when_and_where(before), before.status)
    return after.but(changed=now, sequence=version if moved else before.sequence)


def _when_and_where(of: Announced) -> tuple[object, ...]:
    plan = of.plan
    parts = tuple((part.part, part.starts, part.ends, part.slot_minutes, of.place(part)) for part in of.parts)
    return (plan.zone, plan.starts, plan.ends, plan.venue, parts)


def _face(fact: EventPublished) -> EventPublished:
    """Without proofs and availability. In a listing nobody has signed for others: the lead stands alone, without
    guests and sponsors. Nor does a
    host speak for a network of another.
    """
    listed, lead = fact.status == "listed", lead_of(fact)
    hosts = [
        Host(body=host.body, networks=[each for each in host.networks if body_of(each) == host.body])
        for host in fact.hosts
        if host.body == lead or not listed
    ]
    return EventPublished(
        event=fact.event,
        status=fact.status,
        plan=None if listed else fact.plan,
        listing=fact.listing if listed else None,
        hosts=hosts or [Host(body=lead)],
        guest_hosts=[] if listed else fact.guest_hosts,
        sponsors=[] if listed else fact.sponsors,
        succession=fact.succession,
        version=1,
    )


def _can_be_shown(fact: EventPublished) -> bool:
    """Whether it has a day, and one that calendars can reckon with."""
    if fact.status == "listed":
        times: list[EventPlan | EventPart | Listing] = [fact.listing] if fact.listing else []
    else:
        times = [fact.plan, *fact.plan.parts] if fact.plan else []
    return bool(times) and all(
        each.starts.year in YEARS and each.ends.year in YEARS and timedelta() <= each.ends - each.starts <= LONGEST
        for each in times
    )
