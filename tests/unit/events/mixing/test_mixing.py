"""Structured mixing at the lead and at home: who may sit is planned, each home hears of its own people."""

from datetime import timedelta
from typing import Any

import pytest
from support.events.mixing import TABLES, known, lead, mixing, plan, repair
from support.events.scenes import DAY, EVENT, asked, pseudonym, release
from support.speaking import letters, said

from kith_contracts.erasure import ForgetPseudonym
from kith_contracts.events.mixing import (
    CloseMixing,
    SeatsAssigned,
    Those,
)
from kith_events.mixing.lead import Mixing

ALL = ("access-needs", "role", "level", "languages")


def test_each_home_hears_the_seats_of_its_own_people_and_of_nobody_else() -> None:
    node = lead()
    told = letters(node.hear(plan()))
    assert {letter.to for letter in told} == {"bcs", "ni"}
    for letter in told:
        assert isinstance(letter.message, SeatsAssigned)
        odd = letter.to == "bcs"
        mine = {pseudonym(number) for number in range(10) if number % 2 == odd}
        assert {seat.pseudonym for seat in letter.message.seats} == mine
        assert all(len(seat.tables) == 3 and all(seat.tables) for seat in letter.message.seats)


def test_without_any_data_field_bodies_are_mixed_all_the_same() -> None:
    node = lead(people=12)
    node.hear(plan(rounds=1))
    kept = mixing(node).plan
    bodies = {each.id: each.body for each in kept.room.people}
    for table in ("1", "2", "3"):
        assert sorted(bodies[one] for one in kept.table(0, table)) == ["bcs", "bcs", "ni", "ni"]


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("access-needs", {"accessible": True}),
        ("role", {"role": "engineer"}),
        ("level", {"level": "senior"}),
        ("languages", {"languages": ["cy"]}),
    ],
)
def test_what_the_hosts_have_not_agreed_on_is_not_taken(field: str, what: dict[str, Any]) -> None:
    without = lead(*[each for each in ALL if each != field])
    assert without.refusal(plan(known=[known(0), known(1, **what)])) == ("data-not-agreed", "known.1")
    node = lead(*ALL)
    node.hear(plan(known=[known(0), known(1, **what)]))
    assert mixing(node).version == 1


def test_wishes_hold_and_a_plan_that_is_made_anew_is_the_next_version() -> None:
    node = lead("access-needs")
    two = Those(people=[pseudonym(2), pseudonym(3)])
    wishes = {
        "known": [known(0, accessible=True)],
        "apart": [two],
        "together": [Those(people=[pseudonym(4), pseudonym(5)])],
    }
    node.hear(plan(**wishes))
    fact = said(node.hear(plan(**wishes, seed=1)), SeatsAssigned)[0]
    assert fact.version == mixing(node).version == 2
    for turn in mixing(node).plan.seats:
        assert turn[pseudonym(0)] == "1"
        assert turn[pseudonym(2)] != turn[pseudonym(3)]
        assert turn[pseudonym(4)] == turn[pseudonym(5)]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"event": "iop/another"}, "event-unknown", "event"),
        ({"part": "dinner"}, "part-unknown", "part"),
        ({"part": "circle"}, "closed-part", "part"),
        ({"known": [known(99)]}, "place-unknown", "known"),
        ({"apart": [Those(people=[pseudonym(0), pseudonym(99)])]}, "place-unknown", "apart"),
        ({"tables": TABLES[:2]}, "seats-too-few", "tables"),
    ],
)
def test_a_plan_is_refused(changes: dict[str, Any], code: str, field: str) -> None:
    assert lead().refusal(plan(**changes)) == (code, field)


def test_a_refusal_calls_people_by_their_cards() -> None:
    everyone = [pseudonym(number) for number in range(4)]
    refusal = lead().decide(plan(apart=[Those(people=everyone)])).refusal
    assert refusal
    assert (refusal.code, refusal.field) == ("no-seating", "apart")
    assert "card 1" in refusal.sentence
    assert not any(one in refusal.sentence for one in everyone)


def test_a_repair_leaves_out_the_absent_seats_the_late_and_moves_nobody_in_vain() -> None:
    node = lead()
    node.hear(plan())
    before = mixing(node).plan
    assert asked(node, "bcs", 20) == ["granted"]
    told = said(node.hear(repair(absent=[pseudonym(0)], arrived=[known(20)])), SeatsAssigned)
    after = mixing(node)
    assert after.version == 2
    assert after.plan.seats[0] == before.seats[0]
    assert pseudonym(0) not in after.plan.seats[1]
    moved = {move.person for move in after.moved}
    stayed = [one for one in before.seats[1] if one not in {*moved, pseudonym(0)}]
    assert all(after.plan.seats[1][one] == before.seats[1][one] for one in stayed)
    rows = {seat.pseudonym: seat for fact in told for seat in fact.seats}
    assert rows[pseudonym(20)].card == 11
    assert rows[pseudonym(20)].tables[0] is None
    assert rows[pseudonym(0)].tables[1:] == [None, None]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"part": "circle"}, "closed-part", "part"),
        ({"from_round": 4}, "round-unknown", "from_round"),
        ({"absent": [pseudonym(99)]}, "person-unknown", "absent"),
        ({"arrived": [known(99)]}, "place-unknown", "arrived"),
        ({"arrived": [known(0)]}, "person-twice", "people"),
    ],
)
def test_a_repair_is_refused(changes: dict[str, Any], code: str, field: str) -> None:
    node = lead()
    node.hear(plan())
    assert node.refusal(repair(**changes)) == (code, field)


def test_there_is_nothing_to_repair_before_there_is_a_plan() -> None:
    assert lead().refusal(repair()) == ("mixing-unknown", "part")


def test_the_plan_is_deleted_when_the_period_for_data_is_over() -> None:
    node = lead()
    (due,) = node.decide(plan()).due
    closing = CloseMixing(event=EVENT, part="lectures")
    ends = DAY + timedelta(hours=8, days=30)
    assert (due.at, due.command) == (ends, closing)
    (again,) = node.decide(closing, now=ends - timedelta(days=1)).due
    assert again.at == ends
    node.decide(closing, now=ends)
    assert node.all(Mixing) == []


def test_who_is_forgotten_is_in_no_plan_any_more_and_all_others_keep_their_cards() -> None:
    node = lead()
    two = Those(people=[pseudonym(1), pseudonym(3)])
    node.hear(plan(apart=[two]))
    before = {seat.pseudonym: seat for fact in said(node.hear(repair()), SeatsAssigned) for seat in fact.seats}
    node.hear(ForgetPseudonym(subject=EVENT, pseudonym=pseudonym(1), parts=["lectures"]), "bcs")
    assert pseudonym(1) not in mixing(node).model_dump_json()
    after = {seat.pseudonym: seat for fact in said(node.hear(repair()), SeatsAssigned) for seat in fact.seats}
    assert after == {one: seat for one, seat in before.items() if one != pseudonym(1)}


def test_nobody_can_make_the_lead_forget_the_people_of_another_body() -> None:
    node = lead()
    node.hear(plan())
    node.hear(ForgetPseudonym(subject=EVENT, pseudonym=pseudonym(1), parts=["lectures"]), "ni")
    assert pseudonym(1) in mixing(node).model_dump_json()


def test_who_gave_the_place_up_is_not_planned() -> None:
    node = lead()
    node.hear(release(1), "bcs")
    node.hear(plan())
    assert pseudonym(1) not in mixing(node).plan.seats[0]
