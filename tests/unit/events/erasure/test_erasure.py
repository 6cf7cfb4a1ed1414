"""Forgetting in the events service: at home registrations go, at the lead places do, and nothing brings them back."""

from datetime import timedelta

import pytest
from support.events.erasure import ID, forget
from support.events.registrations import alias, ask, decided, give_up
from support.events.scenes import DAY, EVENT, PERSON, asked, event, home, opened, place, pseudonym, release, request
from support.speaking import NOW, Node, letters, said

from kith_chassis.decision import NOTHING, Decision
from kith_contracts.erasure import (
    ForgetPseudonym,
    ForgetRegistrations,
    PseudonymForgotten,
    PursueErasure,
    RecordForgetting,
)
from kith_contracts.events.places import PlaceDecided
from kith_contracts.message import Letter
from kith_events.erasure import home as module
from kith_events.event.erasure import Erased, Erasure
from kith_events.event.guest import Guest
from kith_events.places.place import Place
from kith_events.places.registration import Registration
from kith_events.places.registration import pseudonym as known_as


def sent(decisions: list[Decision]) -> list[Letter]:
    return [letter for each in decisions for letter in letters(each)]


def receipt(node: Node, deleted: list[str] | None = None, of: str = EVENT) -> PseudonymForgotten:
    return PseudonymForgotten.model_validate(
        {"subject": of, "pseudonym": alias(node), "deleted": deleted or ["places"], "at": NOW}
    )


def ask_to_forget(who: int, *parts: str) -> ForgetPseudonym:
    return ForgetPseudonym(subject=EVENT, pseudonym=pseudonym(who), parts=list(parts or ["lectures"]))


# At home


def test_each_lead_is_asked_under_the_pseudonym_and_nothing_stays() -> None:
    node = home()
    node.hear(ask())
    decisions = forget(node)
    (letter,) = sent(decisions)
    assert letter.to == "iop"
    assert letter.message == ForgetPseudonym(subject=EVENT, pseudonym=alias(node), parts=["lectures"])
    assert not node.all(Registration)
    assert not node.all(Guest)
    assert not [state for state in node.states.values() if PERSON in state.model_dump_json()]
    assert decisions[-1].erases == PERSON
    assert {alias(node), f"refused/{PERSON}"} == {each.key for one in decisions for each in one.tombstones}


def test_what_crosses_between_bodies_joins_no_two_pseudonyms() -> None:
    node = home()
    node.hear(ask())
    (letter,) = sent(forget(node))
    assert ID not in letter.message.model_dump_json()


def test_first_nothing_more_can_be_asked_for_and_then_all_is_gone() -> None:
    node = home()
    node.hear(ask())
    first = node.hear(ForgetRegistrations(person=PERSON, forgetting=ID))
    assert not node.all(Guest)
    assert node.all(Registration), "what is under way in this batch is not known yet"
    assert node.refusal(ask()) == ("person-unknown", "person")
    assert not first.erases


def test_many_registrations_go_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 1)
    node = home()
    node.hear(ask())
    (registration,) = node.all(Registration)
    days = [f"iop/day-{number}" for number in range(3)]
    others = [registration.but(event=day, pseudonym=known_as(node.keyed, PERSON, day)) for day in days]
    node.states |= {each.path: each for each in others}
    decisions = forget(node)
    assert {letter.message.key for letter in sent(decisions)} == {EVENT, *days}
    assert [each.cleared for decision in decisions for each in said(decision, RecordForgetting)] == [False] * 4 + [True]
    assert not node.all(Registration)


def test_a_lead_that_is_silent_is_asked_each_day_until_it_answers() -> None:
    node = home()
    node.hear(ask())
    (due,) = [due for each in forget(node) for due in each.due]
    assert due.at == NOW + timedelta(days=1)
    again = PursueErasure(pseudonym=alias(node))
    decision = node.hear(again, now=due.at)
    assert isinstance(letters(decision)[0].message, ForgetPseudonym)
    assert decision.due[0].at == due.at + timedelta(days=1)
    node.hear(receipt(node), "iop")
    assert node.hear(again, now=due.at + timedelta(days=1)) == NOTHING


def test_the_receipt_is_handed_on_and_the_event_is_forgotten_here_too() -> None:
    node = home()
    node.hear(ask())
    forget(node)
    (record,) = said(node.hear(receipt(node), "iop"), RecordForgetting)
    (kept,) = record.receipts
    assert (kept.body, kept.deleted, kept.answered, record.cleared) == ("iop", ["places"], NOW, False)
    (erasure,) = node.all(Erasure)
    assert (erasure.subject, erasure.parts) == ("", [])
    assert node.hear(receipt(node), "iop") == NOTHING
    assert alias(node) not in record.model_dump_json(), "a receipt does not tell which pseudonym it is about"


def test_a_receipt_that_nobody_asked_for_or_of_another_body_is_refused() -> None:
    node = home()
    node.hear(ask())
    assert node.refusal(receipt(node), "iop") == ("erasure-unknown", "pseudonym")
    forget(node)
    assert node.refusal(receipt(node, of="ni/dinner"), "ni") == ("erasure-unknown", "pseudonym")


def test_a_decision_that_comes_late_is_not_heard_and_a_second_look_asks_nobody_twice() -> None:
    node = home()
    node.hear(ask())
    forget(node)
    assert node.hear(decided(node, "granted"), "iop") == NOTHING
    assert not sent(forget(node))


def test_a_registration_that_came_back_is_deleted_and_its_lead_not_asked_again() -> None:
    node = home()
    node.hear(ask())
    (before,) = node.all(Registration)
    forget(node)
    node.states[before.path] = before
    assert not sent(forget(node))
    assert not node.all(Registration)


def test_what_was_given_up_before_is_forgotten_at_the_lead_as_well() -> None:
    node = home()
    node.hear(ask())
    node.hear(give_up())
    assert [type(letter.message) for letter in sent(forget(node))] == [ForgetPseudonym]


# At the lead


def test_a_place_goes_to_who_waits_and_nothing_is_left_of_the_pseudonym() -> None:
    node = opened()
    assert asked(node, "bcs", 1, 2, 3) == ["granted", "granted", "waiting"]
    decision = node.hear(ask_to_forget(1), "bcs")
    assert place(node, 3).status == "granted"
    (answer,) = said(decision, PseudonymForgotten)
    assert (answer.deleted, answer.at) == (["places"], NOW)
    assert {letter.to for letter in letters(decision)} == {"bcs"}
    assert not [state for state in node.states.values() if pseudonym(1) in state.model_dump_json()]
    assert event(node).places["lectures"].held == {"bcs": 2}


def test_the_wait_ends_also_where_the_part_has_begun() -> None:
    node = opened()
    asked(node, "bcs", 1, 2, 3)
    node.hear(ask_to_forget(3), "bcs", now=DAY + timedelta(hours=1))
    assert not event(node).places["lectures"].waiting
    assert not [state for state in node.states.values() if pseudonym(3) in state.model_dump_json()]


def test_who_sat_there_is_counted_and_no_more_is_known() -> None:
    node = opened()
    asked(node, "bcs", 1, 2, 3)
    decision = node.hear(ask_to_forget(1), "bcs", now=DAY + timedelta(hours=1))
    assert event(node).places["lectures"].held == {"bcs": 2}
    assert place(node, 3).status == "waiting"
    assert not said(decision, PlaceDecided)


def test_asked_again_it_says_the_same_and_changes_nothing() -> None:
    node = opened()
    asked(node, "bcs", 1)
    first = node.hear(ask_to_forget(1), "bcs")
    before = dict(node.states)
    again = node.hear(ask_to_forget(1), "bcs", now=NOW + timedelta(days=1))
    assert said(again, PseudonymForgotten) == said(first, PseudonymForgotten)
    assert node.states == before


def test_nothing_that_comes_late_brings_it_back() -> None:
    node = opened()
    asked(node, "bcs", 1)
    node.hear(ask_to_forget(1), "bcs")
    for late in (request(1), release(1), request(1, number=7)):
        assert node.hear(late, "bcs") == NOTHING
    assert not node.all(Place)


def test_asked_before_the_request_comes_it_is_forgotten_all_the_same() -> None:
    node = opened()
    (answer,) = said(node.hear(ask_to_forget(1), "bcs"), PseudonymForgotten)
    assert answer.deleted == []
    assert node.hear(request(1), "bcs") == NOTHING


def test_nobody_has_the_pseudonym_of_another_body_forgotten() -> None:
    node = opened()
    asked(node, "bcs", 1)
    (answer,) = said(node.hear(ask_to_forget(1), "ni"), PseudonymForgotten)
    assert answer.deleted == []
    assert place(node, 1).status == "granted"
    assert node.hear(release(1), "bcs") != NOTHING


def test_an_event_that_is_not_here_has_nothing_to_forget() -> None:
    node = opened()
    stray = ForgetPseudonym(subject="iop/never-was", pseudonym=pseudonym(1), parts=["lectures"])
    (answer,) = said(node.hear(stray, "bcs"), PseudonymForgotten)
    assert answer.deleted == []
    assert not node.all(Erased)
