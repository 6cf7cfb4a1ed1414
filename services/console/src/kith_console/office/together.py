"""Who runs what with whom, from events that everyone can see."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from kith_console.listing import shown
from kith_contracts.events.agreements import EventPublished


class Pair(NamedTuple):
    """Two organisations, and how many events they have run together or will."""

    one: str
    other: str
    events: int


class Together(NamedTuple):
    """What organisations do together in one year."""

    year: int
    events: int
    """Events of the year, those that are booked elsewhere too; not those that were called off."""
    joint: int
    """How many of them several organisations run together."""
    later: int
    """Events after this year that are announced already."""
    bodies: list[str]
    """Who runs one of these with others."""


def pairs(events: Iterable[EventPublished]) -> list[Pair]:
    """All pairs that have an event in common, the closest first."""
    counted: Counter[tuple[str, str]] = Counter()
    for event in events:
        counted.update(combinations(hosts(event), 2))
    found = [Pair(one, other, count) for (one, other), count in counted.items()]
    return sorted(found, key=lambda pair: (-pair.events, pair.one, pair.other))


def of_year(events: Iterable[EventPublished], year: int) -> Together:
    """What is on in this year, and who is in it."""
    starts = [(each, about.starts.year) for each in events if each.status != "cancelled" and (about := shown(each))]
    held = [each for each, when in starts if when == year]
    joint = [each for each in held if len(hosts(each)) > 1]
    later = sum(when > year for _, when in starts)
    return Together(year, len(held), len(joint), later, sorted({body for each in joint for body in hosts(each)}))


def hosts(event: EventPublished) -> list[str]:
    """The organisations that run it, each once, by name; nobody if it was called off."""
    return sorted({host.body for host in event.hosts}) if event.status != "cancelled" else []
