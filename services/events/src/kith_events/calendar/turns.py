"""Which events stand in a calendar or feed when there are too many: each body has its turn, its nearest ones first."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from typing import Final

from kith_contracts.words import body_of
from kith_events.calendar.face import Announced

PAST: Final = timedelta(days=90)
"""How long an event stays in calendars and feeds when it is over."""


def in_turn(found: Iterable[Announced], now: datetime, most: int) -> list[Announced]:
    """So many of these at most, in the order of their days: those that come next, and if there is room those that were
    last. A body with many takes no room of another.
    """
    events = {each.id: each for each in found}.values()
    to_come = sorted((each for each in events if each.plan.ends >= now), key=lambda each: (each.plan.starts, each.id))
    over = sorted(
        (each for each in events if now - PAST <= each.plan.ends < now),
        key=lambda each: (each.plan.ends, each.id),
        reverse=True,
    )
    chosen = _rounds(to_come)[:most]
    chosen += _rounds(over)[: most - len(chosen)]
    return sorted(chosen, key=lambda each: (each.plan.starts, each.id))


def _rounds(ordered: Iterable[Announced]) -> list[Announced]:
    """The first of each body, then the second of each, and so on."""
    by_body: dict[str, list[Announced]] = {}
    for each in ordered:
        by_body.setdefault(body_of(each.id), []).append(each)
    return [each for each in chain.from_iterable(zip_longest(*by_body.values())) if each]
