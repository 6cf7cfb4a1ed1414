"""Offers of entry codes: made, taken and ended at home; nothing of them crosses."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from support.events.scenes import DAY, EVENT, accept, blocks, event, home, opened, parties, person, seats, terms
from support.speaking import NOW, Node, letters, said

from kith_chassis.decision import NOTHING, Decision
from kith_commons.agreement.agreement import hash_of
from kith_commons.places.offers import GRACE
from kith_contracts.erasure import ForgetRegistration
from kith_contracts.events.agreements import AgreementProposed, AmendAgreement, AnswerAgreement, EventPublished
from kith_contracts.events.codes import BlockGiven, BlocksReturned, CallBlocks, CallWaiting, EndCodeOffer
from kith_contracts.events.places import AcceptOffers, AskForPlaces, GiveUpPlaces, PartRegistration, RegistrationUpdated
from kith_contracts.events.terms import EventTerms, Party
from kith_contracts.topics import Channel
from kith_contracts.words import body_of
from kith_events.places.codes.stock import Stock
from kith_events.places.explanation import Known, explained
from kith_events.places.registration import Registration

TWO_DAYS = timedelta(hours=48)
UNTIL = NOW + TWO_DAYS
LATE = UNTIL + GRACE


def text(version: int = 1, hours: int = 48, **changes: Any) -> EventTerms:
    """A block of four codes for each party, and one in the pool; what comes free is offered for so many hours."""
    circle = blocks().model_copy(update={"offer_hours": hours})
    return terms(version, **{"seats": [seats(bcs=1, ni=1), circle], **changes})


def who(number: int) -> str:
    return f"person-{number:04}"


def full(many: int = 6, agreed: EventTerms | None = None) -> Node:
    """A home that has handed out its four codes; the others of so many people wait."""
    agreed = agreed or text()
    node = home(text=agreed)
    node.hear(AnswerAgreement(subject=EVENT, hash=hash_of(agreed), on_behalf="network", answer="accepted"))
    for number in range(1, many + 1):
        node.hear(person(who(number), audiences=["returner"], version=2))
        node.hear(AskForPlaces(person=who(number), event=EVENT, parts=["circle"]))
    return node


def heard(node: Node, message: Any, now: datetime = NOW) -> Decision:
    """What is decided, and what follows from that at home; nothing of it is a letter."""
    of_lead = message.contract.channel in (Channel.INBOX, Channel.SHARED)
    decision = node.hear(message, body_of(EVENT) if of_lead else "", now=now)
    assert not letters(decision), "nothing of a closed part leaves home"
    for call in said(decision, CallWaiting):
        following = heard(node, call, now)
        decision = decision._replace(says=decision.says + following.says, due=decision.due + following.due)
    return decision


def give_up(node: Node, number: int, now: datetime = NOW) -> Decision:
    return heard(node, GiveUpPlaces(person=who(number), event=EVENT, parts=["circle"]), now)


def yes(number: int) -> AcceptOffers:
    return AcceptOffers(person=who(number), event=EVENT, parts=["circle"])


def stands(node: Node, number: int) -> PartRegistration:
    """What this person reads of the circle."""
    (found,) = [each for each in node.all(Registration) if each.person == who(number)]
    return PartRegistration(**{name: getattr(found.wishes["circle"], name) for name in PartRegistration.model_fields})


def stock(node: Node) -> Stock:
    (found,) = node.all(Stock)
    kept: Stock = found
    return kept


def ending(decision: Decision) -> EndCodeOffer:
    (due,) = decision.due
    assert isinstance(due.command, EndCodeOffer)
    return due.command


def test_a_code_that_comes_back_is_kept_for_the_first_who_waits_and_is_not_shown_before_it_is_taken() -> None:
    node = full()
    free = stands(node, 2).entry
    decision = give_up(node, 2)
    offered = stands(node, 5)
    assert (offered.status, offered.until, offered.entry, stands(node, 6).status) == ("offered", UNTIL, None, "waiting")
    assert ([each.at for each in decision.due], [ending(decision).registration]) == ([LATE], [*stock(node).offers])
    (fact,) = said(node.hear(yes(5)), RegistrationUpdated)
    assert (fact.parts[0].status, fact.parts[0].entry, fact.parts[0].until) == ("granted", free, None)
    assert (stock(node).free, stock(node).offers) == ((), {})


def test_each_who_waits_is_told_of_an_offer_once() -> None:
    node = full()
    facts = said(give_up(node, 2), RegistrationUpdated)
    assert [(fact.person, fact.parts[0].status, fact.decision) for fact in facts] == [
        (who(2), "released", 2),
        (who(5), "offered", 2),
    ]


def test_an_offer_that_runs_out_goes_to_the_next_and_the_person_is_told_why() -> None:
    node = full()
    command = ending(give_up(node, 2))
    following = heard(node, command, LATE)
    assert [(fact.person, fact.parts[0].status) for fact in said(following, RegistrationUpdated)] == [
        (who(5), "refused"),
        (who(6), "offered"),
    ]
    assert (stands(node, 5).code, stands(node, 6).until) == ("offer-ended", (LATE + TWO_DAYS).replace(second=0))
    assert node.refusal(yes(5), now=LATE) == ("offer-ended", "parts.0")
    assert heard(node, command, LATE) == NOTHING, "a second time"


def test_a_no_goes_to_the_next_and_its_timer_finds_nothing() -> None:
    node = full()
    command = ending(give_up(node, 2))
    give_up(node, 5)
    assert (stands(node, 5).status, stands(node, 6).status) == ("released", "offered")
    assert heard(node, command, LATE) == NOTHING
    assert stands(node, 6).status == "offered"


def test_a_code_that_nobody_wants_is_free_for_who_asks_next() -> None:
    node = full(5)
    command = ending(give_up(node, 2))
    assert not said(heard(node, command, LATE), CallWaiting)
    assert (stock(node).left, stock(node).offers) == (1, {})
    assert node.hear(AskForPlaces(person=who(5), event=EVENT, parts=["circle"]), now=LATE)
    assert stands(node, 5).status == "granted"


def test_a_yes_a_second_before_counts_and_one_at_the_time_does_not() -> None:
    node = full()
    give_up(node, 2)
    assert node.refusal(yes(5), now=UNTIL) == ("offer-ended", "parts.0")
    assert node.hear(yes(5), now=UNTIL - timedelta(seconds=1))
    assert stands(node, 5).status == "granted"
    assert node.refusal(yes(5)) == ("not-offered", "parts.0")
    assert node.refusal(yes(6)) == ("not-offered", "parts.0")


def test_a_timer_that_fires_early_is_put_back() -> None:
    node = full()
    command = ending(give_up(node, 2))
    early = node.hear(command, now=UNTIL)
    assert (early.states, [(due.at, due.command) for due in early.due]) == ((), [(LATE, command)])


def test_a_block_of_the_pool_is_offered_and_our_own_that_came_late_is_given_at_once() -> None:
    node = full()
    heard(node, BlockGiven(event=EVENT, part="circle", block=9, codes=[code * 16 for code in "abcd"]))
    assert (stands(node, 5).status, stands(node, 6).status, stock(node).left) == ("offered", "offered", 2)
    early = home(text=text())
    del early.states[stock(early).path]
    early.hear(person(who(1), audiences=["returner"], version=2))
    early.hear(AskForPlaces(person=who(1), event=EVENT, parts=["circle"]))
    assert stands(early, 1).status == "waiting"
    heard(early, BlockGiven(event=EVENT, part="circle", block=1, codes=[code * 16 for code in "abcd"]))
    assert stands(early, 1).status == "granted"


def test_who_asks_while_a_code_is_kept_for_another_waits_behind() -> None:
    node = full(5)
    give_up(node, 2)
    node.hear(person(who(7), audiences=["returner"], version=2))
    node.hear(AskForPlaces(person=who(7), event=EVENT, parts=["circle"]))
    assert (stands(node, 5).status, stands(node, 7).status) == ("offered", "waiting")


def test_who_asks_while_those_before_them_are_called_is_called_too_if_there_is_a_code() -> None:
    node = full(5)
    codes = [code * 16 for code in "abcd"]
    calls = said(node.hear(BlockGiven(event=EVENT, part="circle", block=9, codes=codes), "iop"), CallWaiting)
    node.hear(person(who(7), audiences=["returner"], version=2))
    own = said(node.hear(AskForPlaces(person=who(7), event=EVENT, parts=["circle"])), CallWaiting)
    assert (len(calls), len(own)) == (1, 1)
    for call in (*own, *calls):
        heard(node, call)
    assert (stands(node, 5).status, stands(node, 7).status) == ("offered", "offered")


@pytest.mark.parametrize(
    ("before", "status", "until"),
    [
        (timedelta(hours=20), "offered", timedelta(hours=10)),
        (timedelta(minutes=50), "granted", None),
        (timedelta(0), "waiting", None),
    ],
)
def test_close_to_the_start_offers_are_short_then_none_and_then_nobody_is_called(
    before: timedelta, status: str, until: timedelta | None
) -> None:
    node, now = full(), DAY - before
    give_up(node, 2, now)
    found = stands(node, 5)
    assert (found.status, found.until) == (status, now + until if until else None)


def test_an_agreement_without_offers_gives_what_comes_free_at_once() -> None:
    node = full(agreed=text(hours=0))
    give_up(node, 2)
    assert stands(node, 5).status == "granted"


def test_who_is_forgotten_while_a_code_is_kept_for_them_leaves_it_to_the_next() -> None:
    node = full()
    give_up(node, 2)
    (alias,) = stock(node).offers
    forget = ForgetRegistration(person=who(5), forgetting="f" * 32, registration=alias, subject=EVENT, parts=["circle"])
    heard(node, forget)
    assert stands(node, 6).status == "offered"
    assert [*stock(node).offers] != [alias]


def test_a_block_with_a_code_that_is_kept_for_somebody_does_not_go_back() -> None:
    node = full(9)
    for number in (8, 9):
        codes = [code * 16 for code in ("abcd" if number == 8 else "efgh")]
        heard(node, BlockGiven(event=EVENT, part="circle", block=number, codes=codes))
    assert len(stock(node).offers) == 5
    node.hear(yes(5))
    call = node.hear(CallBlocks(event=EVENT, part="circle"), "iop", now=DAY - timedelta(days=14))
    assert said(call, BlocksReturned) == [], "four are still kept, of which three are in the block that is begun"
    for number in (6, 7, 8, 9):
        node.hear(yes(number))
        assert stands(node, number).status == "granted"


def test_a_whole_block_goes_back_where_those_left_are_enough_for_all_offers() -> None:
    node = full(6)
    for number, letter in ((8, "a"), (9, "e")):
        codes = [chr(ord(letter) + index) * 16 for index in range(4)]
        heard(node, BlockGiven(event=EVENT, part="circle", block=number, codes=codes))
    (back,) = said(
        node.hear(CallBlocks(event=EVENT, part="circle"), "iop", now=DAY - timedelta(days=14)), BlocksReturned
    )
    assert (len(back.blocks), len(stock(node).free), len(stock(node).offers)) == (1, 4, 2)


def test_who_is_offered_a_code_with_a_body_that_leaves_is_told_so() -> None:
    node = full()
    give_up(node, 2)
    staying = parties(Party(body="iop", cash_percent=100), without="bcs")
    lead, without = opened(text()), text(2, parties=staying, seats=[seats(ni=1), blocks(iop=1, ni=1)])
    lead.hear(AmendAgreement(subject=EVENT, terms=without))
    accept(lead, without)
    face = event(lead).published
    assert face
    heard(node, EventPublished(**dict(face)))
    assert [(stands(node, each).status, stands(node, each).code) for each in (5, 6)] == [
        ("refused", "body-not-party")
    ] * 2
    assert (stock(node).left, stock(node).starts) == (1, None)
    assert node.refusal(yes(5)) == ("not-offered", "parts.0")


def test_of_an_event_that_is_called_off_no_offer_is_taken_and_none_ends() -> None:
    node = full()
    command = ending(give_up(node, 2))
    lead = opened(text())
    face = event(lead).published
    assert face
    node.hear(EventPublished(**{**dict(face), "status": "cancelled", "version": face.version + 1}), "iop")
    assert node.refusal(yes(5)) == ("event-cancelled", "event")
    assert heard(node, command, LATE) == NOTHING


def test_how_long_an_offer_lasts_is_changed_with_the_text() -> None:
    node, lead = full(), opened(text())
    shorter = text(2, hours=24)
    lead.hear(AmendAgreement(subject=EVENT, terms=shorter))
    accept(lead, shorter)
    from_lead = event(lead).published
    assert from_lead
    node.hear(AgreementProposed(subject=EVENT, terms=shorter, hash=hash_of(shorter)), "iop")
    node.hear(EventPublished(**dict(from_lead)), "iop")
    give_up(node, 2)
    assert stands(node, 5).until == NOW + timedelta(hours=24)


def test_why_a_code_is_offered_is_said_in_words() -> None:
    said_so = " ".join(explained(Known("offered", None, "", UNTIL)))
    assert "came free" in said_so
    assert "2027-01-06" in said_so


def test_what_home_says_to_itself_of_an_offer_names_neither_event_nor_part() -> None:
    node = full()
    words = ending(give_up(node, 2)).model_dump_json()
    assert not [word for word in (EVENT, "circle", "iop", who(5)) if word in words]
