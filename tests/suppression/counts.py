"""Attacks on counts that stand by themselves, or come again: doors, places, money, members from week to week, draws."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate, product
from typing import Final

from support.speaking import NOW, Seals, keyed_for
from suppression.attacker import Attack, Look

from kith_chassis.decision import Circumstances
from kith_commons.arrivals import Mark
from kith_commons.figures import availability, in_steps, money, nested, shown
from kith_contracts.directory.membership import CountMember
from kith_contracts.events.actions import ActionStatus
from kith_contracts.events.draws import entry_of
from kith_contracts.events.requests import Why
from kith_directory.networks.size import Size, Told, count, told
from kith_events.actions.outcome import Tick, account
from kith_events.door.door import Door, turnout
from kith_events.places.draws.lead import entries_for_all
from kith_events.places.place import Place

PSEUDONYM: Final = "a" * 26
HERE: Final = Mark(NOW, "d", 1)
EVENT: Final = "lead/day"
MEMBER: Final = {change: CountMember(network="own/network", change=change) for change in (1, -1)}


def door(**homes: int) -> Door:
    """A door to which so many of each body have come; those of `walked` came without a place."""
    people = {f"{body}-{number}": body for body, each in homes.items() for number in range(each)}
    placed = {who: body for who, body in people.items() if body != "walked"}
    walk_ins = dict.fromkeys(people.keys() - placed.keys(), "")
    return Door.model_construct(
        event=EVENT, marks={"day": dict.fromkeys(people, HERE)}, homes=placed, walk_ins={"day": walk_ins}
    )


def _doors(own: Iterable[int], most: int, *, leaves: bool) -> Iterator[Look]:
    """Who came, by body; and if a body `leaves` and the next lead counts anew, both figures."""
    for mine, one, other, walked in product(list(own), range(most + 1), range(most + 1), (0, 1, 6)):
        cells = (one, other, walked, one + other + walked)
        first = _turnout(own=mine, one=one, other=other, walked=walked)
        seen = (first, _turnout(own=mine, one=one, walked=walked)) if leaves else first
        yield Look(mine, seen, cells, [(first[0], mine + sum(cells[:3]))], most in (one, other))


def _turnout(**homes: int) -> tuple[str, ...]:
    parts = turnout(door(**homes), [body for body in homes if body != "walked"])
    return tuple(text for each in parts.values() for text in (each.came, each.walked_in, *each.by_body.values()))


def _accounts(own: Iterable[tuple[int, int]], most: int) -> Iterator[Look]:
    """How many said what they would do, and how many did it."""
    for (mine, did), number in product(list(own), range(most + 1)):
        for done in range(number + 1):
            ticks = [_tick("own", number < did) for number in range(mine)] + [
                _tick("other", each < done) for each in range(number)
            ]
            figures = account(ticks)
            told = [(figures.said, len(ticks)), (figures.done, did + done)]
            yield Look((mine, did), tuple(figures), (number, done, number - done), told, number == most)


def _tick(body: str, done: bool) -> Tick:
    status: ActionStatus = "done" if done else "said"
    return Tick.model_construct(event=EVENT, action="a", body=body, status=status, shared="", version=1)


def _alone(own: Iterable[int], most: int) -> Iterator[Look]:
    """One figure, such as the places of a part."""
    for mine, other in product(list(own), range(most + 1)):
        yield Look(mine, shown(mine + other), (other,), [(shown(mine + other), mine + other)], other > most - 3)


def _introduced(own: Iterable[tuple[int, ...]], most: int) -> Iterator[Look]:
    """How many introductions were offered, led to a meeting, and helped."""
    chains = [(a, b, c) for a in range(most + 1) for b in range(a + 1) for c in range(b + 1)]
    for mine, theirs in product(list(own), chains):
        counts = {number: mine[number] + theirs[number] for number in range(3)}
        seen = nested(counts, [dict(enumerate(mine)), dict(enumerate(theirs))])
        yield Look(mine, tuple(seen.values()), theirs, [(seen[n], counts[n]) for n in counts], theirs[0] == most)


def _rooms(places: Iterable[int]) -> Iterator[Look]:
    """How full a part is, for everyone; how many places it has they may know."""
    for number in places:
        for granted in range(number + 1):
            yield Look(number, availability(number - granted, number), (granted,))


def _sums(own: Iterable[int], most: int) -> Iterator[Look]:
    """What a fund granted, in sums of at most 60.00, of which many ask for all and others for half."""
    for mine, full, half in product(list(own), range(most + 1), range(most + 1)):
        pence = (mine + full) * 6_000 + half * 3_000
        yield Look(mine, money([(pence, 6_000)]), (full + half,), edge=most in (full, half))


def _departures(most: int) -> Iterator[Look]:
    """How many places are set aside for the people of a body that leaves."""
    for held in range(most + 1):
        yield Look((), in_steps(held), (held,), edge=held > most - 5)


def _draws(own: Iterable[int], most: int) -> Iterator[Look]:
    """The record of a draw, in which each finds their own entry."""
    for mine, other in product(list(own), range(most + 1)):
        pseudonyms = [f"{number:032x}" for number in range(mine + other)]
        entries = entries_for_all(keyed_for("lead"), EVENT, "day", pseudonyms)
        found = [entry_of(EVENT, "day", each) in entries for each in pseudonyms[:mine]]
        yield Look(mine, (len({*entries}), all(found)), (other,), edge=other > most - 5)


def _turns(length: int) -> Iterator[Look]:
    """What the people of a body hear of their requests, which came in between those of others."""
    for order in product((True, False), repeat=length):
        places = [
            Place(
                event=EVENT, part="day", body="own", pseudonym=PSEUDONYM, number=1, version=1, status="waiting", why=why
            )
            for number, own in enumerate(order, 1)
            if own and (why := Why(position=number, at=NOW))
        ]
        heard = tuple(each.letter().message.model_dump_json() for each in places)
        before = [number for number, own in enumerate(order) if own]
        others = before[-1] + 1 - len(before) if before else 0
        yield Look(len(before), heard, (others,), edge=not before)


# From week to week


def _weeks(joins: Iterable[tuple[int, ...]], most: int) -> Iterator[Look]:
    """The band of a network, each Monday. An officer has answered all who joined, and hears of nobody who leaves: how
    many are members, and how many left in a week, nobody may know.
    """
    for joined in joins:
        for left in product(range(most + 1), repeat=len(joined)):
            known = list(accumulate(map(int.__sub__, joined, left)))
            if min(known) < 0:
                continue
            bands = _bands(joined, left)
            days = [NOW.date() + timedelta(weeks=week) for week in range(1, 1 + len(known))]
            said = [(label, is_) for (label, on), is_, day in zip(bands, known, days, strict=True) if on == day]
            yield Look(joined, tuple(bands), (*known, *left), said, most in left)


def _bands(joined: Iterable[int], left: Iterable[int]) -> list[Told]:
    size: Size | None = None
    bands: list[Told] = []
    now = NOW
    for came, gone in zip(joined, left, strict=True):
        for change in (1,) * came + (-1,) * gone:
            size = _counted(size, change, now)
        now += timedelta(days=7)
        bands.append(told(size, now))
    return bands


def _counted(size: Size | None, change: int, now: datetime) -> Size:
    at = Circumstances("own", "own", now, "m", keyed_for("own"), Seals("own"))
    (after,) = count(at, MEMBER[change], size).states
    assert isinstance(after, Size)
    return after


CHAINS: Final = [(0, 0, 0), (3, 2, 2), (4, 4, 1), (6, 5, 4), (7, 7, 7), (11, 9, 5)]
JOINS: Final = [(5, 0, 4), (6, 0, 5), (9, 0, 0), (0, 7, 3)]
OWN: Final = (0, 1, 3, 4, 5, 7, 8, 11, 12)
OVER_COUNTS: Final = (
    Attack(
        "subtraction",
        "One figure, less what a body knows of its own.",
        lambda: _alone(OWN, 20),
        lambda: _alone(range(25), 60),
    ),
    Attack(
        "doors",
        "Who came, by body, and who walked in.",
        lambda: _doors((0, 4, 11), 8, leaves=False),
        lambda: _doors(OWN, 16, leaves=False),
    ),
    Attack(
        "a new lead",
        "Who came, counted by two leads, between which a body leaves.",
        lambda: _doors((0, 4, 11), 8, leaves=True),
        lambda: _doors(OWN, 16, leaves=True),
    ),
    Attack(
        "account",
        "What people did of what they said.",
        lambda: _accounts([(0, 0), (4, 2), (11, 9), (12, 12)], 10),
        lambda: _accounts([(each, did) for each in OWN for did in range(each + 1)], 18),
    ),
    Attack(
        "introductions",
        "Offered, met and helped, each part of another.",
        lambda: _introduced(CHAINS, 9),
        lambda: _introduced(CHAINS, 20),
    ),
    Attack("rooms", "How full a part is.", lambda: _rooms(range(1, 40)), lambda: _rooms(range(1, 300))),
    Attack("money", "What a fund granted.", lambda: _sums((0, 4, 5, 6), 12), lambda: _sums(range(20), 30)),
    Attack("departure", "The places of a body that leaves.", lambda: _departures(40), lambda: _departures(300)),
    Attack("draw", "The entries of a draw, less one's own.", lambda: _draws(OWN, 20), lambda: _draws(range(25), 60)),
    Attack("turns", "The position of one's own requests.", lambda: _turns(7), lambda: _turns(11)),
    Attack(
        "weeks",
        "The band of a network from week to week.",
        lambda: _weeks([each[:2] for each in JOINS], 7),
        lambda: _weeks(JOINS, 9),
    ),
)
