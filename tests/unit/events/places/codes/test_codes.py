"""Closed parts: blocks at the lead, codes at home; what crosses between the two, and what does not."""

from datetime import timedelta
from typing import Any

import pytest
from support.events.scenes import (
    DAY,
    EVENT,
    accept,
    answered,
    blocks,
    event,
    home,
    opened,
    part,
    parties,
    person,
    proposed,
    pseudonym,
    request,
    seats,
    terms,
)
from support.speaking import NOW, Node, letters, said

from kith_chassis.decision import NOTHING
from kith_commons.agreement.agreement import hash_of
from kith_contracts.erasure import ForgetRegistration
from kith_contracts.events.agreements import (
    AgreementProposed,
    AmendAgreement,
    AnswerAgreement,
    EventPublished,
    ReturnSeats,
)
from kith_contracts.events.codes import AskForBlock, BlockGiven, BlocksReturned, CallBlocks, CallWaiting, RequestBlock
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, PartRegistration, PlaceDecided, RegistrationUpdated
from kith_contracts.events.terms import EventTerms, Party
from kith_events.places.codes.lead import codes_of
from kith_events.places.codes.stock import Stock
from kith_events.places.registration import Registration

RETURN_DAY = DAY - timedelta(days=14)
MIDNIGHT = NOW.replace(hour=0) + timedelta(days=1)


def who(number: int) -> str:
    return f"person-{number:04}"


def returners(many: int, text: EventTerms | None = None) -> Node:
    """A home with so many people for the circle, and the codes of its block; it has said yes."""
    node = home(text=text)
    for number in range(1, many + 1):
        node.hear(person(who(number), audiences=["returner"], version=2))
    answer = AnswerAgreement(subject=EVENT, hash=hash_of(text or terms()), on_behalf="network", answer="accepted")
    node.hear(answer)
    return node


def ask(node: Node, *people: int, **more: Any) -> list[PartRegistration]:
    """What these people are told at once."""
    told = []
    for number in people:
        decision = node.hear(AskForPlaces(person=who(number), event=EVENT, parts=["circle"]), **more)
        assert not letters(decision), "no wish for a closed part leaves home"
        told.append(said(decision, RegistrationUpdated)[0].parts[0])
    return told


def give_up(node: Node, number: int, **more: Any) -> list[CallWaiting]:
    return said(node.hear(GiveUpPlaces(person=who(number), event=EVENT, parts=["circle"]), **more), CallWaiting)


def stock(node: Node) -> Stock:
    (found,) = node.all(Stock)
    kept: Stock = found
    return kept


def given(number: int, *codes: str) -> BlockGiven:
    return BlockGiven(event=EVENT, part="circle", block=number, codes=[code * 16 for code in codes])


def entries(node: Node) -> list[str]:
    return [wish.entry for each in node.all(Registration) for wish in each.wishes.values() if wish.entry]


# At the lead


def test_with_the_last_acceptance_each_party_is_sent_its_own_codes_and_not_before() -> None:
    node, text = proposed(), terms()
    accept(node, text, "iop", "bcs")
    assert not event(node).blocks["circle"].held
    node.hear(answered(text, "body", by="ni"), "ni")
    decision = node.hear(answered(text, "network", by="ni"), "ni")
    found = {letter.to: letter.message for letter in letters(decision) if isinstance(letter.message, BlockGiven)}
    assert set(found) == {"iop", "bcs", "ni"}
    codes = [code for message in found.values() for code in message.codes]
    assert len(codes) == len(set(codes)) == 12
    assert len({message.block for message in found.values()}) == 3


def test_nobody_guesses_codes_from_codes_and_another_lead_has_others() -> None:
    keyed, other = opened().keyed, Node([], "rsc").keyed
    codes = {code for block in range(1, 50) for code in codes_of(keyed, EVENT, "circle", block, 4)}
    assert len(codes) == 196
    assert not codes & {code for block in range(1, 50) for code in codes_of(other, EVENT, "circle", block, 4)}


def test_a_request_for_a_closed_part_is_refused_by_the_lead() -> None:
    (answer,) = said(opened().hear(request(1, "circle"), "bcs"), PlaceDecided)
    assert (answer.status, answer.code, bool(answer.sentence)) == ("refused", "closed-part", True)


def test_a_block_of_the_pool_goes_to_who_asks_first_and_the_next_waits_for_one_to_come_back() -> None:
    node = opened(terms(seats=[seats(bcs=1, ni=1), blocks(iop=1, bcs=2, ni=1)]))
    wish = RequestBlock(event=EVENT, part="circle")
    assert [(letter.to, letter.message.block) for letter in letters(node.hear(wish, "ni"))] == [("ni", 5)]  # type: ignore[attr-defined]
    assert not node.hear(wish, "iop").says
    back = BlocksReturned(event=EVENT, part="circle", blocks=[2])
    assert [(letter.to, letter.message.block) for letter in letters(node.hear(back, "bcs"))] == [("iop", 6)]  # type: ignore[attr-defined]
    assert node.hear(back, "bcs") == NOTHING, "a second time"
    assert event(node).blocks["circle"].held == {"iop": (1, 6), "bcs": (3,), "ni": (4, 5)}


@pytest.mark.parametrize("sender", ["ons", "rsc"])
def test_who_is_no_party_gets_no_block(sender: str) -> None:
    assert opened().hear(RequestBlock(event=EVENT, part="circle"), sender) == NOTHING


def test_while_the_hosts_agree_on_a_change_no_block_is_given_and_then_it_is() -> None:
    node = opened()
    changed = terms(2, cost_pence=1)
    node.hear(AmendAgreement(subject=EVENT, terms=changed))
    assert not node.hear(RequestBlock(event=EVENT, part="circle"), "ni").says
    accept(node, changed)
    assert event(node).blocks["circle"].held["ni"] == (3, 4)


def test_an_amendment_gives_more_blocks_and_takes_none() -> None:
    node = opened()
    more = terms(2, seats=[seats(bcs=1, ni=1), blocks(iop=1, bcs=2, pool=1)])
    node.hear(AmendAgreement(subject=EVENT, terms=more))
    accept(node, more)
    assert event(node).blocks["circle"].held == {"iop": (1,), "bcs": (2, 4), "ni": (3,)}
    assert event(node).blocks["circle"].pool == 0, "what NI keeps beyond its share, the pool lacks"
    less = terms(3, seats=[seats(bcs=1, ni=1), blocks(iop=1, bcs=1, pool=0)])
    assert node.refusal(AmendAgreement(subject=EVENT, terms=less)) == ("blocks-in-hand", "terms.seats.1.pool")


@pytest.mark.parametrize(("name", "code"), [("circle", "part-changes-kind"), ("dinner", "part-in-use")])
def test_a_closed_part_of_which_codes_were_given_stays_and_stays_closed(name: str, code: str) -> None:
    text = terms(2, parts=[part(), part(name)], seats=[seats(bcs=1), seats(name)])
    assert opened().refusal(AmendAgreement(subject=EVENT, terms=text)) == (code, "terms.plan.parts.circle")


def test_on_the_return_date_every_body_with_blocks_is_called_once() -> None:
    node = opened()
    calls = letters(node.hear(ReturnSeats(event=EVENT), now=RETURN_DAY))
    assert [(letter.to, letter.message) for letter in calls if isinstance(letter.message, CallBlocks)] == [
        (body, CallBlocks(event=EVENT, part="circle")) for body in ("iop", "bcs", "ni")
    ]
    assert not letters(node.hear(ReturnSeats(event=EVENT), now=RETURN_DAY))


# At home


def test_people_are_served_at_once_in_order_and_never_more_than_there_are_codes() -> None:
    node = returners(6)
    told = ask(node, 1, 2, 3, 4, 5, 6)
    assert [each.status for each in told] == ["granted"] * 4 + ["waiting"] * 2
    codes = [each.entry for each in told[:4]]
    assert len(set(codes)) == 4
    assert not stock(node).free


def test_a_code_that_comes_back_goes_to_the_first_who_waits() -> None:
    node = returners(6)
    told = ask(node, 1, 2, 3, 4, 5, 6)
    (call,) = give_up(node, 2)
    (fact,) = said(node.hear(call), RegistrationUpdated)
    assert (fact.person, fact.parts[0].status, fact.parts[0].entry) == (who(5), "granted", told[1].entry)
    assert (fact.decision, len(stock(node).queue)) == (2, 1)
    assert node.hear(call) == NOTHING, "called a second time"


def test_who_gives_up_waiting_is_called_no_more_and_the_next_is() -> None:
    node = returners(6)
    ask(node, 1, 2, 3, 4, 5, 6)
    (first,) = give_up(node, 1)
    (second,) = give_up(node, 5)
    assert node.hear(first) == NOTHING
    assert said(node.hear(second), RegistrationUpdated)[0].person == who(6)


def test_who_is_forgotten_while_waiting_is_passed_over() -> None:
    node = returners(6)
    ask(node, 1, 2, 3, 4, 5, 6)
    (call,) = give_up(node, 1)
    del node.states[Registration.at(call.registration).path]
    (next_call,) = said(node.hear(call), CallWaiting)
    assert said(node.hear(next_call), RegistrationUpdated)[0].person == who(6)


def test_the_code_of_who_is_forgotten_goes_to_the_next_and_the_lead_hears_nothing() -> None:
    node = returners(5)
    told = ask(node, 1, 2, 3, 4, 5)
    alias = next(each for each in node.all(Registration) if each.person == who(1)).pseudonym
    forget = ForgetRegistration(person=who(1), forgetting="f" * 32, registration=alias, subject=EVENT, parts=["circle"])
    decision = node.hear(forget)
    assert not letters(decision)
    (call,) = said(decision, CallWaiting)
    (fact,) = said(node.hear(call), RegistrationUpdated)
    assert (fact.person, fact.parts[0].entry) == (who(5), told[0].entry)
    assert node.hear(forget).states == (), "a second time there is nobody"
    assert len(set(entries(node))) == 4


def test_a_block_that_comes_serves_those_who_wait_and_comes_once() -> None:
    node = returners(6)
    ask(node, 1, 2, 3, 4, 5, 6)
    block = given(9, "a", "b", "c", "d")
    calls = said(node.hear(block, "iop"), CallWaiting)
    assert len(calls) == 2
    for call in calls:
        assert said(node.hear(call), RegistrationUpdated)[0].parts[0].status == "granted"
    assert node.hear(block, "iop") == NOTHING
    assert (len(stock(node).free), len(entries(node))) == (2, 6)


def test_people_may_ask_before_their_codes_have_come() -> None:
    node = home("bcs")
    node.states = {path: state for path, state in node.states.items() if not isinstance(state, Stock)}
    node.hear(person(who(1), audiences=["returner"], version=2))
    assert [each.status for each in ask(node, 1)] == ["waiting"]
    assert not stock(node).asked, "a home without a block asks the lead for nothing"
    (call,) = said(node.hear(given(1, "a", "b", "c", "d"), "iop"), CallWaiting)
    assert said(node.hear(call), RegistrationUpdated)[0].parts[0].status == "granted"


def test_a_home_that_is_given_no_block_says_so() -> None:
    node = home("bcs", terms(seats=[seats(bcs=1, ni=1), blocks(iop=1, ni=1)]))
    node.hear(person(who(1), audiences=["returner"], version=2))
    assert node.refusal(AskForPlaces(person=who(1), event=EVENT, parts=["circle"])) == ("no-entry-codes", "parts.0")


def test_the_lead_is_asked_at_midnight_once_and_only_while_somebody_waits() -> None:
    node = returners(7)
    ask(node, 1, 2, 3, 4)
    decision = node.hear(AskForPlaces(person=who(5), event=EVENT, parts=["circle"]))
    ((at, command),) = decision.due
    assert (at, isinstance(command, AskForBlock), letters(decision)) == (MIDNIGHT, True, [])
    assert not node.hear(AskForPlaces(person=who(6), event=EVENT, parts=["circle"])).due
    (letter,) = letters(node.hear(command, now=MIDNIGHT))
    assert (letter.to, letter.message) == ("iop", RequestBlock(event=EVENT, part="circle"))
    give_up(node, 5)
    give_up(node, 6)
    assert not node.hear(command, now=MIDNIGHT).says
    assert not stock(node).asked


def test_a_code_of_a_block_in_use_is_drawn_first_and_in_no_order_that_the_lead_knows() -> None:
    node = returners(7)
    node.hear(given(9, *"abcd"), "iop")
    own = stock(node).blocks
    told = [each.entry for each in ask(node, 1, 2, 3, 4)]
    used = {number for number, codes in own.items() for code in codes if code in told}
    assert len(used) == 1, "the other block stays whole"
    assert told != [code for codes in own.values() for code in codes if code in told]


# Given back


def call_blocks(node: Node, **more: Any) -> list[Any]:
    call = CallBlocks(event=EVENT, part="circle")
    return [letter.message for letter in letters(node.hear(call, "iop", **{"now": RETURN_DAY, **more}))]


@pytest.mark.parametrize(("people", "back"), [(0, 2), (1, 2), (4, 2), (5, 1), (8, 1), (9, 0)])
def test_whole_unused_blocks_go_back_all_but_one_so_that_nobody_and_one_block_full_look_alike(
    people: int, back: int
) -> None:
    node = returners(9)
    node.hear(given(8, *"abcd"), "iop")
    node.hear(given(9, *"efgh"), "iop")
    ask(node, *range(1, people + 1))
    returned = [number for message in call_blocks(node) for number in message.blocks]
    assert len(returned) == back
    assert len(stock(node).blocks) == 3 - back
    assert len({*entries(node), *stock(node).free}) == 4 * (3 - back)
    assert not {*entries(node)} - {code for codes in stock(node).blocks.values() for code in codes}


def test_the_lead_cannot_call_before_the_day_that_home_has_agreed_to_nor_twice() -> None:
    node = returners(1)
    node.hear(given(9, *"abcd"), "iop")
    call = CallBlocks(event=EVENT, part="circle")
    early = RETURN_DAY - timedelta(seconds=1)
    assert node.refusal(call, "iop", now=early) == ("return-date-differs", "event")
    sooner = terms(2, return_days=365)
    node.hear(AgreementProposed(subject=EVENT, terms=sooner, hash=hash_of(sooner)), "iop")
    assert node.refusal(call, "iop", now=early) == ("return-date-differs", "event"), "nobody here has said yes to that"
    node.hear(AnswerAgreement(subject=EVENT, hash=hash_of(sooner), on_behalf="network", answer="accepted"))
    assert len(call_blocks(node, now=early)) == 1
    node.hear(given(10, *"efgh"), "iop")
    assert call_blocks(node) == []


def test_a_block_that_went_back_does_not_come_again() -> None:
    node = returners(0)
    late = given(9, *"abcd")
    node.hear(late, "iop")
    (returned,) = call_blocks(node)
    again = BlockGiven(event=EVENT, part="circle", block=returned.blocks[0], codes=late.codes)
    assert node.hear(again, "iop") == NOTHING


def test_on_the_return_date_a_home_where_people_wait_asks_for_a_block_of_others() -> None:
    node = returners(5)
    ask(node, 1, 2, 3, 4, 5)
    assert call_blocks(node) == [RequestBlock(event=EVENT, part="circle")]


# When we leave


def test_who_waits_with_a_body_that_leaves_is_told_so_and_who_has_a_code_keeps_it() -> None:
    node = returners(5)
    ask(node, 1, 2, 3, 4, 5)
    staying = parties(Party(body="iop", cash_percent=100), without="bcs")
    lead, without = opened(), terms(2, parties=staying, seats=[seats(ni=1), blocks(iop=1, ni=1)])
    lead.hear(AmendAgreement(subject=EVENT, terms=without))
    accept(lead, without)
    face = event(lead).published
    assert face
    assert "bcs" not in [host.body for host in face.hosts]
    (call,) = said(node.hear(EventPublished(**dict(face)), "iop"), CallWaiting)
    (fact,) = said(node.hear(call), RegistrationUpdated)
    assert (fact.parts[0].status, fact.parts[0].code) == ("refused", "body-not-party")
    assert len(entries(node)) == 4
    assert not give_up(node, 1), "nobody is left who waits"


def test_when_the_part_has_begun_nobody_is_called() -> None:
    node = returners(5)
    ask(node, 1, 2, 3, 4, 5)
    assert give_up(node, 1, now=DAY) == []


# What crosses


def test_all_that_crosses_is_the_same_whether_nobody_wants_the_circle_or_as_many_as_a_block_has() -> None:
    def crossing(people: int) -> list[str]:
        node, found = returners(4), []
        for number in range(1, people + 1):
            decision = node.hear(AskForPlaces(person=who(number), event=EVENT, parts=["circle"]))
            found += [letter.message.model_dump_json() for letter in letters(decision)]
            found += [str(due) for due in decision.due]
        return found + [message.model_dump_json() for message in call_blocks(node)]

    assert crossing(0) == crossing(1) == crossing(4) == []


def test_what_home_says_to_itself_names_neither_event_nor_part() -> None:
    node = returners(5)
    ask(node, 1, 2, 3, 4, 5)
    (call,) = give_up(node, 1)
    words = call.model_dump_json() + call.key
    assert not [word for word in (EVENT, "circle", "iop", who(5)) if word in words]
    assert pseudonym(0) not in words
