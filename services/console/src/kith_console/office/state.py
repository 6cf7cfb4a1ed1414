"""How organisations stand, as the office sees it: suspended, without a good key, unheard, or all well."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from kith_contracts.pages.bodies import BodyState
from kith_contracts.pages.office import Overdue, Stuck

SILENT: Final = timedelta(days=30)
"""A node that has nothing to say says nothing: after so long the office may ask."""
RUNS_OUT: Final = timedelta(days=30)
STUCK: Final = timedelta(days=14)
Why = Literal["suspended", "no-key", "key", "silent", "unheard"]


class Concern(NamedTuple):
    """An organisation that the office should look at, and why."""

    body: str
    why: Why
    when: datetime | None
    """Since when, or for `key` until when."""


def concerns(states: Sequence[BodyState], heard: Mapping[str, datetime], now: datetime) -> list[Concern]:
    """The most serious first; `heard` is when each was heard last about events."""
    order = ("suspended", "no-key", "key", "silent", "unheard")
    found = [concern for state in states if (concern := _concern(state, heard.get(state.body), now))]
    return sorted(found, key=lambda each: (order.index(each.why), each.when or now, each.body))


def _concern(state: BodyState, of_events: datetime | None, now: datetime) -> Concern | None:
    last = max((each for each in (state.heard, of_events) if each), default=None)
    if state.status == "suspended":
        return Concern(state.body, "suspended", state.since)
    if state.signs_until is None:
        return Concern(state.body, "no-key", None)
    if state.signs_until < now + RUNS_OUT:
        return Concern(state.body, "key", state.signs_until)
    if last is None:
        return Concern(state.body, "unheard", None)
    return Concern(state.body, "silent", last) if last < now - SILENT else None


def stuck_long(stuck: Sequence[Stuck], now: datetime) -> list[Stuck]:
    """Events whose hosts have not agreed for over two weeks, the oldest first."""
    return sorted((each for each in stuck if each.since < now - STUCK), key=lambda each: each.since)


def by_body(overdue: Sequence[Overdue]) -> list[tuple[str, list[Overdue]]]:
    """Overdue answers of each organisation; who owes most is first."""
    found: dict[str, list[Overdue]] = {}
    for each in sorted(overdue, key=lambda one: one.by):
        found.setdefault(each.body, []).append(each)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
