"""The shape of a day: bundles, tracks, what is shown online, slots, and groups; at the lead, at home and on pages."""

from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from support.events.own_calendar import read
from support.events.scenes import (
    DAY,
    EVENT,
    PERSON,
    asked,
    circle,
    event,
    home,
    opened,
    part,
    place,
    pseudonym,
    release,
    request,
    seats,
    terms,
)
from support.speaking import Node, letters, said

from kith_commons.agreement.agreement import hash_of
from kith_commons.agreement.differences import changes
from kith_commons.arrivals import admit
from kith_contracts.events.agreements import AmendAgreement
from kith_contracts.events.groups import companion
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, PlaceDecided, RegistrationUpdated, RequestPlace
from kith_contracts.events.plan import Check, Checklist, EventPart
from kith_contracts.events.terms import EventTerms
from kith_events.agreements.advice import hints
from kith_events.agreements.faults.text import fault
from kith_events.calendar.face import Announced
from kith_events.calendar.jsonld import linked
from kith_events.calendar.presentation import Addresses, text
from kith_events.door.page import packed
from kith_events.event.template import JOINT_EVENT
from kith_events.places import registration as places_registration
from kith_events.places.registration import Registration

ADMITTED: Final = ("iop", "bcs", "ni")


def hour(number: float, **more: Any) -> dict[str, Any]:
    """A part of one hour."""
    return {"starts": DAY + timedelta(hours=number), "ends": DAY + timedelta(hours=number + 1), **more}


def shaped(*parts: EventPart, pool: int = 4, **more: Any) -> EventTerms:
    """With so many places for all in each part or bundle, and for nobody else."""
    names = dict.fromkeys(each.bundle or each.part for each in parts)
    return terms(parts=list(parts), seats=[seats(name, pool=pool) for name in names], **more)


SEMINAR: Final = part("seminar", **hour(0, bundle="seminar-with-dinner"))
DINNER: Final = part("dinner", **hour(6, bundle="seminar-with-dinner", capacity=6))
CLINIC: Final = part("clinic", **hour(3, capacity=4, slot_minutes=15))
LEFT: Final = part("left", **hour(1, track="practice"))
RIGHT: Final = part("right", **hour(1.5, track="theory"))
ROOM: Final = part("room", **hour(4))
SCREEN: Final = part("screen", **hour(4, format="online", online_of="room", capacity=100))
WHOLE: Final = (SEMINAR, DINNER, CLINIC, LEFT, RIGHT, ROOM, SCREEN)


def ask(*parts: str, **more: Any) -> AskForPlaces:
    return AskForPlaces(person=PERSON, event=EVENT, parts=list(parts), **more)


def answered(node: Node, name: str, **more: Any) -> PlaceDecided:
    alias = places_registration.pseudonym(node.keyed, PERSON, EVENT)
    return PlaceDecided(event=EVENT, part=name, pseudonym=alias, number=1, version=1, **more)


def at(minutes: int) -> datetime:
    return CLINIC.starts + timedelta(minutes=minutes)


# What a text may say


IMPOSSIBLE: Final[dict[tuple[str, str], tuple[EventPart, ...]]] = {
    ("slug-taken", "0.bundle"): (part("a", bundle="b"), part("b")),
    ("bundle-of-one", "0.bundle"): (part("a", bundle="c"),),
    ("bundle-of-others", "1.bundle"): (part("a", bundle="c"), circle(bundle="c")),
    ("bundle-of-others", "0.bundle"): (part("a", bundle="c", slot_minutes=30, capacity=2), part("b", bundle="c")),
    ("parts-overlap", "0.bundle"): (part("a", bundle="c", track="x"), part("b", bundle="c", track="y")),
    ("slot-too-long", "0.slot_minutes"): (part("a", slot_minutes=181),),
    ("slots-too-few", "0.capacity"): (part("a", slot_minutes=30, capacity=7),),
    ("slots-of-closed-part", "0.slot_minutes"): (circle(slot_minutes=30),),
    ("track-of-closed-part", "0.track"): (circle(track="x"),),
    ("track-of-closed-part", "1.online_of"): (part("a"), circle(online_of="a", format="online")),
    ("part-unknown", "0.online_of"): (part("a", online_of="b", format="online"),),
    ("online-differs", "0.format"): (part("a", online_of="b"), part("b")),
    ("online-differs", "0.starts"): (part("a", online_of="b", format="online"), part("b", **hour(4))),
    ("body-not-party", "0.host"): (part("a", host="rsc"),),
}


@pytest.mark.parametrize(("found", "parts"), IMPOSSIBLE.items())
def test_a_shape_that_cannot_be_is_refused_with_code_field_and_sentence(
    found: tuple[str, str], parts: tuple[EventPart, ...]
) -> None:
    names = dict.fromkeys(each.bundle or each.part for each in parts)
    blocks = [seats(name, pool=1).model_copy(update={"block": 4 if name == "circle" else 1}) for name in names]
    refusal = fault(terms(parts=list(parts), seats=blocks), ADMITTED, EVENT)
    assert refusal
    assert (refusal.code, refusal.field) == (found[0], f"terms.plan.parts.{found[1]}")
    assert 0 < len(refusal.sentence) <= 160


def test_places_of_a_bundle_are_divided_under_its_name_and_no_other() -> None:
    assert fault(shaped(*WHOLE), ADMITTED, EVENT) is None
    alone = terms(parts=[SEMINAR, DINNER], seats=[seats("seminar-with-dinner"), seats("dinner")])
    refusal = fault(alone, ADMITTED, EVENT)
    assert refusal
    assert (refusal.code, refusal.field) == ("part-of-bundle", "terms.seats.1.part")
    more = fault(shaped(SEMINAR, DINNER, pool=7), ADMITTED, EVENT)
    assert more
    assert more.code == "seats-above-capacity"  # the smaller of its parts has 6 places


def test_who_is_online_needs_no_room() -> None:
    fits = shaped(ROOM, SCREEN, plan={"venue_capacity": 10})
    assert fault(fits, ADMITTED, EVENT) is None
    crowd = fault(shaped(ROOM, ROOM.model_copy(update={"part": "b"}), plan={"venue_capacity": 10}), ADMITTED, EVENT)
    assert crowd
    assert crowd.code == "venue-too-small"


def test_a_text_without_the_new_words_has_the_hash_that_it_had() -> None:
    usual = terms()
    assert hash_of(usual) == hash_of(EventTerms.model_validate_json(usual.model_dump_json(exclude_defaults=True)))
    assert "checklist" not in usual.model_dump(exclude_defaults=True)["plan"]


def test_a_changed_shape_is_told_in_plain_words() -> None:
    before, after = (
        shaped(part("a"), part("b", **hour(4))),
        shaped(part("a", bundle="c"), part("b", bundle="c", **hour(4))),
    )
    told = {each.clause: each.new for each in changes(JOINT_EVENT, before, after)}
    assert "in the bundle c" in told["part a"]
    checked = shaped(
        part("a"), part("b", **hour(4)), plan={"checklist": Checklist(care=Check(answer="yes", line="A crèche."))}
    )
    (change,) = changes(JOINT_EVENT, before, checked)
    assert "A crèche." in change.new


# At the lead


def test_a_bundle_is_one_place_granted_whole_or_not_at_all() -> None:
    node = opened(shaped(SEMINAR, DINNER, pool=2))
    name = "seminar-with-dinner"
    assert asked(node, "bcs", 1, 2, 3, name=name) == ["granted", "granted", "waiting"]
    assert asked(node, "bcs", 4, name="dinner") == ["refused"]
    assert place(node, 4, "dinner").code == "part-unknown"
    moved = said(node.hear(release(1, name), "bcs"), PlaceDecided)
    assert [(each.part, each.status) for each in moved] == [(name, "released"), (name, "granted")]
    shown = event(node).published
    assert shown
    assert [each.part for each in shown.availability] == [name]


def test_whoever_names_times_has_one_of_them_and_else_any() -> None:
    node = opened(shaped(CLINIC))
    slots = {1: [2, 3], 2: [2, 3], 3: [2], 4: []}
    for who, wanted in slots.items():
        node.hear(request(who, "clinic").model_copy(update={"slots": wanted}), "bcs")
    assert {who: place(node, who, "clinic").slot for who in slots} == {1: 2, 2: 3, 3: None, 4: 1}
    assert place(node, 3, "clinic").status == "waiting"
    answer = said(node.hear(release(1, "clinic"), "bcs"), PlaceDecided)
    assert [(each.status, each.slot) for each in answer] == [("released", None), ("granted", 2)]
    assert sorted(event(node).places["clinic"].taken) == [1, 2, 3]


def test_the_door_lists_a_bundle_by_its_name_and_nobody_walks_in_to_a_slot() -> None:
    node = opened(shaped(SEMINAR, DINNER, CLINIC))
    assert '"part": "seminar-with-dinner"' in packed(event(node), [])
    assert admit(event(node).places["clinic"], "bcs") is None
    assert admit(event(node).places["seminar-with-dinner"], "bcs")


def test_slots_stay_as_they_are_once_somebody_has_asked() -> None:
    node = opened(shaped(CLINIC))
    shorter = shaped(CLINIC.model_copy(update={"slot_minutes": 10})).model_copy(update={"version": 2})
    asked(node, "bcs", 1, name="clinic")
    assert node.refusal(AmendAgreement(subject=EVENT, terms=shorter)) == ("slots-fixed", "terms.seats.0.part")
    later = CLINIC.model_copy(update=hour(5))
    node.hear(AmendAgreement(subject=EVENT, terms=shaped(later).model_copy(update={"version": 2})))
    assert place(node, 1, "clinic").slot == 1


@pytest.mark.parametrize("changed", [{"slots": [5]}, {"size": 2}])
def test_what_another_body_asks_in_a_way_that_cannot_be_is_refused(changed: dict[str, Any]) -> None:
    node = opened(shaped(CLINIC))
    (answer,) = said(node.hear(request(1, "clinic").model_copy(update=changed), "bcs"), PlaceDecided)
    assert (answer.status, answer.code in {"slot-unknown", "group-not-here"}) == ("refused", True)
    assert event(node).places["clinic"].free == 4


def test_a_group_has_all_its_places_or_none() -> None:
    node = opened(shaped(part("talk"), pool=4))
    three = request(1, "talk").model_copy(update={"size": 3})
    assert [each.status for each in said(node.hear(three, "bcs"), PlaceDecided)] == ["granted"]
    two = request(2, "talk").model_copy(update={"size": 2})
    assert [each.status for each in said(node.hear(two, "ni"), PlaceDecided)] == ["waiting"]
    assert asked(node, "ni", 3, name="talk") == ["granted"]  # for whom there is enough
    assert event(node).places["talk"].free == 0
    moved = said(node.hear(release(1, "talk"), "bcs"), PlaceDecided)
    assert [(each.pseudonym, each.status) for each in moved][1:] == [(pseudonym(2), "granted")]
    assert (event(node).places["talk"].granted, event(node).places["talk"].free) == (3, 1)
    eleven = request(4, "talk").model_copy(update={"size": 6})
    (never,) = said(node.hear(eleven, "bcs"), PlaceDecided)
    assert (never.status, never.code) == ("refused", "more-than-there-is")


# At home


def test_a_part_of_a_bundle_is_asked_for_with_the_others_by_their_name() -> None:
    node = home(text=shaped(SEMINAR, DINNER))
    assert node.refusal(ask("dinner")) == ("part-of-bundle", "parts.0")
    (letter,) = letters(node.hear(ask("seminar-with-dinner")))
    assert isinstance(letter.message, RequestPlace)
    assert (letter.message.part, letter.message.size, letter.message.slots) == ("seminar-with-dinner", 1, [])


def test_a_bundle_stands_in_ones_calendar_part_by_part_and_a_slot_at_its_own_time() -> None:
    node = home(text=shaped(*WHOLE))
    node.hear(ask("seminar-with-dinner", "clinic"))
    node.hear(answered(node, "seminar-with-dinner", status="granted"), "iop")
    node.hear(answered(node, "clinic", status="granted", slot=3), "iop")
    entries = [(each.starts, each.ends) for each in read(node)]
    expected = [(SEMINAR.starts, SEMINAR.ends), (at(30), at(45)), (DINNER.starts, DINNER.ends)]
    assert entries == expected


def test_nobody_is_in_two_tracks_at_once_or_both_in_the_room_and_online() -> None:
    node = home(text=shaped(*WHOLE))
    assert node.refusal(ask("left", "right")) == ("parts-overlap", "parts.1")
    assert node.refusal(ask("room", "screen")) == ("parts-overlap", "parts.1")
    node.hear(ask("left", "seminar-with-dinner"))
    assert node.refusal(ask("right")) == ("parts-overlap", "parts.0")
    node.hear(GiveUpPlaces(person=PERSON, event=EVENT, parts=["left"]))
    node.hear(ask("right"))


def test_times_that_would_do_go_to_the_lead_as_numbers() -> None:
    node = home(text=shaped(*WHOLE))
    assert node.refusal(ask("clinic", slots={"clinic": [at(7)]})) == ("slot-unknown", "slots.clinic")
    assert node.refusal(ask("clinic", slots={"clinic": [at(60)]})) == ("slot-unknown", "slots.clinic")
    assert node.refusal(ask("left", slots={"left": [LEFT.starts]})) == ("slot-unknown", "slots.left")
    assert node.refusal(ask("left", slots={"clinic": [at(0)]})) == ("not-asked-for", "slots.clinic")
    (letter,) = letters(node.hear(ask("clinic", slots={"clinic": [at(15), at(45)]})))
    assert isinstance(letter.message, RequestPlace)
    assert letter.message.slots == [2, 4]


def test_guests_are_asked_for_as_one_and_their_names_stay_at_home() -> None:
    node = home(text=shaped(*WHOLE))
    names = ["Bo Guest", "Cy Guest"]
    assert node.refusal(ask("clinic", guests=names)) == ("group-not-here", "guests")
    decision = node.hear(ask("left", guests=names))
    (letter,) = letters(decision)
    assert isinstance(letter.message, RequestPlace)
    assert letter.message.size == 3
    assert "Guest" not in letter.message.model_dump_json()
    (registration,) = node.all(Registration)
    alias = registration.pseudonym
    assert [each.name for each in registration.wishes["left"].guests] == names
    assert [each.pseudonym for each in registration.wishes["left"].guests] == [companion(alias, 1), companion(alias, 2)]
    assert len({alias, companion(alias, 1), companion(alias, 2)}) == 3
    (told,) = said(node.hear(answered(node, "left", status="granted"), "iop"), RegistrationUpdated)
    assert [each.name for each in told.parts[0].guests] == names
    node.hear(GiveUpPlaces(person=PERSON, event=EVENT, parts=["left"]))
    assert "Guest" not in node.all(Registration)[0].model_dump_json()


def test_the_guests_of_a_closed_part_are_nobodys() -> None:
    node = home()
    assert node.refusal(ask("circle", guests=["Bo"])) in {("closed-part", "parts.0"), ("group-not-here", "guests")}


# On pages


def test_what_the_checklist_leaves_open_is_a_hint_and_what_it_answers_is_told_to_all() -> None:
    bare = shaped(part("a"))
    assert len(hints(bare)) == 4
    checked = Checklist(
        access=Check(answer="yes", line="Step-free, with a hearing loop."),
        care=Check(answer="partly"),
        alcohol=Check(answer="yes"),
    )
    (left,) = hints(shaped(part("a"), plan={"checklist": checked}))
    assert left.startswith("Do the hours suit")
    announced = _announced(shaped(*WHOLE, plan={"checklist": checked}))
    said_to_all = text(announced, {})
    assert "Step-free, with a hearing loop." in said_to_all
    assert "in slots of 15 minutes" in said_to_all
    assert "online" in said_to_all


def test_linked_data_say_who_is_in_the_room_and_who_online() -> None:
    made = linked(_announced(shaped(*WHOLE)), {}, Addresses("", "iop"))
    assert made["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    modes = {each["name"]: each["eventAttendanceMode"].rpartition("/")[2] for each in made["subEvent"]}
    assert modes["Screen"] == "OnlineEventAttendanceMode"
    assert modes["Room"] == "OfflineEventAttendanceMode"


def _announced(text: EventTerms) -> Announced:
    announced: Announced = home(text=text).state(Announced.at(EVENT))
    return announced
