"""The planner of rounds and tables: nobody meets anybody twice where that can be, and no rule is ever broken."""

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rooms import check, people, planned, quickly, refused, room, someone, tables

from kith_commons.mixing.figures import figures, least
from kith_commons.mixing.reasons import explained
from kith_commons.mixing.room import MOST_PEOPLE, Attendee, Room, Table
from kith_commons.mixing.rotation import rotate

quick = pytest.fixture(scope="module", autouse=True)(quickly)


@pytest.mark.parametrize(
    ("count", "size", "rounds"),
    [(5, 5, 6), (7, 6, 7), (4, 4, 5), (8, 8, 9), (9, 4, 8), (10, 6, 6), (25, 8, 4), (6, 6, 3), (12, 6, 6)],
)
def test_nobody_meets_anybody_twice_where_a_rotation_is_known(count: int, size: int, rounds: int) -> None:
    made = planned(room(of=people(count * size), at=tables(*[size] * count), rounds=rounds))
    check(made)
    assert figures(made).repeats == least(made).repeats == 0


@given(count=st.integers(2, 12), rows=st.integers(1, 8), rounds=st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_in_a_rotation_nobody_meets_twice(count: int, rows: int, rounds: int) -> None:
    in_rows = [list(range(count * row, count * (row + 1))) for row in range(rows)]
    turns = rotate(in_rows, count, rounds)
    assert 1 <= len(turns) <= rounds
    met = Counter(
        pair for turn in turns for pair in combinations(range(count * rows), 2) if turn[pair[0]] == turn[pair[1]]
    )
    assert all(set(Counter(turn.values()).values()) == {rows} for turn in turns)
    assert rows == 1 or max(met.values()) == 1
    if count in {2, 3, 5, 7, 11} and 1 < rows <= count:
        assert len(turns) >= min(rounds, count)


def test_facilitators_stay_and_everyone_else_moves_around_them() -> None:
    hosts = tuple(someone(f"host{number}", table=f"t{number}") for number in range(7))
    made = planned(room(of=(*people(28), *hosts), at=tables(*[5] * 7), rounds=6))
    check(made)
    assert figures(made).repeats == 0


def test_tables_are_filled_evenly() -> None:
    made = planned(room(of=people(37), at=tables(8, 8, 7, 6, 6, 6), rounds=2))
    assert all(sorted(Counter(seats.values()).values()) == [6, 6, 6, 6, 6, 7] for seats in made.seats)


def test_the_same_room_gives_the_same_plan_and_another_seed_another() -> None:
    asked = room(of=people(30), at=tables(*[6] * 5), rounds=3, seed=7)
    assert planned(asked) == planned(Room.model_validate_json(asked.model_dump_json()))
    assert planned(asked).seats != planned(asked.model_copy(update={"seed": 8})).seats


def test_a_table_speaks_what_all_at_it_understand() -> None:
    of = (
        *(someone(f"en{number}", languages=("en",)) for number in range(14)),
        *(someone(f"de{number}", languages=("de",)) for number in range(5)),
        *(someone(f"both{number}", languages=("de", "en")) for number in range(11)),
    )
    made = planned(room(of=of, at=tables(6, 6, 6, 6, 6)))
    check(made)
    assert set(made.spoken.values()) == {"de", "en"}


def test_each_seat_is_explained() -> None:
    made = planned(room(of=people(49), at=tables(*[7] * 7), rounds=3))
    for sentence in explained(made, "p3"):
        assert sentence.startswith("You meet 6 people from ")
        assert sentence.endswith(" organisations, none of them before.")
    small = planned(room(of=people(4), at=tables(2, 2), rounds=4))
    last = explained(small, "p0")[-1]
    assert last.startswith("You meet 1 person from 1 organisation, ")
    assert last.endswith("whom you have met before.")


REFUSALS: list[tuple[str, str, dict[str, Any]]] = [
    ("seats-too-few", "tables", {"of": people(9), "at": tables(4, 4)}),
    ("tables-too-many", "tables", {"of": people(5), "at": tables(4, 4, 4)}),
    ("room-too-large", "people", {"of": people(MOST_PEOPLE + 1), "at": tables(2000)}),
    ("room-too-large", "rounds", {"of": people(4), "at": tables(2, 2), "rounds": 13}),
    ("person-twice", "people.p0", {"of": (*people(4), someone("p0")), "at": tables(3, 3)}),
    ("table-twice", "tables.t0", {"of": people(4), "at": (*tables(3), *tables(3))}),
    ("person-unknown", "apart.0", {"of": people(4), "at": tables(2, 2), "apart": (("p0", "who"),)}),
    ("person-unknown", "together.0", {"of": people(4), "at": tables(2, 2), "together": (("who", "p0"),)}),
    ("table-unknown", "people.p9", {"of": (*people(4), someone("p9", table="x")), "at": tables(3, 3)}),
    ("group-too-large", "together.0", {"of": people(6), "at": tables(3, 3), "together": (("p0", "p1", "p2", "p3"),)}),
    (
        "apart-and-together",
        "apart.0",
        {"of": people(6), "at": tables(3, 3), "together": (("p0", "p1"), ("p1", "p2")), "apart": (("p2", "p0"),)},
    ),
    ("no-table-fits", "people.x", {"of": (*people(4), someone("x", accessible=True)), "at": tables(3, 3)}),
    (
        "tables-cannot-hold",
        "tables",
        {
            "of": (*people(2), *[someone(f"x{n}", accessible=True) for n in range(4)]),
            "at": (*tables(3), Table(name="lift", seats=3, accessible=True)),
        },
    ),
    (
        "no-seating",
        "apart",
        {"of": people(6), "at": tables(3, 3), "apart": (("p0", "p1"), ("p1", "p2"), ("p0", "p2"))},
    ),
]


@pytest.mark.parametrize(("code", "field", "asked"), REFUSALS)
def test_it_refuses_with_a_code_a_field_and_a_sentence(code: str, field: str, asked: dict[str, Any]) -> None:
    refusal = refused(room(**asked))
    assert (refusal.code, refusal.field) == (code, field)
    assert len(refusal.sentence) <= 160


def test_nobody_is_above_what_they_speak() -> None:
    of: tuple[Attendee, ...] = (
        *(someone(f"en{n}", languages=("en",)) for n in range(4)),
        someone("cy", languages=("cy",)),
    )
    refusal = refused(room(of=of, at=tables(3, 3, language="en")))
    assert (refusal.code, refusal.field) == ("no-table-fits", "people.cy")
