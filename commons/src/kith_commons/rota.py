"""Owners take turns in duties, by their sizes. Whoever knows the owners, their sizes and the duties, and since when
they hold, knows who has which turn: all work it out alike, and nobody has to be told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import Final, NamedTuple

MONTHS: Final = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
"""How many months there are from one turn to the next."""
YEAR: Final = MONTHS["year"]
NAMES: Final = {1: "{year}-{first:02}", 3: "{year}-q{number}", 6: "{year}-h{number}", 12: "{year}"}
"""How a period of so many months is called."""


class Duty(NamedTuple):
    """A task that comes round, once in so many months; one turn of it is so much work."""

    name: str
    months: int
    weight: int


class Period(NamedTuple):
    """The time of one turn: `2027-03`, `2027-q1`, `2027-h1` or `2027`. The turn is to be done by its last day."""

    name: str
    first: date
    last: date


class Swap(NamedTuple):
    """Two owners take each other's turn, each known by duty and period; agreed on that day."""

    by: str
    turn: tuple[str, str]
    to: str
    for_turn: tuple[str, str]
    agreed: date


class Span(NamedTuple):
    """Who owns the network, of which sizes, and what the duties are, from this day on; and what was swapped since."""

    since: date
    owners: Mapping[str, int]
    duties: Sequence[Duty]
    swaps: Sequence[Swap] = ()


class Turn(NamedTuple):
    """One owner does one duty, in this period."""

    duty: Duty
    owner: str
    period: Period
    swapped: bool = False

    @property
    def name(self) -> tuple[str, str]:
        return self.duty.name, self.period.name


def periods(months: int, year: int) -> list[Period]:
    """Those of a calendar year, each of so many months."""
    return [_period(months, year, number) for number in range(YEAR // months)]


def turns_of(spans: Sequence[Span], year: int) -> list[Turn]:
    """The turns of a year, in the order in which they are to be done. When a span begins, what is not over by then is
    apportioned anew, whatever was swapped; what is over stays as it was.
    """
    found = [
        turn
        for span, following in zip_longest(spans, spans[1:])
        for turn in _of_span(span, year)
        if following is None or turn.period.last < following.since
    ]
    return sorted(found, key=lambda turn: (turn.period.last, turn.duty.name))


def _period(months: int, year: int, number: int) -> Period:
    first, after = number * months + 1, (number + 1) * months
    following = date(year + after // YEAR, after % YEAR + 1, 1)
    name = NAMES[months].format(year=year, first=first, number=number + 1)
    return Period(name, date(year, first, 1), following - timedelta(days=1))


def _of_span(span: Span, year: int) -> Iterator[Turn]:
    """Year after year, for what an owner has done too much or too little in one year is made up for in the next. What
    is swapped makes up for itself.
    """
    owed = dict.fromkeys(span.owners, 0)
    last: dict[str, str] = {}
    until = max([year, *(int(name[:4]) for each in span.swaps for _, name in (each.turn, each.for_turn))])
    found = {turn.name: turn for each in range(span.since.year, until + 1) for turn in _of_year(span, each, owed, last)}
    for swap in span.swaps:
        _swap(found, swap)
    return (turn for turn in found.values() if turn.period.first.year == year)


def _swap(turns: dict[tuple[str, str], Turn], swap: Swap) -> None:
    """It counts if each has had the turn that it gives, and neither was over."""
    one, other = turns.get(swap.turn), turns.get(swap.for_turn)
    if one is None or other is None or (one.owner, other.owner) != (swap.by, swap.to):
        return
    if swap.agreed <= min(one.period.last, other.period.last):
        turns |= {
            one.name: one._replace(owner=swap.to, swapped=True),
            other.name: other._replace(owner=swap.by, swapped=True),
        }


def _of_year(span: Span, year: int, owed: dict[str, int], last: dict[str, str]) -> Iterator[Turn]:
    """Each turn goes to whom most is owed of the weight of the whole year, the turns of heavy duties first. So nobody
    is ever further from its share than the weight of one turn.
    """
    coming = {duty: [each for each in periods(duty.months, year) if each.last >= span.since] for duty in span.duties}
    size, weight = sum(span.owners.values()), sum(duty.weight * len(found) for duty, found in coming.items())
    for owner, part in span.owners.items():
        owed[owner] += weight * part
    for duty in sorted(coming, key=lambda duty: (-duty.weight, duty.name)):
        have: Counter[str] = Counter()
        for _ in coming[duty]:
            owner = min(owed, key=lambda each: (-owed[each], each))
            owed[owner] -= duty.weight * size
            have[owner] += 1
        for period, owner in zip(coming[duty], _in_order(have, last.get(duty.name)), strict=True):
            last[duty.name] = owner
            yield Turn(duty, owner, period)


def _in_order(have: Mapping[str, int], last: str | None) -> Iterator[str]:
    """So many turns of each; nobody has two in a row, unless one has more than all others together."""
    left = dict(have)
    while left:
        others: Iterable[str] = [each for each in left if each != last] or left
        last = min(others, key=lambda each: (-left[each], each))
        yield last
        left[last] -= 1
        left = {each: many for each, many in left.items() if many}
