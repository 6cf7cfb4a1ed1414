"""An event is open again and otherwise, or called off: everybody who was told of something of it is told, once, and the
calendar is right.
"""

from datetime import timedelta
from itertools import product
from typing import Final

import pytest
from support.notify.mails import calendars, entries, everything, sent, text
from support.notify.scenes import (
    DAY,
    EVENT,
    OTHER,
    PERSON,
    TELLING,
    Status,
    deliveries,
    home,
    judged,
    part,
    person,
    placed,
    plan,
    published,
    registration,
    tell,
)
from support.speaking import Node

from kith_chassis.decision import NOTHING
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.answers import AnswerUpdated
from kith_contracts.events.places import PartRegistration
from kith_contracts.notify.occasions import NoteRole, TellChange
from kith_contracts.notify.preferences import SetMailPreferences
from kith_notify.deliveries.verdict import Verdict
from kith_notify.occasions import places
from kith_notify.occasions.attendance import ALL, Attendance

LIVE: Final[tuple[Status, ...]] = ("granted", "offered", "waiting", "in-draw")
OVER: Final[tuple[Status, ...]] = ("refused", "released")
ANSWERS: Final = ("given", "taken", "accepted", "refused", "declined")
BEGAN: Final = "b" * 32


def later(name: str, hours: float) -> EventPublished:
    """The same day, with one part at another time."""
    parts = [
        each if each.part != name else each.model_copy(update={"ends": each.ends + timedelta(hours=hours)})
        for each in plan().parts
    ]
    return published(2, plan=plan(parts=parts))


def called_off(node: Node, version: int = 2) -> list[str]:
    """Who is told that all is called off, each as often as they are."""
    return [each.person for each in tell(node, published(version, status="cancelled")) if each.occasion == "cancelled"]


def answered(node: Node, status: str, version: int = 1) -> None:
    fields = {"person": PERSON, "answer": "a" * 26, "subject": EVENT, "practice": "prize", "step": "entries"}
    node.hear(AnswerUpdated(**fields, status=status, version=version))


# Called off


@pytest.mark.parametrize("status", LIVE)
@pytest.mark.parametrize("money", [False, True])
def test_whoever_has_or_waits_for_anything_is_told_once_that_all_is_called_off(status: Status, money: bool) -> None:
    node = home()
    wish = PartRegistration(part="lectures", status=status, pence=4000 if money else None)
    node.hear(registration(1).model_copy(update={"parts": [wish]}))
    assert called_off(node) == [PERSON]
    assert called_off(node, 3) == []


@pytest.mark.parametrize("status", OVER)
def test_whose_wish_had_ended_before_is_not_told(status: Status) -> None:
    node = home()
    node.hear(registration(1, lectures=status))
    assert called_off(node) == []


def test_who_has_only_answered_a_question_of_a_closed_network_is_told_on_their_own_page() -> None:
    ways = []
    for chosen in (False, True):
        node = Node(home().handlers.values(), "bcs")
        node.hear(person())
        node.hear(SetMailPreferences(person=PERSON, mail_of_closed=chosen))
        node.hear(published(), "iop")
        answered(node, "taken")
        tell(node, published(2, status="cancelled"))
        ways += [how for _, how in judged(node)]
    assert ways == [Verdict("shown", "closed-network"), Verdict("now", "mandatory")], (
        "a mail would tell who is a member, and who chose so knows that"
    )


@pytest.mark.parametrize("status", ANSWERS)
def test_who_has_answered_something_about_it_is_told_if_the_answer_stood(status: str) -> None:
    node = home()
    answered(node, status)
    assert called_off(node) == ([] if status in ("refused", "declined") else [PERSON])


@pytest.mark.parametrize("role", ["speaks", "helps"])
def test_who_speaks_or_helps_is_told_unless_they_do_so_no_more(role: str) -> None:
    node = home()
    node.hear(NoteRole(person=PERSON, event=EVENT, role=role, began=BEGAN))
    assert node.hear(NoteRole(person=PERSON, event=EVENT, role=role, began=BEGAN)) == NOTHING
    left = home()
    left.hear(NoteRole(person=PERSON, event=EVENT, role=role, began=BEGAN))
    left.hear(NoteRole(person=PERSON, event=EVENT, role=role, began=BEGAN, ends=True))
    assert (called_off(node), called_off(left)) == ([PERSON], [])


def test_whoever_has_to_do_with_it_in_several_ways_is_told_once() -> None:
    ways = product(("granted", "waiting", "released"), ("in-draw", "offered", "refused"), (True, False), ANSWERS[1::3])
    for open_part, closed_part, speaks, answer in ways:
        node = home()
        node.thorough = False
        node.hear(registration(1, lectures=open_part))
        node.hear(registration(1, circle=closed_part).model_copy(update={"registration": OTHER}))
        if speaks:
            node.hear(NoteRole(person=PERSON, event=EVENT, role="speaks", began=BEGAN))
        answered(node, answer)
        concerned = {open_part, closed_part} & {*LIVE} or speaks or answer not in ("refused", "declined")
        assert called_off(node) == ([PERSON] if concerned else []), (open_part, closed_part, speaks, answer)


def test_who_wants_no_mails_is_mailed_when_what_they_have_to_do_with_is_called_off() -> None:
    node = Node(home().handlers.values(), "bcs")
    node.hear(person(how_much="nothing"))
    node.hear(published(), "iop")
    answered(node, "taken")
    node.hear(NoteRole(person=PERSON, event=EVENT, role="helps", began=BEGAN))
    assert called_off(node) == [PERSON]
    assert [how.why for _, how in judged(node)] == ["mandatory"]


@pytest.mark.parametrize(
    ("status", "words"),
    [("granted", "called off, and your place with it"), ("waiting", "called off, so what you asked for has ended")],
)
def test_the_mail_says_what_ends_and_tells_nothing(status: Status, words: str) -> None:
    node = home()
    node.hear(registration(1, lectures=status))
    (delivery,) = tell(node, published(2, status="cancelled"))
    mail = sent(node, delivery)
    assert str(mail["Subject"]) == "Called off: 12 March"
    assert words in text(mail)
    assert not [word for word in TELLING if word in everything(mail)]


def test_who_only_has_answered_reads_of_no_place() -> None:
    node = home()
    answered(node, "taken")
    (delivery,) = tell(node, published(2, status="cancelled"))
    assert "is called off, and with it what you were to do there" in text(sent(node, delivery))
    assert "your place" not in text(sent(node, delivery))


def test_an_event_that_is_called_off_is_taken_out_of_the_calendar_under_a_title_that_says_so() -> None:
    node = placed()
    (delivery,) = tell(node, published(2, status="cancelled"))
    (found,) = entries(node, delivery)
    assert (found["sequence"], str(found["status"])) == (2, "CANCELLED")
    assert str(found["summary"]) == "Called off: Development session"


def test_who_waits_has_nothing_in_the_calendar_that_could_be_taken_out() -> None:
    node = home()
    node.hear(registration(1, lectures="waiting"))
    (delivery,) = tell(node, published(2, status="cancelled"))
    assert calendars(sent(node, delivery)) == []


@pytest.mark.parametrize("status", LIVE)
def test_what_is_decided_when_all_is_called_off_is_told_as_that_and_once(status: Status) -> None:
    node = home()
    tell(node, published(2, status="cancelled"))
    node.hear(registration(1, lectures=status))
    node.hear(registration(1, circle=status).model_copy(update={"registration": OTHER}))
    (delivery,) = deliveries(node)
    assert (delivery.occasion, delivery.entry) == ("cancelled", None)


# Changed


def test_a_changed_venue_is_told_once_with_the_entry_in_the_calendar_and_the_place_stays() -> None:
    node = placed()
    before = {str(each["uid"]) for each in entries(node, *deliveries(node))}
    (delivery,) = tell(node, published(2, plan=plan(venue="2 High Street, Leeds")))
    assert (delivery.occasion, delivery.number) == ("changed", 2)
    (found,) = entries(node, delivery)
    assert {str(found["uid"])} == before
    assert (found["sequence"], str(found["status"])) == (2, "CONFIRMED")
    assert str(found["location"]) == "2 High Street, Leeds"
    mail = sent(node, delivery)
    assert str(mail["Subject"]) == "Something about 12 March has changed"
    assert "your place on Friday 12 March 2027 stays" in text(mail)
    assert "2 High Street, Leeds" in text(mail)


@pytest.mark.parametrize("status", ["offered", "waiting", "in-draw"])
def test_who_waits_is_told_of_a_changed_day_too_and_not_of_a_place_that_stays(status: Status) -> None:
    node = home()
    node.hear(registration(1, lectures=status))
    (delivery,) = tell(node, later("lectures", 1))
    mail = sent(node, delivery)
    assert "something about Friday 12 March 2027 has changed" in text(mail)
    assert "09:00 to 13:00" in text(mail)
    assert calendars(mail) == []
    assert not tell(node, later("dinner", 1).model_copy(update={"version": 3, "status": "reopened"}))


def test_who_speaks_or_helps_is_told_when_all_of_the_day_changes() -> None:
    node = home()
    node.hear(NoteRole(person=PERSON, event=EVENT, role="helps", began=BEGAN))
    assert not tell(node, later("dinner", 1))
    (delivery,) = tell(node, published(3, plan=plan(venue="2 High Street, Leeds")))
    assert "something about Friday 12 March 2027 has changed" in text(sent(node, delivery))


def test_who_has_a_place_in_a_part_that_is_moved_is_told_and_nobody_else() -> None:
    node = placed()
    assert not tell(node, later("dinner", 1))
    node = placed()
    (delivery,) = tell(node, later("lectures", 2))
    (entry,) = entries(node, delivery)
    assert entry["dtend"].dt == DAY + timedelta(hours=5)


def test_what_waits_for_a_yes_is_no_change_and_what_comes_of_it_is() -> None:
    node = placed()
    assert not tell(node, published(2, status="reopened"))
    assert not tell(node, published(3)), "the same as before"
    assert len(tell(node, published(4, plan=plan(venue="Leeds")))) == 1


def test_a_change_that_not_all_hosts_have_signed_is_not_told_and_is_in_no_calendar() -> None:
    node = placed()
    forged = published(2).model_copy(update={"plan": plan(venue="Leeds")})
    assert not tell(node, forged)
    node.hear(registration(2, lectures="granted", dinner="granted"))
    (entry,) = entries(node, deliveries(node)[-1])
    assert str(entry["location"]) == "37 Caledonian Road, London"
    assert len(tell(node, published(3, plan=plan(venue="Leeds")))) == 1


def test_a_change_after_a_change_has_a_higher_sequence_and_so_has_a_decision_after_it() -> None:
    node = placed()
    for version in (2, 3):
        tell(node, published(version, plan=plan(venue=f"{version} High Street")))
    node.hear(registration(2, lectures="released"))
    assert sorted(each.entry.sequence for each in deliveries(node) if each.entry) == [0, 1, 2, 3, 4]


def test_the_same_change_again_and_one_that_comes_late_tell_nobody() -> None:
    node = placed()
    (delivery,) = tell(node, published(3, plan=plan(venue="Leeds")))
    (own,) = node.all(Attendance)
    for number in (3, 2):
        again = TellChange(event=EVENT, occasion="changed", number=number, attendance=own.attendance)
        assert node.hear(again) == NOTHING
    assert deliveries(node)[-1] == delivery


@pytest.mark.parametrize("off", [True, False])
def test_people_are_told_page_by_page(monkeypatch: pytest.MonkeyPatch, off: bool) -> None:
    monkeypatch.setattr(places, "PAGE", 2)
    node = home()
    for number in range(1, 8):
        node.hear(person(number))
        one = registration(1, lectures="granted" if number % 2 else "waiting").model_copy(
            update={"person": f"person-{number:04}", "registration": "abcdefg"[number - 1] * 26}
        )
        node.hear(one)
    face = published(2, status="cancelled") if off else published(2, plan=plan(parts=[part("lectures", 1, 3)]))
    assert sorted(each.person for each in tell(node, face)) == [f"person-{number:04}" for number in range(1, 8)]


def test_a_database_cannot_tell_who_has_a_place_in_a_closed_part() -> None:
    node = placed()
    (own,) = node.all(Attendance)
    assert own.tags(node.keyed) == (ALL,)
    assert type(own).sealed_fields >= {"event", "threads", "roles", "calendar"}


def test_who_has_a_place_in_a_bundle_is_told_when_a_part_of_it_moves() -> None:
    parts = [part("lectures", 0, 3, bundle="evening"), part("dinner", 6, 8, bundle="evening"), part("circle", 3, 4)]
    node = home()
    node.hear(published(2, plan=plan(parts=parts)), "iop")
    fact = registration(1, lectures="granted")
    node.hear(fact.model_copy(update={"parts": [fact.parts[0].model_copy(update={"part": "evening"})]}))
    later_dinner = [*parts[:1], part("dinner", 6, 7, bundle="evening"), *parts[2:]]
    (delivery,) = tell(node, published(3, plan=plan(parts=later_dinner)))
    (entry,) = entries(node, delivery)
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (DAY, DAY + timedelta(hours=7))
    assert not tell(node, published(4, plan=plan(parts=[*later_dinner[:2], part("circle", 3, 5)])))
