"""What the door is told: sealed at home to the key of the event, kept closed by the lead, and over when the key is."""

import json
from datetime import timedelta
from typing import Any

import pytest
from support.events.scenes import DAY, EVENT, PERSON, accept, event, home, opened, person, pseudonym, request, terms
from support.speaking import Node, letters, said

from kith_chassis.decision import NOTHING
from kith_chassis.keys.box import filled, new_private_key, open_box, public_key
from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.agreements import AmendAgreement, AnswerAgreement, EventPublished
from kith_contracts.events.details import (
    CloseDetails,
    Details,
    DetailsDestroyed,
    RecordKey,
    SendDetails,
    ShareDetails,
    TellHost,
)
from kith_contracts.events.places import AskForPlaces, PlaceDecided
from kith_contracts.events.terms import DetailsKey, EventTerms
from kith_contracts.message import Letter
from kith_events.door.details_home import PADDED
from kith_events.door.details_lead import Detail, bound_to
from kith_events.event.lead import KEY_DUE
from kith_events.handlers import HANDLERS
from kith_events.places.registration import Registration
from kith_events.places.registration import pseudonym as alias_of

PRIVATE = new_private_key()
PUBLIC = public_key(PRIVATE)
OPENS = DAY - timedelta(days=3)
WITHIN = OPENS + timedelta(hours=1)
CLOSES = DAY + timedelta(hours=8, days=30)
KEY = DetailsKey(key=PUBLIC, opens=OPENS, closes=CLOSES)
MADE = RecordKey(event=EVENT, public=PUBLIC, status="made")


def agreed(**changes: Any) -> EventTerms:
    return terms(data_fields=["door-name", "access-needs"], **changes)


def with_key(text: EventTerms | None = None) -> Node:
    """The lead of an open event that has a key."""
    node = opened(text or agreed())
    node.hear(MADE)
    return node


def registrant(*, yes: bool = True, status: str = "granted") -> tuple[Node, str]:
    """A home whose person has a place in the lectures, and the pseudonym; `yes` to what is sent."""
    node = home(text=agreed())
    face = event(with_key()).published
    assert face
    node.hear(face, "iop")
    if yes:
        node.hear(AnswerAgreement(subject=EVENT, hash=hash_of(agreed()), on_behalf="body", answer="accepted"))
    node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=["lectures"]))
    alias = alias_of(node.keyed, PERSON, EVENT)
    decided = {"event": EVENT, "part": "lectures", "pseudonym": alias, "number": 1, "version": 1, "status": status}
    node.hear(PlaceDecided(**decided), "iop")
    return node, alias


def sent(node: Node, alias: str, **more: Any) -> list[Letter]:
    return letters(node.hear(SendDetails(event=EVENT, registration=alias), **{"now": WITHIN, **more}))


def content(letter: Letter) -> Any:
    """What the lead reads, with its private key."""
    message = filled(letter)
    assert isinstance(message, ShareDetails)
    return json.loads(open_box(PRIVATE, message.box, bound_to(EVENT, "bcs", message.pseudonym, message.number)))


# The key, at the lead


def test_an_open_event_whose_agreement_names_fields_wants_a_key_and_no_other() -> None:
    assert event(opened(agreed())).tags(opened().keyed) == (KEY_DUE,)
    assert event(opened()).tags(opened().keyed) == ()
    assert event(with_key()).tags(opened().keyed) == ()


def test_the_public_half_is_published_with_its_period_and_the_first_one_stands() -> None:
    node = opened(agreed())
    decision = node.hear(MADE)
    (face,) = said(decision, EventPublished)
    assert face.details == KEY
    assert [(due.at, due.command) for due in decision.due] == [(CLOSES, CloseDetails(event=EVENT))]
    other = RecordKey(event=EVENT, public=public_key(new_private_key()), status="made")
    assert node.hear(other) == NOTHING


def test_at_its_end_the_key_is_destroyed_and_every_party_has_a_receipt() -> None:
    node = with_key()
    assert [due.at for due in node.hear(CloseDetails(event=EVENT), now=WITHIN).due] == [CLOSES]
    (face,) = said(node.hear(CloseDetails(event=EVENT), now=CLOSES), EventPublished)
    assert face.details is None
    assert event(node).tags(node.keyed) == (KEY_DUE,)
    decision = node.hear(RecordKey(event=EVENT, public=PUBLIC, status="destroyed"), now=CLOSES)
    receipt = DetailsDestroyed(event=EVENT, public=PUBLIC, at=CLOSES)
    assert [(letter.to, letter.message) for letter in letters(decision)] == [
        (to, receipt) for to in ("iop", "bcs", "ni")
    ]
    assert event(node).tags(node.keyed) == ()
    assert node.hear(RecordKey(event=EVENT, public=PUBLIC, status="destroyed")) == NOTHING
    assert node.hear(MADE) == NOTHING, "there is never another"


def test_a_key_is_not_destroyed_before_its_time_whoever_says_so() -> None:
    assert with_key().hear(RecordKey(event=EVENT, public=PUBLIC, status="destroyed")) == NOTHING


def test_a_text_that_is_only_proposed_does_not_put_the_end_off() -> None:
    node = with_key()
    node.hear(AmendAgreement(subject=EVENT, terms=agreed(version=2, data_kept_days=365)))
    assert node.hear(CloseDetails(event=EVENT), now=CLOSES).states
    later = with_key()
    longer = agreed(version=2, data_kept_days=60)
    later.hear(AmendAgreement(subject=EVENT, terms=longer))
    accept(later, longer)
    assert not later.hear(CloseDetails(event=EVENT), now=CLOSES).states


def test_the_receipt_is_kept_at_home() -> None:
    node = home(text=agreed())
    receipt = DetailsDestroyed(event=EVENT, public=PUBLIC, at=CLOSES)
    ((proposal),) = node.hear(receipt, "iop").states
    assert proposal.destroyed == CLOSES  # type: ignore[attr-defined]
    assert node.hear(receipt, "iop") == NOTHING


# What home sends


def test_without_a_word_it_is_the_name_alone_and_only_what_is_agreed() -> None:
    node, alias = registrant()
    (letter,) = sent(node, alias)
    assert (letter.to, content(letter)) == ("iop", {"door-name": "Ann Ångström"})


def test_a_person_says_what_is_told_and_can_say_nothing() -> None:
    node, alias = registrant()
    node.hear(
        TellHost(person=PERSON, event=EVENT, details=Details(door_name="", access_needs="A seat", diet="no nuts"))
    )
    (letter,) = sent(node, alias)
    assert content(letter) == {"access-needs": "A seat"}, "diet is not agreed"
    node.hear(TellHost(person=PERSON, event=EVENT, details=Details(access_needs="")))
    (letter,) = sent(node, alias)
    assert content(letter) == {}


def test_the_box_says_nothing_in_the_clear_and_all_are_of_one_length() -> None:
    node, alias = registrant()
    (short,) = sent(node, alias)
    node.hear(TellHost(person=PERSON, event=EVENT, details=Details(access_needs="é" * 160, door_name="😀" * 160)))
    (long,) = sent(node, alias)
    assert len(filled(short).model_dump_json()) == len(filled(long).model_dump_json())
    assert short.box
    assert len(short.box.content) == PADDED
    assert "Ångström" not in filled(short).model_dump_json()


def test_the_same_is_not_sent_again_and_news_are_under_a_higher_number() -> None:
    node, alias = registrant()
    (first,) = sent(node, alias)
    assert sent(node, alias) == []
    news = node.hear(TellHost(person=PERSON, event=EVENT, details=Details(door_name="Ann")), now=WITHIN)
    assert said(news, SendDetails) == [SendDetails(event=EVENT, registration=alias)]
    (second,) = sent(node, alias)
    assert [each.message.number for each in (first, second)] == [1, 2]  # type: ignore[attr-defined]


@pytest.mark.parametrize("now", [OPENS - timedelta(seconds=1), CLOSES])
def test_nothing_is_sent_outside_the_period(now: Any) -> None:
    node, alias = registrant()
    assert sent(node, alias, now=now) == []


def test_nothing_is_sent_without_the_yes_of_the_body_or_without_a_place() -> None:
    assert sent(*registrant(yes=False)) == []
    assert sent(*registrant(status="waiting")) == []


def test_a_period_that_the_lead_alone_says_is_open_is_not() -> None:
    node, alias = registrant()
    face = event(with_key()).published
    assert face
    early = KEY.model_copy(update={"opens": DAY - timedelta(days=60)})
    node.hear(face.model_copy(update={"details": early, "version": 9}), "iop")
    assert sent(node, alias, now=DAY - timedelta(days=50)) == []


def test_of_a_closed_part_nothing_is_ever_sent() -> None:
    node, _ = registrant()
    node.hear(person(audiences=["returner"], version=2))
    node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=["circle"]))
    closed = alias_of(node.keyed, PERSON, EVENT, "circle")
    assert node.state(Registration.at(closed)).granted() == "circle"
    assert sent(node, closed) == []
    page = said(node.hear(SendDetails(event=EVENT), now=WITHIN), SendDetails)
    assert [each.registration for each in page] == [alias_of(node.keyed, PERSON, EVENT)]


def test_when_the_period_opens_all_registrations_are_gone_through_once_for_each_period() -> None:
    node = home(text=agreed())
    face = event(with_key()).published
    assert face
    decision = node.hear(face, "iop")
    assert [(due.at, due.command) for due in decision.due] == [(OPENS, SendDetails(event=EVENT))]
    assert not node.hear(face.model_copy(update={"version": 9}), "iop").due
    stranger = Node(HANDLERS, "ons")
    assert not stranger.hear(face, "iop").due


def test_a_place_that_is_granted_within_the_period_is_told_at_once() -> None:
    node, alias = registrant(status="waiting")
    granted = {"event": EVENT, "part": "lectures", "pseudonym": alias, "number": 1, "version": 2, "status": "granted"}
    decision = node.hear(PlaceDecided(**granted), "iop", now=WITHIN)
    assert said(decision, SendDetails) == [SendDetails(event=EVENT, registration=alias)]


def test_who_has_asked_for_nothing_has_nothing_to_tell() -> None:
    node = home(text=agreed())
    assert node.refusal(TellHost(person=PERSON, event=EVENT, details=Details())) == ("not-registered", "event")
    elsewhere = TellHost(person=PERSON, event="iop/dinner", details=Details())
    assert node.refusal(elsewhere) == ("event-unknown", "event")


# What the lead keeps


def share(number: int = 1, **changes: Any) -> ShareDetails:
    fields = {"event": EVENT, "part": "lectures", "pseudonym": pseudonym(1), "number": number, "box": "Ym94"}
    return ShareDetails(**{**fields, **changes})


def seated() -> Node:
    node = with_key()
    node.hear(request(1), "bcs")
    return node


def test_the_lead_keeps_the_newest_box_of_who_has_a_place() -> None:
    node = seated()
    node.hear(share(2, box="bmV3"), "bcs", now=WITHIN)
    assert node.hear(share(1), "bcs", now=WITHIN) == NOTHING
    (kept,) = node.all(Detail)
    assert (kept.box, kept.number, kept.body) == ("bmV3", 2, "bcs")


@pytest.mark.parametrize(
    ("changes", "sender", "code"),
    [
        ({}, "ni", "place-unknown"),
        ({"pseudonym": pseudonym(2)}, "bcs", "place-unknown"),
        ({"part": "circle"}, "bcs", "closed-part"),
        ({"event": "iop/dinner"}, "bcs", "details-closed"),
    ],
)
def test_the_lead_takes_no_box_that_it_has_not_agreed_to(changes: Any, sender: str, code: str) -> None:
    assert seated().refusal(share(**changes), sender, now=WITHIN)[0] == code


@pytest.mark.parametrize("now", [OPENS - timedelta(seconds=1), CLOSES])
def test_the_lead_takes_no_box_outside_the_period(now: Any) -> None:
    assert seated().refusal(share(), "bcs", now=now)[0] == "details-closed"
