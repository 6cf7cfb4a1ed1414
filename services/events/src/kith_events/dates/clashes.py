"""What else is on when somebody thinks of a date: others' events, days of faith, holidays, days of awareness.

Advice, one sentence each. It never blocks anything: those who choose the date know more than a list does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeVar

from kith_commons.formats.zones import zone_of
from kith_contracts.events.plan import EventPlan
from kith_contracts.pages.dates import Clash, Kind
from kith_contracts.words import body_of
from kith_events.calendar.face import Announced
from kith_events.dates.holds import Hold

Nation = Literal["england", "scotland", "wales", "northern-ireland"]
NATIONS: Final = ("england", "scotland", "wales", "northern-ireland")
ORDER: Final[dict[Kind, int]] = {"event": 0, "hold": 1, "faith": 2, "bank-holiday": 3, "school": 4, "awareness": 5}
DAY: Final = timedelta(days=1)
EVENING: Final = 15
"""From this hour on a day belongs to the evening before the next."""


class Known(NamedTuple):
    """A day, or some in a row, that matter to many."""

    name: str
    kind: Kind
    first: date
    last: date
    eve: bool = False
    """Whether it begins with the sunset before."""
    approximate: bool = False
    """Whether it may be a day earlier or later: the moon decides, or those who watch it."""
    nations: tuple[str, ...] = NATIONS
    means: str = ""


class Slot(NamedTuple):
    """A time that somebody thinks of: by the clock of which zone, and in which nation, if that is known."""

    starts: datetime
    ends: datetime
    zone: str
    nation: Nation | None = None

    @property
    def local(self) -> tuple[datetime, datetime]:
        zone = zone_of(self.zone)
        return self.starts.astimezone(zone), self.ends.astimezone(zone)


class Near(NamedTuple):
    """The days that matter to many, what is announced about a time, the names of bodies, and what is held about it."""

    days: Collection[Known]
    events: Collection[Announced]
    names: Mapping[str, str]
    holds: Collection[Hold] = ()


@dataclass(frozen=True)
class WhatIsOn:
    """The same at any time, so that many times can be looked at without looking through all of it for each."""

    days: Collection[Known]
    events: Collection[Announced]
    names: Mapping[str, str]
    holds: Collection[Hold] = ()

    def near(self, slot: Slot) -> Near:
        """What may touch the days of this time, by the clock of whichever zone."""
        days = [*_days(*slot.local)]
        events = {each.id: each for day in days for each in self._events.get(day, ())}
        holds = {each.hold: each for day in days for each in self._holds.get(day, ())}
        return Near(self.days, [*events.values()], self.names, [*holds.values()])

    @cached_property
    def _events(self) -> dict[date, list[Announced]]:
        return _by_day((event, starts, ends) for event in self.events for starts, ends in _times(event))

    @cached_property
    def _holds(self) -> dict[date, list[Hold]]:
        return _by_day((each, each.held.starts, each.held.ends) for each in self.holds)


def clashes(
    slot: Slot,
    known: Iterable[Known],
    events: Iterable[Announced],
    names: Mapping[str, str],
    holds: Iterable[Hold] = (),
) -> list[Clash]:
    """Who holds what then, or keeps the date free for something; and which days it touches: the weightiest first."""
    found = [each for event in events if (each := _event(event, slot, names))]
    found += [each for hold in holds if (each := _hold(hold, slot, names))]
    found += [_day(each, slot) for each in known if _touches(each, *slot.local) and _kept(each, slot)]
    return sorted(found, key=_weight)


def clashes_of_plan(event: str, plan: EventPlan, on: WhatIsOn) -> list[Clash]:
    """The same for each day of a planned event, except the event itself and dates that its lead holds."""
    found = [each for slot in days_of(plan) for each in clashes(slot, *_others(on.near(slot), event))]
    distinct = {(each.kind, each.event or each.name, each.first, each.last): each for each in reversed(found)}
    return sorted(distinct.values(), key=_weight)


def clashes_of_hold(hold: Hold, on: WhatIsOn) -> list[Clash]:
    """The same for a date that is held, except other dates of its holder."""
    return clashes(slot_of(hold), *_others(on.near(slot_of(hold)), hold.hold))


def _weight(clash: Clash) -> tuple[int, date, str, str]:
    """The weightiest first, and always in one order."""
    return ORDER[clash.kind], clash.first, clash.name, clash.event or ""


def _others(near: Near, name: str) -> Near:
    """Without the event of this name, and without what the body in whose name it is holds."""
    foreign = [each for each in near.holds if body_of(each.hold) != body_of(name)]
    return near._replace(events=[each for each in near.events if each.id != name], holds=foreign)


def slot_of(hold: Hold) -> Slot:
    """The time that it keeps free."""
    return Slot(hold.held.starts, hold.held.ends, hold.held.zone)


def days_of(plan: EventPlan) -> list[Slot]:
    """When something happens: from the first to the last of the parts that begin on one day."""
    times: dict[date, tuple[datetime, datetime]] = {}
    for part in sorted(plan.parts, key=lambda each: each.starts):
        day = part.starts.astimezone(zone_of(plan.zone)).date()
        starts, ends = times.get(day, (part.starts, part.ends))
        times[day] = (starts, max(ends, part.ends))
    return [Slot(starts, ends, plan.zone) for starts, ends in times.values()]


T = TypeVar("T")


def _by_day(spans: Iterable[tuple[T, datetime, datetime]]) -> dict[date, list[T]]:
    """What is on each day, and on those beside it: dates of two places differ by a day at most."""
    found = defaultdict[date, list[T]](list)
    for each, starts, ends in spans:
        for day in _days(starts.astimezone(UTC) - DAY, ends.astimezone(UTC) + DAY):
            found[day].append(each)
    return dict(found)


def _days(starts: datetime, ends: datetime) -> Iterator[date]:
    first = starts.date()
    return (first + timedelta(days=number) for number in range((ends.date() - first).days + 1))


def _times(event: Announced) -> list[tuple[datetime, datetime]]:
    return [(each.starts, each.ends) for each in event.parts or (event.plan,)]


def _event(event: Announced, slot: Slot, names: Mapping[str, str]) -> Clash | None:
    zone = zone_of(slot.zone)
    began, over = (each.date() for each in slot.local)
    times = _times(event)
    days = [(starts.astimezone(zone).date(), ends.astimezone(zone).date()) for starts, ends in times]
    near = [(first, last) for first, last in days if first <= over and last >= began]
    if event.status == "cancelled" or not near:
        return None
    lead = body_of(event.id)
    at_once = any(starts < slot.ends and ends > slot.starts for starts, ends in times)
    sentence = f"{names.get(lead, lead)} holds “{event.title}” {'at the same time' if at_once else 'that day'}."
    first, last = min(each for each, _ in near), max(each for _, each in near)
    return Clash(kind="event", name=event.title, first=first, last=last, event=event.id, sentence=sentence)


def _hold(hold: Hold, slot: Slot, names: Mapping[str, str]) -> Clash | None:
    zone, held = zone_of(slot.zone), hold.held
    began, over = (each.date() for each in slot.local)
    first, last = held.starts.astimezone(zone).date(), held.ends.astimezone(zone).date()
    if first > over or last < began:
        return None
    holder = body_of(hold.hold)
    when = "that time" if held.starts < slot.ends and slot.starts < held.ends else "that day"
    about = ", ".join(each for each in (held.strand, held.place) if each)
    sentence = f"{names.get(holder, holder)} keeps {when} free{f' ({about})' if about else ''}: ask them."
    return Clash(kind="hold", name=hold.hold, first=first, last=last, sentence=sentence)


def _touches(known: Known, began: datetime, over: datetime) -> bool:
    if known.first <= over.date() and known.last >= began.date():
        return True
    eve = known.first - timedelta(days=1)
    return known.eve and began.date() <= eve <= over.date() and (over.date() > eve or over.hour >= EVENING)


def _kept(known: Known, slot: Slot) -> bool:
    return known.kind != "bank-holiday" or slot.nation is None or slot.nation in known.nations


def _day(known: Known, slot: Slot) -> Clash:
    return Clash(
        kind=known.kind,
        name=known.name,
        first=known.first,
        last=known.last,
        approximate=known.approximate,
        sentence=_sentence(known, slot),
    )


def _sentence(known: Known, slot: Slot) -> str:
    days = (
        _in_words(known.first) if known.first == known.last else f"{_in_words(known.first)} to {_in_words(known.last)}"
    )
    match known.kind:
        case "bank-holiday":
            where = "" if len(known.nations) == len(NATIONS) or slot.nation else f" in {_joined(known.nations)}"
            return f"{days} is a bank holiday{where} ({known.name}): offices are closed."
        case "awareness":
            return f"It is {known.name} ({days}): others hold events too, and yours may fit in."
        case _:
            about = "about " if known.approximate else ""
            eve = ", from the evening before" if known.eve else ""
            return f"It is {known.name} ({about}{days}{eve}): {known.means}."


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B}"


def _joined(nations: Iterable[str]) -> str:
    *others, last = [each.replace("-", " ").title() for each in nations]
    return f"{', '.join(others)} and {last}" if others else last
