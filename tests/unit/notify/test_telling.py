"""Who is told what, and how often: once for each person, home and occasion."""

from datetime import timedelta

import pytest
from support.notify.scenes import (
    DAY,
    EVENT,
    NETWORKS,
    PERSON,
    Status,
    apart,
    deliveries,
    home,
    judged,
    mailed,
    person,
    plan,
    published,
    registration,
    tell,
)
from support.speaking import NOW, Node, said

from kith_chassis.decision import NOTHING
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.terms import Host, Listing
from kith_contracts.notify.deliveries import MessageTold, RecordDelivery
from kith_contracts.notify.occasions import TellMembers
from kith_notify.deliveries.delivery import Delivery, identity
from kith_notify.deliveries.outcome import PAUSES
from kith_notify.deliveries.verdict import Verdict
from kith_notify.handlers import HANDLERS
from kith_notify.occasions import events
from kith_notify.occasions.events import KnownEvent
from kith_notify.recipients.recipient import Recipient, address_tag

TELL = TellMembers(event=EVENT, networks=NETWORKS)


def told_all(node: Node) -> list[TellMembers]:
    """Tell the members page by page; what was said to go on."""
    pages, going_on = [], [TELL]
    while going_on:
        pages += going_on
        going_on = said(node.hear(going_on[0]), TellMembers)
    return pages


def record(delivery: Delivery, *, told: bool = True, permanent: bool = False) -> RecordDelivery:
    return RecordDelivery(
        person=delivery.person, subject=delivery.subject, delivery=delivery.delivery, told=told, permanent=permanent
    )


# Whom there is to tell


def test_the_newest_of_what_home_knows_of_a_person_counts() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(person(address="new@example.org", version=2))
    assert node.hear(person()) == NOTHING
    assert node.state(Recipient.at(PERSON)).address == "new@example.org"


def test_everyone_is_found_by_hashes_of_their_networks() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(person(how_much="nothing"))
    tags = node.state(Recipient.at(PERSON)).tags(node.keyed)[1:]
    assert tags == tuple(node.keyed("network", network) for network in NETWORKS)


def test_everyone_is_found_by_a_hash_of_their_address_however_its_letters_are_written() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(person(address="Ana@xn--bcher-kva.example", how_much="nothing"))
    found = node.state(Recipient.at(PERSON)).tags(node.keyed)
    assert found[0] == address_tag(node.keyed, " ana@BÜCHER.example ")
    assert found != (address_tag(node.keyed, "ana@bucher.example"),)
    assert address_tag(node.keyed, "no address..") != found[0]


# An event is open


def test_members_are_to_be_told_when_an_event_of_their_networks_opens_for_the_first_time() -> None:
    node = Node(HANDLERS, "bcs")
    assert said(node.hear(published(), "iop"), TellMembers) == [TELL]
    for version, status in ((2, "reopened"), (3, "open")):
        assert not node.hear(published(version, status=status), "iop").says


def test_an_event_that_is_known_before_it_opens_is_told_when_it_does() -> None:
    node = Node(HANDLERS, "bcs")
    assert not node.hear(published(1, status="reopened"), "iop").says
    assert said(node.hear(published(2), "iop"), TellMembers) == [TELL]


def test_nobody_is_told_of_an_event_in_which_no_network_of_ours_is_a_host() -> None:
    for hosts in ([Host(body="bcs")], [Host(body="iop", networks=["iop/women-in-physics"])], []):
        assert not Node(HANDLERS, "bcs").hear(published(hosts=hosts), "iop").says


def test_the_newest_face_of_an_event_counts_in_whatever_order_they_come() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(published(2, status="reopened"), "iop")
    assert apart(node.hear(published(1), "iop")) == NOTHING
    assert node.state(KnownEvent.at(EVENT)).published.status == "reopened"


@pytest.mark.parametrize(
    "face",
    [
        published(plan=None),
        published(plan=plan(starts=DAY.replace(year=1), parts=plan().parts)),
        published(plan=plan(ends=DAY.replace(year=9999))),
        published(plan=plan(ends=DAY - timedelta(hours=1))),
        published(plan=plan(parts=[plan().parts[0].model_copy(update={"starts": DAY.replace(year=9999)})])),
    ],
)
def test_an_event_without_a_day_that_a_calendar_has_is_not_for_telling(face: EventPublished) -> None:
    # No mail could be made of it, and the mails of all others would wait behind it.
    assert apart(Node(HANDLERS, "bcs").hear(face, "iop")) == NOTHING


def test_a_listing_is_known_and_nobody_is_told() -> None:
    listing = Listing(
        title="Dinner",
        zone="Europe/London",
        starts=DAY,
        ends=DAY + timedelta(hours=1),
        venue="York",
        book_at="https://e.org",
    )
    face = published(status="listed", plan=None, listing=listing)
    decision = apart(Node(HANDLERS, "bcs").hear(face, "iop"))
    assert (len(decision.states), decision.says) == (1, ())


# Members are told


def test_a_person_in_two_networks_is_told_once() -> None:
    node = home()
    told_all(node)
    (delivery,) = deliveries(node)
    assert (delivery.person, delivery.occasion, delivery.status) == (PERSON, "published", "due")


def test_only_members_of_those_networks_who_want_everything_are_told() -> None:
    node = home()
    node.hear(person(2, how_much="booked"))
    node.hear(person(3, networks=["bcs/early-careers"]))
    node.hear(person(4, networks=["bcs/spectrum"]))
    told_all(node)
    assert [each.person for each in mailed(node)] == ["person-0001", "person-0004"]
    assert [each.person for each in deliveries(node)] == ["person-0001", "person-0002", "person-0004"]


def test_members_are_told_a_page_at_a_time_until_all_have_been(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PAGE", 3)
    node = home()
    for number in range(2, 8):
        node.hear(person(number))
    assert [page.after for page in told_all(node)] == ["", "person-0003", "person-0006"]
    assert [each.person for each in deliveries(node)] == [f"person-{number:04}" for number in range(1, 8)]


def test_a_page_that_is_told_again_tells_nobody_twice() -> None:
    node = home()
    told_all(node)
    node.hear(person(2))
    assert [each.person for each in node.hear(TELL).states if isinstance(each, Delivery)] == ["person-0002"]
    assert len(deliveries(node)) == 2


def test_an_occasion_has_another_identity_for_each_person_event_and_home() -> None:
    bcs, ni = Node(HANDLERS, "bcs").keyed, Node(HANDLERS, "ni").keyed
    ids = {
        identity(keyed, who, event, "published")
        for keyed in (bcs, ni)
        for who in (PERSON, "person-0002")
        for event in (EVENT, "iop/dinner")
    }
    assert len(ids) == 8


# A wish was answered


def test_the_answer_to_a_wish_is_told_once_all_of_it_is_there() -> None:
    node = home()
    assert not node.hear(registration(0, lectures="asked", dinner="asked")).states
    assert not node.hear(registration(0, version=2, lectures="granted", dinner="asked")).states
    node.hear(registration(1, version=3, lectures="granted", dinner="waiting"))
    (delivery,) = deliveries(node)
    assert (delivery.occasion, delivery.number, delivery.not_before) == ("decision", 1, NOW)
    assert {each.part: each.status for each in delivery.parts} == {"lectures": "granted", "dinner": "waiting"}


def test_the_same_answer_again_is_not_told_again() -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    assert node.hear(registration(1, version=9, lectures="granted")) == NOTHING


def test_a_new_answer_is_told_as_such() -> None:
    node = home()
    node.hear(registration(1, lectures="waiting"))
    node.hear(registration(2, lectures="granted"))
    assert [each.number for each in deliveries(node)] == [1, 2]
    assert len({each.delivery for each in deliveries(node)}) == 2


def test_an_answer_that_comes_after_a_newer_one_is_out_of_date() -> None:
    node = home()
    node.hear(registration(2, lectures="granted"))
    assert node.hear(registration(1, lectures="waiting")) == NOTHING


def test_while_a_further_part_is_asked_for_nothing_is_told() -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    assert not node.hear(registration(1, version=5, lectures="granted", dinner="asked")).states


def test_who_wants_no_mails_finds_the_answer_on_their_page_and_is_mailed_when_it_is_called_off() -> None:
    node = home()
    node.hear(person(how_much="nothing", version=2))
    node.hear(registration(1, lectures="granted"))
    assert [how for _, how in judged(node)] == [Verdict("shown", "nothing")]
    tell(node, published(2, status="cancelled"))
    assert [each.occasion for each in mailed(node)] == ["cancelled"]


def test_an_answer_for_someone_whose_address_is_not_here_yet_waits_for_it() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(registration(1, lectures="granted"))
    assert [each.status for each in deliveries(node)] == ["due"]


def test_a_granted_place_is_put_into_the_calendar_and_taken_out_when_it_is_gone() -> None:
    node = home()
    statuses: list[Status] = ["waiting", "granted", "released", "refused", "granted", "released"]
    for decision, status in enumerate(statuses, 1):
        node.hear(registration(decision, lectures=status))
    held = [each.entry and (each.entry.held, each.entry.sequence) for each in deliveries(node)]
    assert held == [None, (True, 0), (False, 1), None, (True, 2), (False, 3)]


def test_an_entry_that_is_as_it_was_is_not_told_again() -> None:
    node = home()
    node.hear(registration(1, lectures="granted", dinner="waiting"))
    node.hear(registration(2, lectures="granted", dinner="refused"))
    first, second = deliveries(node)
    assert first.entry
    assert second.entry is None


def test_no_host_finds_a_pseudonym_that_it_knows_in_what_is_kept_to_be_sent() -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    (delivery,) = deliveries(node)
    assert registration(1).registration not in delivery.model_dump_json()


def test_the_entry_of_a_place_that_was_granted_before_the_event_is_known_follows_the_answer() -> None:
    node = Node(HANDLERS, "bcs")
    node.hear(person())
    node.hear(registration(1, lectures="granted"))
    node.hear(published(), "iop")
    (answer,) = deliveries(node)
    assert answer.entry is None
    node.hear(record(answer))
    _, late = sorted(deliveries(node), key=lambda each: each.occasion == "calendar")
    assert late.entry
    assert (late.occasion, late.entry.starts) == ("calendar", DAY)
    node.hear(record(late))
    assert len(deliveries(node)) == 2


# What the mail server said


def test_what_is_told_is_recorded_once() -> None:
    node = home()
    told_all(node)
    (due,) = deliveries(node)
    assert due.tags(node.keyed)[0] == "due"
    decision = node.hear(record(due))
    (fact,) = said(decision, MessageTold)
    assert (fact.person, fact.status, fact.attempts, fact.occasion) == (PERSON, "told", 1, "published 0")
    (told,) = deliveries(node)
    assert (told.status, told.tags(node.keyed)) == ("told", (node.keyed("person", PERSON),))
    assert node.hear(record(due)) == NOTHING


def test_a_passing_refusal_is_tried_again_with_growing_pauses_and_then_given_up() -> None:
    node = home()
    told_all(node)
    pauses = []
    for _ in PAUSES:
        (due,) = deliveries(node)
        decision = node.hear(record(due, told=False))
        assert (decision.says, deliveries(node)[0].status) == ((), "later")
        pauses.append(deliveries(node)[0].not_before - NOW)
        assert [each.at for each in decision.due] == [NOW + pauses[-1]]
        node.hear(decision.due[0].command)
    assert tuple(pauses) == PAUSES
    assert list(pauses) == sorted(pauses)
    (fact,) = said(node.hear(record(deliveries(node)[0], told=False)), MessageTold)
    assert (fact.status, fact.attempts) == ("failed", len(PAUSES) + 1)


def test_a_final_refusal_is_not_tried_again() -> None:
    node = home()
    told_all(node)
    (fact,) = said(node.hear(record(deliveries(node)[0], told=False, permanent=True)), MessageTold)
    assert (fact.status, fact.attempts) == ("failed", 1)


def test_a_word_about_a_mail_that_is_not_here_changes_nothing() -> None:
    unknown = RecordDelivery(person=PERSON, subject=EVENT, delivery="0" * 32, told=True)
    assert home().hear(unknown) == NOTHING
