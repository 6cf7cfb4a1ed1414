"""Random rooms with all kinds of wishes, planned and repaired: no rule is ever broken, and nobody moves in vain."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rooms import check, people, planned, quickly, room, someone, tables

from kith_commons.mixing.planner import plan
from kith_commons.mixing.repair import Repaired, repair
from kith_commons.mixing.room import Attendee, Plan, Room, Table
from kith_contracts.message import Refusal

quick = pytest.fixture(scope="module", autouse=True)(quickly)


@st.composite
def rooms(draw: st.DrawFn) -> Room:
    """Small rooms with all kinds of wishes; some of them cannot be granted."""
    count = draw(st.integers(4, 12))
    names = [f"p{number}" for number in range(count)]
    at = [
        Table(name=f"t{number}", seats=draw(st.integers(1, 6)), accessible=draw(st.booleans()), language=language)
        for number, language in enumerate(draw(st.lists(st.sampled_from(["", "", "", "de"]), min_size=1, max_size=4)))
    ]
    one = st.sampled_from(names)
    spoken = st.sampled_from([(), (), ("en",), ("de",), ("en", "de"), ("en", "de", "cy")])
    of = [
        someone(
            name,
            draw(st.sampled_from(["iop", "bcs", "ni"])),
            traits=draw(st.dictionaries(st.sampled_from(["role", "level"]), st.sampled_from("xy"))),
            languages=draw(spoken),
            accessible=draw(st.integers(0, 4)) == 0,
            table=draw(st.sampled_from([table.name for table in at])) if draw(st.integers(0, 7)) == 0 else None,
        )
        for name in names
    ]
    apart = draw(st.lists(st.tuples(one, one).filter(lambda pair: pair[0] != pair[1]), max_size=4))
    together = draw(st.lists(st.lists(one, min_size=2, max_size=3, unique=True).map(tuple), max_size=2))
    rounds = draw(st.integers(1, 3))
    return room(of=tuple(of), at=tuple(at), rounds=rounds, apart=tuple(apart), together=tuple(together))


@given(asked=rooms())
@settings(max_examples=40, deadline=None)
def test_everyone_has_one_seat_in_each_round_and_every_wish_holds(asked: Room) -> None:
    made = plan(asked)
    if isinstance(made, Plan):
        check(made)
    else:
        assert made.code
        assert made.sentence
        assert made.field.partition(".")[0] in Room.model_fields
        assert len(made.sentence) <= 160


@given(asked=rooms().filter(lambda asked: len(asked.people) <= 7 and len(asked.tables) <= 3))
@settings(max_examples=40, deadline=None)
def test_what_is_refused_for_its_wishes_cannot_be_seated_at_all(asked: Room) -> None:
    without_languages = [each.model_copy(update={"languages": ()}) for each in asked.people]
    asked = asked.model_copy(update={"people": tuple(without_languages)})
    made = plan(asked)
    if isinstance(made, Refusal) and made.code in {"no-table-fits", "tables-cannot-hold", "no-seating"}:
        assert not any(_fits(asked, at) for at in product(asked.tables, repeat=len(asked.people)))


def _fits(asked: Room, at: tuple[Table, ...]) -> bool:
    where = {each.id: table.name for each, table in zip(asked.people, at, strict=True)}
    return (
        all(count <= next(t.seats for t in at if t.name == name) for name, count in Counter(where.values()).items())
        and all(t.accessible or not each.accessible for each, t in zip(asked.people, at, strict=True))
        and all(each.table in (None, where[each.id]) for each in asked.people)
        and all(where[one] != where[other] for one, other in asked.apart)
        and all(len({where[one] for one in group}) == 1 for group in asked.together)
    )


@given(asked=rooms(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_after_a_repair_every_wish_still_holds_and_rounds_that_have_begun_stay(
    asked: Room, data: st.DataObject
) -> None:
    before = plan(asked)
    if isinstance(before, Refusal):
        return
    absent = data.draw(st.sets(st.sampled_from([each.id for each in asked.people]), max_size=4))
    late = [f"late{number}" for number in range(data.draw(st.integers(0, 3)))]
    arrived = [someone(name, "rsc", accessible=data.draw(st.booleans())) for name in late]
    first = data.draw(st.integers(0, asked.rounds - 1))
    done = repair(before, absent, arrived, first)
    if isinstance(done, Refusal):
        assert done.code == "no-seat-left"
        assert arrived
        return
    check(done.plan, absent=absent, late=late, first=first)
    assert done.plan.seats[:first] == before.seats[:first]
    moved = {(move.person, move.round): (move.table, move.to) for move in done.moved}
    for turn, (old, new) in enumerate(zip(before.seats, done.plan.seats, strict=True)):
        for one in new.keys() & old.keys():
            assert moved.get((one, turn), (old[one], old[one])) == (old[one], new[one])
            assert (one, turn) in moved or old[one] == new[one]
    assert all(move.why and move.person not in late for move in done.moved)


@given(asked=rooms(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_who_was_absent_and_comes_after_all_is_seated_as_they_wished_on_the_card_that_they_had(
    asked: Room, data: st.DataObject
) -> None:
    before = plan(asked)
    if isinstance(before, Refusal):
        return
    absent = data.draw(st.lists(st.sampled_from([each.id for each in asked.people]), max_size=4, unique=True))
    gone = repair(before, absent, [], 0)
    assert isinstance(gone, Repaired)
    first = data.draw(st.integers(0, asked.rounds - 1))
    bodies = {each.id: each.body for each in asked.people}
    back = repair(gone.plan, [], [Attendee(id=name, body=bodies[name]) for name in absent], first)
    if isinstance(back, Refusal):
        assert back.code == "no-seat-left"
        assert absent
        return
    assert back.plan.room.people == asked.people
    assert back.plan.seats[:first] == gone.plan.seats[:first]
    rounds = back.plan.seats[first:]
    check(back.plan.model_copy(update={"seats": rounds}))
    assert all(set(absent) <= seats.keys() for seats in rounds)


def test_who_is_back_is_with_those_who_stay_together_and_their_table_makes_room() -> None:
    before = planned(room(of=people(6), at=tables(3, 3, 3), rounds=1, together=(("p0", "p1"),)))
    gone = repair(before, ["p1"], [], 0)
    assert isinstance(gone, Repaired)
    at = gone.plan.seats[0]["p0"]
    other = next(table for table in ("t0", "t1") if table != at)
    filled = dict.fromkeys(["p0", "p2", "p3"], at) | dict.fromkeys(["p4", "p5"], other)
    full = gone.plan.model_copy(update={"seats": (filled,)})
    back = repair(full, [], [someone("p1", traits={"role": "x"})], 0)
    assert isinstance(back, Repaired)
    assert back.plan.seats[0]["p1"] == back.plan.seats[0]["p0"] == at
    assert {move.person for move in back.moved} <= {"p2", "p3"}
    assert len(back.moved) == 1
    assert back.plan.room.people[1].traits == {"role": "x", "level": "level1"}


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_repair_moves_no_more_people_than_it_must(data: st.DataObject) -> None:
    count = data.draw(st.integers(6, 9))
    at = tables(*data.draw(st.lists(st.integers(3, 6), min_size=2, max_size=3).filter(lambda it: sum(it) >= count)))
    before = planned(room(of=people(count), at=at, rounds=1))
    absent = data.draw(st.sets(st.sampled_from([f"p{number}" for number in range(count)]), max_size=count - 2))
    late = [someone(f"late{number}") for number in range(data.draw(st.integers(0, 2)))]
    done = repair(before, absent, late, 0)
    if isinstance(done, Refusal):
        assert count - len(absent) + len(late) > sum(table.seats for table in at)
        return
    here = Counter(table for one, table in before.seats[0].items() if one not in absent)
    smallest = done.plan.room.smallest
    ways = product(*[(0, *range(smallest, table.seats + 1)) for table in at])
    fits = [way for way in ways if sum(way) == here.total() + len(late)]
    leave = [sum(max(0, here[table.name] - size) for table, size in zip(at, way, strict=True)) for way in fits]
    if leave:
        assert len(done.moved) == min(leave)
        assert min(Counter(done.plan.seats[0].values()).values()) >= smallest


def test_who_arrives_opens_a_table_together_when_the_others_are_full() -> None:
    before = planned(room(of=people(6), at=tables(3, 3), rounds=1))
    away = {one for one, table in before.seats[0].items() if table == "t1"}
    one_more = next(one for one, table in before.seats[0].items() if table == "t0")
    done = repair(before, away | {one_more}, [someone("late0"), someone("late1")], 0)
    assert isinstance(done, Repaired)
    assert done.moved == ()
    assert Counter(done.plan.seats[0].values()) == {"t0": 2, "t1": 2}


def test_a_repair_does_not_split_those_who_stay_together_nor_move_a_facilitator() -> None:
    host = someone("host", table="t0")
    before = planned(room(of=(host, *people(11)), at=tables(4, 4, 4), rounds=3, together=(("p0", "p1"),)))
    gone = [one for one, table in before.seats[1].items() if table == "t0" and one not in {"host", "p0", "p1"}]
    done = repair(before, gone, [], 1)
    assert isinstance(done, Repaired)
    check(done.plan, absent=gone, first=1)
    assert all(move.person != "host" and move.why for move in done.moved)


def test_room_is_made_for_somebody_who_can_sit_at_one_table_only() -> None:
    at = (Table(name="lift", seats=4, accessible=True), *tables(4, 4))
    before = planned(room(of=people(11), at=at, rounds=2))
    full = next(table for table in before.seats[1].values() if table != "lift")
    done = repair(before, [], [someone("late", accessible=True)], 1)
    assert isinstance(done, Repaired), full
    check(done.plan, late=["late"], first=1)
    assert len(done.moved) <= 1


@pytest.mark.parametrize(
    ("absent", "arrived", "first", "code", "field"),
    [
        ([], [], 3, "round-unknown", "round"),
        ([], [], -1, "round-unknown", "round"),
        (["who"], [], 0, "person-unknown", "absent"),
        ([], [someone("p1")], 0, "person-twice", "people.p1"),
        (["p1"], [someone("p1")], 0, "person-twice", "people.p1"),
        ([], [someone("late"), someone("late")], 0, "person-twice", "people.late"),
        ([], [someone("late", table="x")], 0, "table-unknown", "people.late"),
        ([], [someone("late", accessible=True)], 0, "no-seat-left", "arrived.late"),
        ([], [someone(f"late{number}") for number in range(5)], 0, "no-seat-left", "arrived.late2"),
    ],
)
def test_a_repair_is_refused(absent: list[str], arrived: list[Attendee], first: int, code: str, field: str) -> None:
    before = planned(room(of=people(10), at=tables(4, 4, 4), rounds=3))
    refusal = repair(before, absent, arrived, first)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.field) == (code, field)
