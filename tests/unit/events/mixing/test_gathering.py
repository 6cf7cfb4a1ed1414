"""A repair by the marks at the door: who has a seat and has not come, who has come and has no seat."""

from datetime import timedelta
from typing import Any

from support.events.mixing import known, lead, mixing, plan, repair
from support.events.scenes import DAY, EVENT, asked, pseudonym, release
from support.speaking import Node

from kith_contracts.events.check_in import ArrivalMark, CheckIn, WalkIn
from kith_events.door.door import Door
from kith_events.mixing.repair import Gathered, gathered
from kith_events.places.place import Place


def found(node: Node) -> Gathered:
    having = {place.pseudonym for place in node.all(Place) if place.status == "granted" and place.part == "lectures"}
    door = node.states.get(Door.at(EVENT).path)
    return gathered(mixing(node), door if isinstance(door, Door) else Door(event=EVENT), having)


def come(node: Node, *people: int, undone: bool = False, minute: int = 1, **more: Any) -> None:
    """These come one after the other."""
    marks = [
        ArrivalMark(
            number=minute + number,
            pseudonym=pseudonym(who),
            part="lectures",
            at=DAY + timedelta(minutes=minute + number),
            undone=undone,
        )
        for number, who in enumerate(people)
    ]
    check_in = CheckIn(event=EVENT, device="a" * 12, marks=marks, **more)
    node.hear(check_in, now=DAY + timedelta(hours=1))


def test_before_any_mark_all_are_absent_and_it_says_that_there_is_none() -> None:
    node = lead()
    node.hear(plan())
    assert found(node) == Gathered(absent=[*mixing(node).plan.seats[-1]], arrived=[], come=0, newest=None)


def test_who_is_marked_is_not_absent_and_a_mistake_is_no_mark() -> None:
    node = lead()
    node.hear(plan())
    come(node, *range(9))
    come(node, 3, undone=True, minute=30)
    assert sorted(found(node).absent) == sorted([pseudonym(3), pseudonym(9)])
    assert (found(node).come, found(node).newest) == (8, DAY + timedelta(minutes=30))


def test_who_came_without_a_seat_is_ready_to_be_seated_in_the_order_of_coming() -> None:
    node = lead()
    node.hear(plan())
    assert asked(node, "bcs", 20, 21) == ["granted"] * 2
    stranger = WalkIn(walk_in=1, number=50, part="lectures", at=DAY, body="ni")
    come(node, *range(1, 10), 21, 20, walk_ins=[stranger])
    (walked,) = [place.pseudonym for place in node.all(Place) if place.walk_in]
    by_marks = found(node)
    assert by_marks.absent == [pseudonym(0)]
    assert by_marks.arrived == [walked, pseudonym(21), pseudonym(20)]
    arrived = [known(21), known(20), known(0).model_copy(update={"pseudonym": walked})]
    node.hear(repair(absent=by_marks.absent, arrived=arrived))
    assert found(node)[:2] == ([], [])


def test_who_was_left_out_and_comes_after_all_can_be_seated_again() -> None:
    node = lead()
    node.hear(plan())
    come(node, *range(1, 10))
    node.hear(repair(absent=found(node).absent))
    assert found(node)[:2] == ([], [])
    come(node, 0, minute=40)
    assert found(node)[:2] == ([], [pseudonym(0)])
    before = [each.id for each in mixing(node).plan.room.people]
    node.hear(repair(arrived=[known(0)], from_round=3))
    assert [each.id for each in mixing(node).plan.room.people] == before, "with the same card"
    assert [pseudonym(0) in turn for turn in mixing(node).plan.seats] == [True, False, True]


def test_who_gave_the_place_up_after_the_plan_stands_among_the_absent() -> None:
    node = lead()
    node.hear(plan())
    come(node, 0, *range(2, 10))
    node.hear(release(1), "bcs")
    assert found(node)[:2] == ([pseudonym(1)], [])
