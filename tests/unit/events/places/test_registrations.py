"""Registrations at home: asked, answered, given up, and told to the person when there is something to tell."""

import json
from datetime import timedelta
from typing import Any

import pytest
from support.events.public import DINNER
from support.events.registrations import alias, ask, decided, give_up, returner
from support.events.scenes import DAY, EVENT, PERSON, blocks, circle, event, home, opened, part, person, seats, terms
from support.speaking import Node, letters, said

from kith_chassis.decision import NOTHING
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.places import RegistrationUpdated, ReleasePlace, RequestPlace
from kith_contracts.events.requests import PlaceStatus
from kith_contracts.message import Message
from kith_events.event.guest import Guest
from kith_events.handlers import HANDLERS
from kith_events.places.registration import Registration, pseudonym


def answer(node: Node, status: PlaceStatus, name: str = "lectures", **more: Any) -> RegistrationUpdated | None:
    """Hear the lead's decision; the fact that follows from it, if there is one."""
    facts = said(node.hear(decided(node, status, name, **more), "iop"), RegistrationUpdated)
    return facts[0] if facts else None


def statuses(fact: RegistrationUpdated | None) -> dict[str, str]:
    assert fact
    return {each.part: each.status for each in fact.parts}


def with_lectures_and_dinner() -> Node:
    return home(text=terms(parts=[part(), part("dinner")], seats=[seats(bcs=1, ni=1), seats("dinner")]))


# Asked


def test_a_wish_goes_to_the_lead_under_a_pseudonym() -> None:
    node = home()
    decision = node.hear(ask())
    (letter,) = letters(decision)
    assert letter.to == "iop"
    assert letter.message == RequestPlace(event=EVENT, part="lectures", pseudonym=alias(node), number=1)
    (fact,) = said(decision, RegistrationUpdated)
    assert (statuses(fact), fact.decision, fact.version) == ({"lectures": "asked"}, 0, 1)


def test_nothing_that_leaves_home_names_the_person() -> None:
    node = returner()
    decision = node.hear(ask("lectures", "circle"))
    abroad = json.dumps([letter.message.model_dump(mode="json") for letter in letters(decision)])
    assert not [word for word in (PERSON, "Ann", "Ångström", "example.org", "returner", "bcs") if word in abroad]


def test_a_closed_part_is_answered_at_once_under_a_pseudonym_that_stays_at_home() -> None:
    node = returner()
    decision = node.hear(ask("lectures", "circle"))
    requests = {letter.message.part: letter.message.pseudonym for letter in letters(decision)}  # type: ignore[attr-defined]
    assert requests == {"lectures": alias(node)}, "of a closed part nothing leaves home"
    known = {fact.registration: statuses(fact) for fact in said(decision, RegistrationUpdated)}
    assert known == {alias(node): {"lectures": "asked"}, alias(node, "circle"): {"circle": "granted"}}


def test_open_parts_share_one_registration() -> None:
    node = with_lectures_and_dinner()
    (fact,) = said(node.hear(ask("lectures", "dinner")), RegistrationUpdated)
    assert statuses(fact) == {"lectures": "asked", "dinner": "asked"}


def test_a_pseudonym_is_another_for_each_person_event_home_and_closed_part() -> None:
    bcs, ni = home("bcs"), home("ni")
    names = [alias(bcs), alias(bcs, "circle"), alias(bcs, "workshop"), alias(bcs, who="person-0002"), alias(ni)]
    names += [pseudonym(bcs.keyed, PERSON, "iop/dinner"), pseudonym(bcs.keyed, EVENT, PERSON)]
    assert len(set(names)) == len(names)
    assert alias(bcs) == alias(home("bcs"))


# Refused at home


def test_nobody_of_this_id_is_at_home_here() -> None:
    assert home().refusal(ask(who="person-0009")) == ("person-unknown", "person")


def test_there_is_no_such_event() -> None:
    assert home().refusal(ask(of="iop/dinner")) == ("event-unknown", "event")


def test_an_event_that_is_booked_elsewhere_has_no_places_here() -> None:
    node = home()
    (listed,) = said(Node(HANDLERS, "ni").hear(DINNER), EventPublished)
    node.hear(listed, "ni")
    assert node.refusal(ask(of=DINNER.event)) == ("booked-elsewhere", "event")


def test_people_of_a_body_that_is_no_party_are_told_so_at_home() -> None:
    assert home("ons").refusal(ask()) == ("body-not-party", "event")


def test_an_event_that_is_reopened_waits() -> None:
    node = home()
    face = event(opened()).published
    assert face
    node.hear(face.model_copy(update={"status": "reopened", "version": 9}), "iop")
    assert node.refusal(ask()) == ("agreement-reopened", "event")


def test_a_closed_part_is_for_those_whom_home_has_found_to_belong_to_it() -> None:
    assert home().refusal(ask("lectures", "circle")) == ("closed-part", "parts.1")
    assert not returner().hear(ask("lectures", "circle")).refusal


def test_a_part_that_there_is_not() -> None:
    assert home().refusal(ask("dinner")) == ("part-unknown", "parts.0")


def test_a_part_that_has_begun() -> None:
    assert home().refusal(ask(), now=DAY) == ("event-over", "parts.0")


@pytest.mark.parametrize("status", [None, "granted", "waiting"])
def test_a_second_registration_changes_nothing(status: PlaceStatus | None) -> None:
    node = home()
    node.hear(ask())
    if status:
        answer(node, status)
    assert node.refusal(ask()) == ("already-registered", "parts.0")


def test_the_same_part_twice_in_one_wish_is_one_too_many() -> None:
    assert home().refusal(ask("lectures", "lectures")) == ("already-registered", "parts.1")


def test_one_wrong_part_refuses_the_whole_wish() -> None:
    node = home()
    before = dict(node.states)
    assert node.refusal(ask("lectures", "dinner")) == ("part-unknown", "parts.1")
    assert node.states == before


def test_a_part_that_was_open_and_is_closed_now_is_not_had_twice() -> None:
    # Under the two pseudonyms that it goes by, the lead would take one person for two.
    node = returner()
    node.hear(ask())
    answer(node, "granted")
    face = event(
        opened(terms(parts=[part(audience="returner", capacity=20), circle()], seats=[blocks("lectures"), blocks()]))
    ).published
    assert face
    node.hear(face.model_copy(update={"version": 9}), "iop")
    assert node.refusal(ask()) == ("already-registered", "parts.0")
    (letter,) = letters(node.hear(give_up()))
    assert letter.message == ReleasePlace(event=EVENT, part="lectures", pseudonym=alias(node), number=1)


def test_one_registration_has_at_most_as_many_parts_as_an_event() -> None:
    node = home()
    for day in range(2):
        names = [f"part-{day}-{number}" for number in range(40)]
        text = terms(parts=[part(name) for name in names], seats=[seats(name) for name in names])
        face = event(opened(text)).published
        assert face
        node.hear(face.model_copy(update={"version": day + 5}), "iop")
        if day == 0:
            node.hear(ask(*names))
    assert node.refusal(ask("part-1-0")) == ("too-many-parts", "parts.0")


# Answered


def test_the_person_is_told_when_all_that_was_asked_is_answered() -> None:
    node = with_lectures_and_dinner()
    node.hear(ask("lectures", "dinner"))
    first = answer(node, "granted")
    assert (statuses(first), first and first.decision) == ({"lectures": "granted", "dinner": "asked"}, 0)
    second = answer(node, "waiting", "dinner")
    assert (statuses(second), second and second.decision) == ({"lectures": "granted", "dinner": "waiting"}, 1)


def test_a_refusal_comes_with_its_reason() -> None:
    node = home()
    node.hear(ask())
    fact = answer(node, "refused", code="waiting-list-full", sentence="All places are taken.")
    assert fact
    assert [(each.code, each.sentence) for each in fact.parts] == [("waiting-list-full", "All places are taken.")]


def test_an_older_decision_that_comes_late_changes_nothing() -> None:
    node = home()
    node.hear(ask())
    answer(node, "granted", version=2)
    assert node.hear(decided(node, "waiting", version=1), "iop") == NOTHING
    assert node.hear(decided(node, "granted", version=2), "iop") == NOTHING


def test_a_promotion_is_news() -> None:
    node = home()
    node.hear(ask())
    answer(node, "waiting")
    fact = answer(node, "granted", version=2)
    assert fact
    assert fact.decision == 2


def test_who_was_refused_asks_again_under_a_new_number_and_is_told_again() -> None:
    node = home()
    node.hear(ask())
    answer(node, "refused", version=3)
    (letter,) = letters(node.hear(ask()))
    assert letter.message == RequestPlace(event=EVENT, part="lectures", pseudonym=alias(node), number=2)
    fact = answer(node, "refused", number=2, version=1)
    assert fact, "of another number the lead may count from the beginning: it may have lost what it knew"
    assert (statuses(fact), fact.decision) == ({"lectures": "refused"}, 2)


def test_an_answer_to_a_wish_of_before_changes_nothing() -> None:
    node = home()
    node.hear(ask())
    node.hear(give_up())
    node.hear(ask())
    assert node.hear(decided(node, "granted", number=1, version=5), "iop") == NOTHING


def test_a_decision_on_what_nobody_asked_is_parked() -> None:
    node = home()
    unknown = ("registration-unknown", "pseudonym")
    assert node.refusal(decided(node, "granted"), "iop") == unknown
    node.hear(ask())
    assert node.refusal(decided(node, "granted", "dinner"), "iop") == unknown
    stolen = decided(node, "granted").model_copy(update={"event": "rsc/dinner"})
    assert node.refusal(stolen, "rsc") == unknown


# Given up


def test_a_place_that_is_given_up_is_given_back() -> None:
    node = home()
    node.hear(ask())
    answer(node, "granted")
    decision = node.hear(give_up())
    (letter,) = letters(decision)
    assert (letter.to, letter.message) == (
        "iop",
        ReleasePlace(event=EVENT, part="lectures", pseudonym=alias(node), number=1),
    )
    (fact,) = said(decision, RegistrationUpdated)
    assert statuses(fact) == {"lectures": "released"}


def test_a_granted_place_that_is_gone_is_told_for_it_stands_in_the_calendar() -> None:
    node = home()
    node.hear(ask())
    answer(node, "granted")
    (fact,) = said(node.hear(give_up()), RegistrationUpdated)
    assert fact.decision == 2
    assert not said(node.hear(decided(node, "released", version=2), "iop"), RegistrationUpdated)


def test_who_stops_waiting_or_takes_a_wish_back_knows_that() -> None:
    node = home()
    node.hear(ask())
    (fact,) = said(node.hear(give_up()), RegistrationUpdated)
    assert fact.decision == 0
    node.hear(ask())
    answer(node, "waiting", number=2)
    (fact,) = said(node.hear(give_up()), RegistrationUpdated)
    assert fact.decision == 1


def test_an_answer_that_was_held_back_for_another_part_is_told_when_that_part_is_given_up() -> None:
    node = with_lectures_and_dinner()
    node.hear(ask("lectures", "dinner"))
    answer(node, "granted")
    (fact,) = said(node.hear(give_up("dinner")), RegistrationUpdated)
    assert (statuses(fact), fact.decision) == ({"lectures": "granted", "dinner": "released"}, 1)


def test_only_what_was_asked_can_be_given_up_and_only_once() -> None:
    node = home()
    assert node.refusal(give_up()) == ("not-registered", "parts.0")
    node.hear(ask())
    assert node.refusal(give_up("lectures", "circle")) == ("not-registered", "parts.1")
    assert node.refusal(give_up("lectures", "lectures")) == ("not-registered", "parts.1")
    node.hear(give_up())
    assert node.refusal(give_up()) == ("not-registered", "parts.0")


@pytest.mark.parametrize("status", ["granted", "waiting"])
def test_what_comes_after_it_was_given_up_is_given_back_at_once(status: PlaceStatus) -> None:
    node = home()
    node.hear(ask())
    node.hear(give_up())
    decision = node.hear(decided(node, status), "iop")
    (letter,) = letters(decision)
    assert letter.message == ReleasePlace(event=EVENT, part="lectures", pseudonym=alias(node), number=1)
    assert not said(decision, RegistrationUpdated)


def test_the_lead_confirming_a_release_is_heard_in_silence() -> None:
    node = home()
    node.hear(ask())
    node.hear(give_up())
    assert not node.hear(decided(node, "released", version=2), "iop").says


def test_a_part_can_be_given_up_when_the_event_is_not_open_any_more() -> None:
    node = home()
    node.hear(ask())
    answer(node, "granted")
    assert letters(node.hear(give_up(), now=DAY + timedelta(days=1)))


# People


def test_events_know_of_a_person_what_closed_parts_the_door_asks_and_offices_need_and_no_more() -> None:
    node = home()
    node.hear(person(audiences=["returner"], version=3))
    assert node.hear(person(version=2)) == NOTHING
    kept = node.state(Guest.at(PERSON))
    assert kept.audiences == ["returner"]
    needed = {"enrolled_as", "name", "audiences", "networks", "serves", "served"}
    assert set(kept.model_dump()) == {"person", "version", *needed}
    assert Guest.sealed_fields == needed


def test_own_registrations_are_found_by_a_hash_of_the_person() -> None:
    node = returner()
    node.hear(ask("lectures", "circle"))
    kept = node.all(Registration)
    assert {each.tags(node.keyed)[0] for each in kept} == {node.keyed("person", PERSON)}
    assert sorted(len(each.tags(node.keyed)) for each in kept) == [1, 2], "only open parts are found by their event"


def test_each_message_that_leaves_home_is_for_an_inbox() -> None:
    messages: list[type[Message]] = [RequestPlace, ReleasePlace]
    assert {message.contract.channel for message in messages} == {"inbox"}
