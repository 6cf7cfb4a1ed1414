"""An event is open again and otherwise, or called off: who has a place is told, once, and the calendar is right."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from support.speaking import Node, said
from unit.notify.mails import attached, everything, sent, text
from unit.notify.scenes import DAY, EVENT, TELLING, deliveries, home, part, person, plan, published, registration

from kith_chassis.decision import NOTHING
from kith_contracts.events import EventPublished
from kith_contracts.notify import TellChange
from kith_notify.domain import attending
from kith_notify.domain.telling import Delivery

OTHER = "z" * 26
"""The registration of the same person for a closed part."""


def placed() -> Node:
    """Someone has a place in the lectures and one in the circle, and has been told of both."""
    node = home()
    node.hear(registration(1, lectures="granted"))
    node.hear(registration(1, circle="granted").model_copy(update={"registration": OTHER}))
    return node


def tell(node: Node, face: EventPublished) -> list[Delivery]:
    """The face is heard and what follows is done; the deliveries that come of it."""
    before = {each.delivery for each in deliveries(node)}
    going_on = said(node.hear(face, "iop"), TellChange)
    while going_on:
        going_on = [more for each in going_on for more in said(node.hear(each), TellChange)]
    return [each for each in deliveries(node) if each.delivery not in before]


def later(name: str, hours: float) -> EventPublished:
    """The same day, with one part at another time."""
    parts = [
        each if each.part != name else each.model_copy(update={"ends": each.ends + timedelta(hours=hours)})
        for each in plan().parts
    ]
    return published(2, plan=plan(parts=parts))


def entries(node: Node, delivery: Delivery) -> list[Any]:
    found = []
    for each in attached(sent(node, delivery)):
        content = each.get_payload(decode=True)
        assert isinstance(content, bytes)
        found += Calendar.from_ical(content).walk("VEVENT")
    return found


def test_a_changed_venue_is_told_once_with_both_entries_in_the_calendar_and_the_place_stays() -> None:
    node = placed()
    before = {str(each["uid"]) for one in deliveries(node) for each in entries(node, one)}
    (delivery,) = tell(node, published(2, plan=plan(venue="2 High Street, Leeds")))
    assert (delivery.occasion, delivery.number) == ("changed", 2)
    found = entries(node, delivery)
    assert {str(each["uid"]) for each in found} == before
    assert [(each["sequence"], str(each["status"]), str(each["location"])) for each in found] == [
        (2, "CONFIRMED", "2 High Street, Leeds")
    ] * 2
    mail = sent(node, delivery)
    assert str(mail["Subject"]) == "Your place on 12 March has changed"
    assert "2 High Street, Leeds" in text(mail)


def test_who_has_a_place_in_a_part_that_is_moved_is_told_and_nobody_else() -> None:
    node = placed()
    assert not tell(node, later("dinner", 1))
    (delivery,) = tell(placed(), later("lectures", 1))
    (entry,) = entries(node, delivery.but(occasion="changed"))
    assert entry["dtend"].dt == DAY + timedelta(hours=3), "of this node, which has not heard of it"
    node = placed()
    (delivery,) = tell(node, later("lectures", 1))
    (entry,) = entries(node, delivery)
    assert entry["dtend"].dt == DAY + timedelta(hours=4)


def test_what_waits_for_a_yes_is_no_change_and_what_comes_of_it_is() -> None:
    node = placed()
    assert not tell(node, published(2, status="reopened"))
    assert not tell(node, published(3)), "the same as before"
    assert len(tell(node, published(4, plan=plan(venue="Leeds")))) == 1


def test_a_change_that_not_all_hosts_have_signed_is_not_told() -> None:
    node = placed()
    forged = published(2).model_copy(update={"plan": plan(venue="Leeds")})
    assert not tell(node, forged)
    assert len(tell(node, published(3, plan=plan(venue="Leeds")))) == 1


def test_an_event_that_is_called_off_is_told_once_and_taken_out_of_the_calendar() -> None:
    node = placed()
    (delivery,) = tell(node, published(2, status="cancelled"))
    assert (delivery.occasion, delivery.number) == ("cancelled", 2)
    assert [(each["sequence"], str(each["status"])) for each in entries(node, delivery)] == [(2, "CANCELLED")] * 2
    mail = sent(node, delivery)
    assert str(mail["Subject"]) == "Your place on 12 March is cancelled"
    assert "called off" in text(mail)
    assert not [word for word in TELLING if word in everything(mail)]
    assert not tell(node, published(3, status="cancelled"))


def test_a_change_after_a_change_has_a_higher_sequence_and_so_has_a_decision_after_it() -> None:
    node = placed()
    for version in (2, 3):
        tell(node, published(version, plan=plan(venue=f"{version} High Street")))
    node.hear(registration(2, lectures="released"))
    mine = [each for one in deliveries(node) for each in one.entries if each.parts[0].part == "lectures"]
    assert sorted(each.sequence for each in mine) == [1, 2, 3, 4]


def test_the_same_change_again_and_one_that_comes_late_tell_nobody() -> None:
    node = placed()
    (delivery,) = tell(node, published(3, plan=plan(venue="Leeds")))
    (own,) = node.all(attending.Attendance)
    for number in (3, 2):
        again = TellChange(event=EVENT, occasion="changed", number=number, attendance=own.attendance)
        assert node.hear(again) == NOTHING
    assert deliveries(node)[-1] == delivery


def test_who_has_no_place_or_gave_it_up_is_told_nothing() -> None:
    node = home()
    node.hear(registration(1, lectures="waiting"))
    node.hear(registration(1, circle="granted").model_copy(update={"registration": OTHER}))
    node.hear(registration(2, circle="released").model_copy(update={"registration": OTHER}))
    assert not tell(node, published(2, status="cancelled"))


def test_a_place_that_is_granted_when_all_is_called_off_is_told_as_that() -> None:
    node = home()
    tell(node, published(2, status="cancelled"))
    node.hear(registration(1, lectures="granted"))
    (delivery,) = deliveries(node)
    assert delivery.occasion == "cancelled"


def test_each_of_two_places_that_are_granted_when_all_is_called_off_is_told() -> None:
    node = placed()
    tell(node, published(2, status="cancelled"))
    told = []
    for name in "ab":
        fact = registration(2, talk="granted").model_copy(update={"registration": name * 26})
        told += node.hear(fact).states
    both = [each for each in told if isinstance(each, Delivery)]
    assert [each.occasion for each in both] == ["cancelled", "cancelled"]
    assert len({each.id for each in both}) == 2, "or one would take the place of the other"


def test_people_are_told_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attending, "PAGE", 2)
    node = home()
    for number in range(1, 8):
        node.hear(person(number))
        one = registration(1, lectures="granted").model_copy(
            update={"person": f"person-{number:04}", "registration": "abcdefg"[number - 1] * 26}
        )
        node.hear(one)
    told = tell(node, published(2, plan=plan(parts=[part("lectures", 1, 3)])))
    assert sorted(each.person for each in told) == [f"person-{number:04}" for number in range(1, 8)]


def test_a_database_cannot_tell_who_has_a_place_in_a_closed_part() -> None:
    node = placed()
    (own,) = node.all(attending.Attendance)
    assert own.tags(node.keyed) == (attending.ALL,)
    assert type(own).sealed_fields >= {"event", "threads"}


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
