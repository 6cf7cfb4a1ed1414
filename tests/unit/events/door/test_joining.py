"""Where one joins online: set by the lead, told to homes alone, and shown there to who has a place."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from support.events.scenes import (
    DAY,
    EVENT,
    PERSON,
    accept,
    asked,
    blocks,
    circle,
    event,
    home,
    opened,
    part,
    parties,
    person,
    seats,
    terms,
)
from support.speaking import Node, letters, said

from kith_chassis.decision import NOTHING
from kith_contracts.events.agreements import (
    AgreementWithdrawn,
    AmendAgreement,
    EndEvent,
    EventPublished,
    WithdrawAgreement,
)
from kith_contracts.events.online import CloseJoinAddresses, JoinAddressesTold, PassJoinAddresses, SetJoinAddresses
from kith_contracts.events.places import AskForPlaces, PlaceDecided
from kith_contracts.events.terms import EventTerms, Host, Seats
from kith_contracts.notify.occasions import TellJoining
from kith_events.door.api_online import join_at
from kith_events.door.online import JoinAddresses, Joining
from kith_events.event.public import Shown
from kith_events.places.registration import Registration
from kith_events.places.registration import pseudonym as alias_of

HERE, THERE = "https://meet.example.org/j/1?pwd=a", "https://other.example.org/room"
ENDS = DAY + timedelta(hours=8)


def text(codes: Seats | None = None, **changes: Any) -> EventTerms:
    """Lectures in a room and online, and an online circle."""
    online = part("webcast", format="online", online_of="lectures")
    return terms(
        parts=[part(), online, circle(format="online")],
        seats=[seats(pool=5), seats("webcast", pool=5), codes or blocks()],
        return_days=0,
        **changes,
    )


def setting(addresses: dict[str, str] | None = None) -> SetJoinAddresses:
    return SetJoinAddresses(event=EVENT, addresses={"webcast": HERE} if addresses is None else addresses)


def told(version: int = 1, **addresses: str) -> JoinAddressesTold:
    return JoinAddressesTold(event=EVENT, addresses=addresses, version=version)


# At the lead


def test_all_parties_are_told_the_whole_list_and_everyone_else_nothing() -> None:
    node = opened(text())
    decision = node.hear(setting({"webcast": HERE, "circle": THERE}))
    assert {each.to for each in letters(decision)} == {"iop", "bcs", "ni"}
    assert said(decision, JoinAddressesTold) == [told(1, webcast=HERE, circle=THERE)] * 3
    assert len(decision.says) == 3, "nothing is published"
    assert HERE not in event(node).model_dump_json()


def test_the_same_list_is_no_news_and_another_is_the_next_version() -> None:
    node = opened(text())
    assert node.hear(setting({})) == NOTHING
    (due,) = node.hear(setting()).due
    assert (due.at, due.command) == (ENDS, CloseJoinAddresses(event=EVENT))
    assert node.hear(setting()) == NOTHING
    again = node.hear(setting({"webcast": THERE}))
    assert again.due == ()
    assert said(again, JoinAddressesTold)[0] == told(2, webcast=THERE)
    assert said(node.hear(setting({})), JoinAddressesTold)[0] == told(3)


@pytest.mark.parametrize(
    ("addresses", "code", "field"),
    [
        ({"webcast": HERE, "lectures": HERE}, "part-in-person", "addresses.lectures"),
        ({"dinner": HERE}, "part-unknown", "addresses.dinner"),
    ],
)
def test_what_is_in_a_room_or_nowhere_has_none(addresses: dict[str, str], code: str, field: str) -> None:
    node = opened(text())
    assert node.refusal(setting(addresses)) == (code, field)
    assert node.all(JoinAddresses) == []


def test_no_address_is_set_for_an_event_that_is_not_there_called_off_or_over() -> None:
    node = opened(text())
    assert node.refusal(setting().model_copy(update={"event": "iop/another"})) == ("event-unknown", "event")
    node.hear(EndEvent(event=EVENT), now=ENDS)
    assert node.refusal(setting(), now=ENDS) == ("event-over", "event")
    off = opened(text())
    off.hear(WithdrawAgreement(subject=EVENT))
    assert off.refusal(setting()) == ("event-cancelled", "event")


@pytest.mark.parametrize(
    "address",
    [
        "http://meet.example.org",
        "https://",
        "https:///j",
        "https://a b",
        'https://a"b',
        "javascript:alert(1)",
        "x" * 501,
    ],
)
def test_an_address_is_one_that_can_be_shown_and_is_not_fetched_in_the_clear(address: str) -> None:
    with pytest.raises(ValidationError):
        setting({"webcast": address})


def test_when_it_is_over_the_addresses_are_deleted_everywhere_and_put_off_when_it_is_later() -> None:
    node = opened(text())
    node.hear(setting())
    closing = CloseJoinAddresses(event=EVENT)
    (again,) = node.hear(closing, now=ENDS - timedelta(hours=1)).due
    assert again.at == ENDS
    decision = node.hear(closing, now=ENDS)
    assert said(decision, JoinAddressesTold) == [told(2)] * 3
    assert node.all(JoinAddresses) == []
    assert node.hear(closing, now=ENDS) == NOTHING


def test_who_has_left_is_told_that_it_is_over_and_nothing_else_unless_places_are_kept_there() -> None:
    node = opened(text(leaving="kept"))
    assert asked(node, "ni", 1, name="webcast") == ["granted"]
    node.hear(setting())
    for body in ("ni", "bcs"):
        node.hear(AgreementWithdrawn(subject=EVENT), body)
    assert event(node).departed.keys() == {"ni", "bcs"}
    changed = letters(node.hear(setting({"webcast": THERE})))
    assert "ni" in {each.to for each in changed}
    over = letters(node.hear(CloseJoinAddresses(event=EVENT), now=ENDS))
    assert {each.to for each in over} == {"iop", "bcs", "ni"}


def test_who_is_only_asked_to_take_part_is_told_nothing_yet() -> None:
    node = opened(text(blocks(iop=1, bcs=1), parties=parties(without="ni")))
    node.hear(AmendAgreement(subject=EVENT, terms=text(version=2)))
    assert "ni" in event(node).parties
    assert {each.to for each in letters(node.hear(setting()))} == {"iop", "bcs"}
    accept(node, text(version=2))
    assert {each.to for each in letters(node.hear(PassJoinAddresses(event=EVENT)))} == {"iop", "bcs", "ni"}


def test_whoever_takes_part_later_is_told_too_and_who_has_heard_it_hears_nothing_new() -> None:
    node = opened(text())
    face = event(node).published
    assert face
    assert not said(node.hear(face, "iop"), PassJoinAddresses)
    node.hear(setting())
    more = face.model_copy(update={"hosts": [*face.hosts, Host(body="rsc")], "version": face.version + 1})
    (passing,) = said(node.hear(more, "iop"), PassJoinAddresses)
    assert said(node.hear(passing), JoinAddressesTold) == [told(1, webcast=HERE)] * 3
    fewer = face.model_copy(update={"version": face.version + 2})
    assert not said(node.hear(fewer, "iop"), PassJoinAddresses)
    node.hear(setting({}))
    assert node.hear(passing) == NOTHING


# At home


def with_place(name: str = "webcast", status: str = "granted") -> tuple[Node, Registration]:
    """Somebody of BCS who has a place online."""
    node = home(text=text())
    node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=[name]))
    alias = alias_of(node.keyed, PERSON, EVENT)
    decided = {"event": EVENT, "part": name, "pseudonym": alias, "number": 1, "version": 1, "status": status}
    node.hear(PlaceDecided(**decided), "iop")
    registration: Registration = node.state(Registration.at(alias))
    return node, registration


def shown_to(node: Node, registration: Registration) -> dict[str, str]:
    kept = node.states.get(Joining.at(EVENT).path)
    return join_at(registration, node.state(Shown.at(EVENT)), kept if isinstance(kept, Joining) else None)


def test_who_has_a_place_reads_where_to_join_and_what_is_not_theirs_they_do_not() -> None:
    node, registration = with_place()
    assert shown_to(node, registration) == {}
    node.hear(told(1, webcast=HERE, circle=THERE), "iop")
    assert shown_to(node, registration) == {"webcast": HERE}
    waiting = with_place(status="waiting")[1]
    assert shown_to(node, waiting) == {}


def test_who_has_a_code_of_a_closed_part_reads_it_at_home_and_the_lead_hears_nothing() -> None:
    node = home(text=text())
    node.hear(person(audiences=["returner"], version=2))
    decision = node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=["circle"]))
    assert letters(decision) == []
    assert letters(node.hear(told(1, circle=THERE), "iop")) == []
    (registration,) = node.all(Registration)
    assert shown_to(node, registration) == {"circle": THERE}


def test_people_are_told_of_what_is_new_and_of_the_address_itself_no_word() -> None:
    node, _ = with_place()
    first = node.hear(told(1, webcast=HERE), "iop")
    assert first.says == (TellJoining(event=EVENT, parts=["webcast"], number=1),)
    second = node.hear(told(2, webcast=HERE, circle=THERE), "iop")
    assert second.says == (TellJoining(event=EVENT, parts=["circle"], number=2),)
    assert node.hear(told(2, webcast=THERE), "iop") == NOTHING
    assert node.hear(told(3, circle=THERE), "iop").says == ()


def test_an_address_that_is_taken_back_is_gone() -> None:
    node, registration = with_place()
    node.hear(told(1, webcast=HERE), "iop")
    node.hear(told(2), "iop")
    assert shown_to(node, registration) == {}
    assert node.all(Joining) == []
    assert node.hear(told(3), "iop") == NOTHING


def test_what_is_called_off_shows_no_address() -> None:
    node, registration = with_place()
    node.hear(told(1, webcast=HERE), "iop")
    face: EventPublished = node.state(Shown.at(EVENT)).published
    node.hear(face.model_copy(update={"status": "cancelled", "version": face.version + 1}), "iop")
    assert shown_to(node, registration) == {}


def test_of_an_event_that_nobody_has_proposed_to_us_nothing_is_kept() -> None:
    node = home(text=text())
    stranger = JoinAddressesTold(event="iop/another", addresses={"webcast": HERE}, version=1)
    assert node.refusal(stranger, "iop") == ("agreement-unknown", "event")
    assert node.all(Joining) == []
