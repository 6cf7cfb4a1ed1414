"""The doors on the day: marks of devices merge at the lead, who walks in may get a place, homes hear of their own."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.events.scenes import (
    DAY,
    EVENT,
    PERSON,
    asked,
    blocks,
    circle,
    event,
    home,
    opened,
    part,
    pseudonym,
    release,
    request,
    seats,
    terms,
)
from support.speaking import Node, letters, said

from kith_commons.arrivals import LETTERS
from kith_commons.figures import HIDDEN
from kith_contracts.erasure import ForgetPseudonym
from kith_contracts.events.check_in import ArrivalMark, Arrived, CheckIn, SettleArrivals, WalkIn
from kith_contracts.events.mixing import MixingTable, PlanMixing, SeatsAssigned
from kith_contracts.events.places import AskForPlaces, PlaceDecided
from kith_events.agreements.api_advice import Beside
from kith_events.door.door import Door
from kith_events.pages.event import _led
from kith_events.places.place import Place
from kith_events.places.registration import Registration

NOON = DAY + timedelta(hours=1)
ONE, TWO = "a" * 12, "b" * 12


def lead(people: int = 4, pool: int = 6, **quotas: int) -> Node:
    """An open event with six places in its lectures; the odd ones of BCS, the others of NI."""
    text = terms(
        parts=[part(capacity=6), part("lunch", capacity=6), circle()],
        seats=[seats("lectures", pool, **quotas), seats("lunch", 6), blocks()],
        return_days=0,
    )
    node = opened(text)
    for number in range(people):
        assert asked(node, "bcs" if number % 2 else "ni", number) == ["granted"]
    return node


def mark(who: int, number: int = 1, *, minute: int = 0, undone: bool = False, **changes: Any) -> ArrivalMark:
    fields = {"pseudonym": pseudonym(who), "part": "lectures", "at": DAY + timedelta(minutes=minute)}
    return ArrivalMark(number=number, undone=undone, **{**fields, **changes})


def walk_in(which: int, number: int = 1, *, minute: int = 0, undone: bool = False, **changes: Any) -> WalkIn:
    fields = {"walk_in": which, "part": "lectures", "at": DAY + timedelta(minutes=minute)}
    return WalkIn(number=number, undone=undone, **{**fields, **changes})


def sheet(*marks: ArrivalMark | WalkIn, device: str = ONE) -> CheckIn:
    return CheckIn(
        event=EVENT,
        device=device,
        marks=[each for each in marks if isinstance(each, ArrivalMark)],
        walk_ins=[each for each in marks if isinstance(each, WalkIn)],
    )


def told(node: Node, sheet: CheckIn, now: datetime = NOON) -> list[tuple[str, str, bool]]:
    """Which home hears of whom, and what."""
    heard = [(each.to, each.message) for each in letters(node.hear(sheet, now=now))]
    return [(to, fact.pseudonym, fact.come) for to, fact in heard if isinstance(fact, Arrived)]


def door(node: Node) -> Door:
    state: Door = node.state(Door.at(EVENT))
    return state


def came(node: Node) -> set[str]:
    return set(door(node).come("lectures"))


def test_each_home_hears_of_its_own_people_alone() -> None:
    node = lead()
    assert told(node, sheet(mark(0), mark(1, 2))) == [("ni", pseudonym(0), True), ("bcs", pseudonym(1), True)]
    assert came(node) == {pseudonym(0), pseudonym(1)}


def test_the_same_file_again_changes_nothing_and_an_undone_mark_is_told() -> None:
    node = lead()
    file = sheet(mark(0), walk_in(1, 2))
    node.hear(file, now=NOON)
    assert node.decide(file, now=NOON + timedelta(hours=1)).states == ()
    assert told(node, sheet(mark(0, 3, minute=5, undone=True))) == [("ni", pseudonym(0), False)]
    assert told(node, file) == [], "an older mark brings nothing back"
    assert pseudonym(0) not in came(node)


def test_two_devices_side_by_side_come_to_the_same_in_any_order() -> None:
    files = [
        sheet(mark(0), mark(1, 2, minute=3), walk_in(1, 3, minute=1)),
        sheet(mark(0, minute=2, undone=True), mark(2, 2), walk_in(1, 3, minute=2), device=TWO),
        sheet(mark(1, 4, minute=9, undone=True), mark(3, 5)),
    ]
    doors = []
    for order in permutations(files):
        node = lead()
        for file in (*order, order[0]):
            node.decide(file, now=NOON)
        assert event(node).places["lectures"].granted == 6
        doors.append(door(node).model_copy(update={"version": 0}))
    assert all(each == doors[0] for each in doors)


def test_a_stranger_is_refused_and_the_others_count() -> None:
    node = lead()
    assert node.refusal(sheet(mark(9)), now=NOON) == ("place-unknown", "marks.0.pseudonym")
    assert node.all(Door) == [], "nothing half done"
    assert told(node, sheet(mark(9), mark(0, 2))) == [("ni", pseudonym(0), True)]
    assert [(each.code, each.field) for each in door(node).unheard[ONE]] == [("place-unknown", "marks.0.pseudonym")]
    node.hear(sheet(mark(0, 2)), now=NOON)
    assert door(node).unheard[ONE] == [], "what was sent last has no fault"


@pytest.mark.parametrize(
    ("entry", "code", "field"),
    [
        (mark(0, part="dinner"), "part-unknown", "marks.0.part"),
        (mark(0, part="lunch"), "place-unknown", "marks.0.pseudonym"),
        (mark(0, part="circle"), "closed-part", "marks.0.part"),
        (mark(0, at=NOON + timedelta(minutes=11)), "time-ahead", "marks.0.at"),
        (walk_in(1, part="circle"), "closed-part", "walk_ins.0.part"),
        (walk_in(1, body="rsc"), "body-unknown", "walk_ins.0.body"),
        (walk_in(1, at=NOON + timedelta(days=1)), "time-ahead", "walk_ins.0.at"),
    ],
)
def test_a_mark_is_refused(entry: ArrivalMark | WalkIn, code: str, field: str) -> None:
    assert lead().refusal(sheet(entry), now=NOON) == (code, field)


def test_who_gave_the_place_up_may_walk_in() -> None:
    node = lead()
    node.hear(release(0), "ni")
    assert node.refusal(sheet(mark(0)), now=NOON) == ("place-unknown", "marks.0.pseudonym")
    node.hear(sheet(walk_in(1)), now=NOON)
    assert event(node).places["lectures"].granted == 4


def test_a_sheet_is_refused_out_of_its_time() -> None:
    node = lead()
    assert node.refusal(sheet(mark(0)), now=DAY - timedelta(days=2)) == ("door-not-open", "event")
    closes = event(node).terms.data_closes
    assert node.refusal(sheet(mark(0)), now=closes) == ("arrivals-closed", "event")
    assert node.refusal(sheet(mark(0)).model_copy(update={"event": "iop/another"})) == ("event-unknown", "event")


def test_a_walk_in_takes_a_free_place_and_no_home_hears_of_it() -> None:
    node = lead(bcs=1, pool=5)
    decision = node.hear(sheet(walk_in(1), walk_in(2, 2, body="bcs")), now=NOON)
    assert not [each for each in letters(decision) if not isinstance(each.message, PlaceDecided)]
    assert letters(decision) == []
    allotment = event(node).places["lectures"]
    assert (allotment.granted, allotment.free) == (6, 0)
    assert allotment.held == {"ni": 2, "bcs": 3, "": 1}
    walked = [place for place in node.all(Place) if place.walk_in]
    assert {(place.body, place.status) for place in walked} == {("", "granted"), ("bcs", "granted")}


def test_a_quota_is_for_its_own_people_also_at_the_door() -> None:
    node = lead(people=0, bcs=2, pool=0)
    node.hear(sheet(walk_in(1), walk_in(2, 2, minute=1, body="bcs")), now=NOON)
    assert event(node).places["lectures"].held == {"bcs": 1}
    assert len(door(node).over("lectures")) == 1


def test_never_above_capacity_and_the_excess_is_told_in_the_order_of_coming() -> None:
    node = lead()
    node.hear(sheet(*[walk_in(which, which, minute=9 - which) for which in range(1, 5)]), now=NOON)
    assert event(node).places["lectures"].granted == 6
    over = door(node).over("lectures")
    assert len(over) == 2
    marks = door(node).marks["lectures"]
    placed = door(node).placed["lectures"]
    assert max(marks[who] for who in placed) < min(marks[who] for who in over)
    node.hear(sheet(walk_in(4, 9, minute=20, undone=True)), now=NOON)
    assert event(node).places["lectures"].granted == 6
    assert door(node).over("lectures") == over[1:], "whoever came next has the place now"


def test_a_mistake_at_the_door_gives_the_place_to_who_waits_if_the_part_has_not_begun() -> None:
    early = DAY - timedelta(hours=1)
    node = lead(people=5)
    node.hear(sheet(walk_in(1, minute=-120)), now=early)
    assert asked(node, "bcs", 8) == ["waiting"]
    decision = node.hear(sheet(walk_in(1, 2, minute=-110, undone=True)), now=early)
    assert [each.pseudonym for each in said(decision, PlaceDecided)] == [pseudonym(8)]
    assert event(node).places["lectures"].granted == 6


def test_no_places_are_given_at_the_door_before_a_draw() -> None:
    drawn = seats(pool=6).model_copy(update={"rule": "draw", "draw_days": 1})
    text = terms(parts=[part(capacity=6), circle()], seats=[drawn, blocks()], return_days=0)
    node = opened(text)
    node.hear(sheet(walk_in(1)), now=NOON)
    assert event(node).places["lectures"].granted == 0
    assert len(door(node).over("lectures")) == 1


def test_who_walked_in_is_seated_and_no_home_hears_of_that() -> None:
    node = lead()
    node.hear(sheet(walk_in(1, body="bcs"), walk_in(2, 2)), now=NOON)
    tables = [MixingTable(name=str(number), seats=3) for number in (1, 2)]
    decision = node.hear(PlanMixing(event=EVENT, part="lectures", rounds=2, tables=tables), now=NOON)
    assert {each.to for each in letters(decision)} == {"bcs", "ni"}
    assert sum(len(fact.seats) for fact in said(decision, SeatsAssigned)) == 4


@given(
    st.lists(
        st.tuples(st.sampled_from([ONE, TWO]), st.integers(0, 5), st.integers(0, 9), st.booleans(), st.booleans()),
        max_size=25,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_marked_places_are_never_oversold_and_the_books_agree(steps: list[Any]) -> None:
    node = lead()
    for number, (device, who, minute, undone, walked) in enumerate(steps, 1):
        entry = (walk_in if walked else mark)(who or 1, number, minute=minute, undone=undone)
        node.decide(sheet(entry, device=device), now=NOON)
        allotment = event(node).places["lectures"]
        given_out = [each for each in node.all(Place) if each.status == "granted" and each.part == "lectures"]
        assert allotment.granted == len(given_out) <= 6
        if node.all(Door):
            kept, there = door(node), door(node).come("lectures")
            walked_in = kept.walk_ins.get("lectures", {}).keys() & there
            placed = kept.placed.get("lectures", {}).keys()
            assert placed == {each.pseudonym for each in given_out if each.walk_in} <= walked_in
            assert not kept.over("lectures") or allotment.free == 0


def test_it_is_counted_once_in_numbers_that_tell_of_nobody_and_then_emptied() -> None:
    node = lead()
    (due,) = node.hear(sheet(mark(0), mark(1, 2), walk_in(1, 3)), now=NOON).due
    ends, settle = event(node).terms.plan.ends, SettleArrivals(event=EVENT)
    assert (due.at, due.command) == (ends + timedelta(days=2), settle)
    (again,) = node.hear(settle, now=ends).due
    assert again.at == due.at
    (last,) = node.hear(settle, now=due.at).due
    counted = door(node).turnout
    assert counted
    assert counted["lectures"].came == "fewer than 5"
    assert set(counted["lectures"].by_body.values()) | {counted["lectures"].walked_in} == {HIDDEN}
    node.hear(sheet(mark(2, 4)), now=due.at)
    assert door(node).turnout == counted, "once"
    node.hear(settle, now=last.at)
    assert door(node) == Door(event=EVENT, turnout=counted, version=door(node).version)
    assert last.at == event(node).terms.data_closes


def test_who_is_forgotten_at_home_is_on_no_list_any_more() -> None:
    node = lead()
    node.hear(sheet(mark(0), mark(1, 2)), now=NOON)
    forget = ForgetPseudonym(subject=EVENT, pseudonym=pseudonym(1), parts=["lectures"])
    node.hear(forget, "ni", now=NOON)
    assert pseudonym(1) in came(node), "nobody can make us forget the people of another body"
    node.hear(forget, "bcs", now=NOON)
    assert pseudonym(1) not in door(node).model_dump_json()
    assert node.refusal(sheet(mark(1, 3, minute=1)), now=NOON) == ("place-unknown", "marks.0.pseudonym")


# At home


def at_home() -> tuple[Node, str]:
    """Someone with a place, and the pseudonym."""
    node = home()
    (asked_for,) = letters(node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=["lectures"])))
    name = asked_for.message.pseudonym  # type: ignore[attr-defined]
    granted = {"part": "lectures", "pseudonym": name, "number": 1, "version": 1}
    node.hear(PlaceDecided(event=EVENT, status="granted", **granted), "iop")
    return node, name


def test_at_home_the_newest_word_counts_and_is_kept_with_the_registration() -> None:
    node, name = at_home()

    def hear(version: int, *, come: bool) -> bool:
        fact = Arrived(event=EVENT, part="lectures", pseudonym=name, come=come, version=version)
        node.hear(fact, "iop")
        registration: Registration = node.state(Registration.at(name))
        return registration.came("lectures")

    assert hear(2, come=True)
    assert hear(1, come=False)
    assert not hear(3, come=False)
    assert "arrivals" in Registration.sealed_fields


@pytest.mark.parametrize("changes", [{"part": "lunch"}, {"event": "iop/another"}, {"pseudonym": "a" * 26}])
def test_at_home_what_is_about_nobody_of_ours_changes_nothing(changes: dict[str, Any]) -> None:
    node, name = at_home()
    fields = {"event": EVENT, "part": "lectures", "pseudonym": name, "come": True, "version": 1}
    assert node.hear(Arrived(**{**fields, **changes}), "iop").states == ()


def test_at_the_door_one_says_the_first_letters_of_the_pseudonym() -> None:
    node, name = at_home()
    registration: Registration = node.state(Registration.at(name))
    assert name.startswith(registration.door_code)
    assert len(registration.door_code) == LETTERS


def test_a_request_of_a_home_for_a_walk_in_says_nothing_of_it() -> None:
    node = lead()
    node.hear(sheet(walk_in(1, body="bcs")), now=NOON)
    (walked,) = [place for place in node.all(Place) if place.walk_in]
    asked_as_another = request(0).model_copy(update={"pseudonym": walked.pseudonym})
    assert node.hear(asked_as_another, "ni").says == ()


def test_who_walked_in_is_not_read_from_how_the_places_stand() -> None:
    node = lead(4)
    before = _led(event(node), None, Beside([], [], [])).parts[0]
    node.hear(sheet(walk_in(1, body="bcs")), now=NOON)
    after = _led(event(node), door(node), Beside([], [], [])).parts[0]
    assert event(node).places["lectures"].granted == 5
    assert (
        (after.granted, after.granted_by_body) == (before.granted, before.granted_by_body) == (4, {"ni": 2, "bcs": 2})
    )
