"""Random lives of a federation: whatever overtakes whatever, in the end all agree, and nobody was ever oversold."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.events.scenes import BEHALVES, DAY, EVENT, blocks, circle, part, parties, person, registered, seats, terms
from support.federation import Federation

from kith_commons.agreement.agreement import hash_of, missing
from kith_contracts.agreements.terms import Answer, OnBehalf
from kith_contracts.events.agreements import AmendAgreement, AnswerAgreement, ProposeAgreement
from kith_contracts.events.places import AcceptOffers, AskForPlaces, GiveUpPlaces, RequestPlace
from kith_contracts.events.terms import EventTerms, Party, Seats
from kith_contracts.message import Command
from kith_events.event.clauses import clauses
from kith_events.event.guest import NO_PARTY
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.places.codes.stock import Stock
from kith_events.places.draws.party import DrawSeen
from kith_events.places.place import Place
from kith_events.places.registration import Registration

DINNER: Final = "bcs/dinner"
BODIES: Final = ("iop", "bcs", "ni", "ons")
PEOPLE: Final = {f"person-{body}-{number}": body for body in BODIES for number in range(7)}
LATE: Final = DAY - timedelta(days=14)
EVE: Final = DAY - timedelta(hours=1)
"""These lives end before the event begins: from then on it is closed, and nobody is offered anything more."""
PARTS: Final = ("lectures", "circle", "dinner", "workshops")
DRAWN: Final = Seats(part="workshops", pool=1, quotas={"ni": 1}, rule="draw", draw_hours=72)
"""Each text keeps these: they are drawn three days after the opening, and later places are offered."""
OFFERED: Final = Seats(part="lectures", pool=1, quotas={"bcs": 1, "ni": 1}, offer_hours=30)

some_party = st.sampled_from(BODIES[:3])
some_person = st.sampled_from(sorted(PEOPLE))
some_parts = st.lists(st.sampled_from(PARTS), min_size=1, max_size=2, unique=True)
some_event = st.sampled_from((EVENT, EVENT, EVENT, DINNER))


def texts(version: int) -> list[EventTerms]:
    """Ways to go on: another sum, other shares, more or fewer places, an earlier return, a part more, a party less,
    offers in place of grants.
    """
    small = [seats(bcs=1, ni=1), blocks(iop=1, bcs=2, ni=1)]
    ways = [
        terms(version, seats=small),
        terms(version, seats=small, cost_pence=version),
        terms(
            version,
            seats=small,
            parties=parties(Party(body="ni", networks=["ni/young-generation"], duties=[f"Badges {version}"])),
        ),
        terms(version, seats=[seats(bcs=2, ni=0, iop=1, pool=version % 3), blocks(iop=1, bcs=1, ni=2, pool=1)]),
        terms(version, seats=[seats(pool=1), blocks(bcs=2, pool=0, iop=1)]),
        terms(version, seats=small, return_days=60),
        terms(version, parts=[part(), circle(), part("dinner")], seats=[*small, seats("dinner")]),
        terms(version, parties=parties(without="ni"), seats=[seats(bcs=1, pool=2), blocks(iop=1, bcs=1, pool=2)]),
        terms(version, seats=[OFFERED, small[1]]),
    ]
    return [with_a_draw(each) for each in ways]


def with_a_draw(text: EventTerms) -> EventTerms:
    """The same with a part more, whose places are drawn."""
    plan = text.plan.model_copy(update={"parts": [*text.plan.parts, part("workshops")]})
    quotas = {body: number for body, number in DRAWN.quotas.items() if text.party(body)}
    drawn = DRAWN.model_copy(update={"quotas": quotas})
    return text.model_copy(update={"plan": plan, "seats": [*text.seats, drawn]})


def dinner() -> EventTerms:
    text = terms(
        parties=[Party(body="bcs", cash_percent=50), Party(body="iop", cash_percent=50)],
        parts=[part("dinner"), circle()],
        seats=[seats("dinner"), blocks(bcs=1, iop=1, pool=0)],
    )
    return text.model_copy(update={"subject": DINNER})


@cache
def at_the_opening() -> Federation:
    """Both events are open, everyone has heard of it, and nobody has asked for anything yet."""
    federation = Federation(BODIES, seed=0)
    for body in BODIES:
        federation.tell(body, registered(body))
    for id, body in PEOPLE.items():
        federation.tell(body, person(id, name=f"Name of {id}", address=f"{id}@example.org", audiences=audiences(id)))
    federation.settle()
    for event, text in ((EVENT, texts(1)[0]), (DINNER, dinner())):
        federation.tell(event[:3], ProposeAgreement(subject=event, terms=text))
        federation.settle()
        for party in text.parties:
            for behalf in BEHALVES:
                federation.tell(
                    party.body, AnswerAgreement(subject=event, hash=hash_of(text), on_behalf=behalf, answer="accepted")
                )
    federation.settle()
    return federation


def audiences(id: str) -> list[str]:
    return [] if id.endswith("2") else ["returner"]


def concerning(text: EventTerms, body: str, behalf: OnBehalf) -> str | None:
    """What a party reads before its yes, in full; nothing for who is no party."""
    if text.party(body) is None:
        return None
    pieces = [(one.name, one.value) for one in clauses(text) if one.concerns(body, behalf)]
    return json.dumps(sorted(pieces, key=lambda piece: piece[0]), default=lambda model: model.model_dump(mode="json"))


class LifeOfAFederation(RuleBasedStateMachine):
    """What was said and taken is remembered by the federation; what must follow from it is worked out here."""

    federation: Federation
    checked: JointEvent | None = None

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.federation = at_the_opening().copy(seed)

    # What people and bodies do

    @rule(who=some_person, event=some_event, parts=some_parts)
    def ask(self, who: str, event: str, parts: list[str]) -> None:
        self.federation.tell(PEOPLE[who], AskForPlaces(person=who, event=event, parts=parts))

    @rule(body=some_party)
    def many_want_the_closed_part(self, body: str) -> None:
        for who in [id for id, home in PEOPLE.items() if home == body]:
            self.federation.tell(body, AskForPlaces(person=who, event=EVENT, parts=["circle"]))

    @rule(pick=st.integers(0, 99))
    def give_up(self, pick: int) -> None:
        live = [(each, part) for each in self.registrations() for part in each.wishes if each.wants(part)]
        if live:
            registration, part = live[pick % len(live)]
            who, event = registration.person, registration.event
            self.federation.tell(PEOPLE[who], GiveUpPlaces(person=who, event=event, parts=[part]))

    @rule(pick=st.integers(0, 99))
    def accept(self, pick: int) -> None:
        offers = [
            (each, wish.part)
            for each in self.registrations()
            for wish in each.wishes.values()
            if wish.status == "offered"
        ]
        if offers:
            registration, part = offers[pick % len(offers)]
            who, event = registration.person, registration.event
            self.federation.tell(PEOPLE[who], AcceptOffers(person=who, event=event, parts=[part]))

    @rule(who=some_person)
    def change_ones_mind_twice(self, who: str) -> None:
        for message in (AskForPlaces, GiveUpPlaces, AskForPlaces):
            self.federation.tell(PEOPLE[who], message(person=who, event=EVENT, parts=["lectures"]))

    @rule(way=st.integers(0, 8), then=st.sampled_from(("all accept", "all accept", "nobody answers yet")))
    def amend(self, way: int, then: str) -> None:
        text = texts(self.event().terms.version + 1)[way]
        self.federation.tell("iop", AmendAgreement(subject=EVENT, terms=text))
        if then == "all accept":
            self.all_accept()

    @rule(body=some_party, behalf=st.sampled_from(BEHALVES), answer=st.sampled_from(("accepted", "declined")))
    def answer(self, body: str, behalf: OnBehalf, answer: Answer) -> None:
        message = AnswerAgreement(subject=EVENT, hash=self.proposal(body).hash, on_behalf=behalf, answer=answer)
        self.federation.tell(body, message)

    @rule()
    def all_accept(self) -> None:
        self.federation.settle()
        for body, behalf in missing(self.event().agreement):
            self.answer(body, behalf, "accepted")

    # What the network does

    @rule(steps=st.integers(1, 30))
    def go_on(self, steps: int) -> None:
        self.federation.go_on(steps)

    @rule()
    def settle(self) -> None:
        self.federation.settle()

    @rule()
    def kill_and_start_again(self) -> None:
        self.federation.repeat()

    @rule()
    def midnight_passes(self) -> None:
        self.pass_days(1)

    @rule(days=st.integers(2, 4))
    def days_pass_and_all_is_heard(self, days: int) -> None:
        self.federation.settle()
        self.pass_days(days)
        self.federation.settle()

    def pass_days(self, days: int) -> None:
        self.federation.pass_time(min(self.federation.now + timedelta(days=days), EVE))

    @rule()
    def reach_the_return_date(self) -> None:
        self.federation.pass_time(LATE)

    # What is always so

    @invariant()
    def nobody_is_oversold(self) -> None:
        for body in ("iop", "bcs"):
            lead = self.federation.nodes[body]
            held: Counter[tuple[str, str, str]] = Counter()
            for place in lead.all(Place):
                held[place.event, place.part, place.status] += 1
            for event in lead.all(JointEvent):
                for name, places in event.places.items():
                    assert places.granted == held[event.event, name, "granted"] <= places.places
                    assert len(places.offers) == held[event.event, name, "offered"]
                    waiting = held[event.event, name, "waiting"] + held[event.event, name, "in-draw"]
                    assert len(places.waiting) == waiting
                    assert places.granted + len(places.offers) + places.free == places.places

    @invariant()
    def no_code_is_with_two_people_and_no_block_at_two_bodies(self) -> None:
        self.blocks_are_at_one_body()
        entries = [wish.entry for each in self.registrations() for wish in each.wishes.values() if wish.entry]
        assert len(entries) == len(set(entries))
        for node in self.federation.nodes.values():
            for stock in node.all(Stock):
                codes = {code for each in stock.blocks.values() for code in each}
                used = {code for each in node.all(Registration) for code in self.entries(each, stock)}
                assert used | {*stock.free} == codes
                assert len(used) + len(stock.free) == len(codes)

    def blocks_are_at_one_body(self) -> None:
        for body in ("iop", "bcs"):
            for event in self.federation.nodes[body].all(JointEvent):
                for name, divided in event.blocks.items():
                    numbers = [number for held in divided.held.values() for number in held]
                    assert len(numbers) == len(set(numbers))
                    capacities = {each.part: each.capacity for each in event.terms.plan.parts}
                    assert divided.places <= capacities[name]

    @staticmethod
    def entries(registration: Registration, stock: Stock) -> list[str]:
        wish = registration.wishes.get(stock.part)
        return [wish.entry] if registration.event == stock.event and wish and wish.entry else []

    @invariant()
    def it_is_open_only_if_all_have_accepted_what_concerns_them(self) -> None:
        if self.event().open and self.event() is not self.checked:
            self.checked = self.event()
            assert not [each for each in self.wanted() if not self.was_accepted(*each)]

    # What holds in the end

    def teardown(self) -> None:
        self.federation.settle()
        assert self.federation.nodes["iop"].states
        self.all_agree_on_the_text()
        self.every_wish_is_answered_and_lead_and_homes_agree()
        self.blocks_agree()
        self.each_refusal_says_why()
        self.pseudonyms_tell_nothing()
        self.nothing_personal_has_left_home()
        self.nobody_is_oversold()
        self.every_draw_is_right()

    def every_draw_is_right(self) -> None:
        """All parties have the same record. Whose share was too slow for it finds that, and nothing else."""
        event = self.event()
        if "workshops" not in event.places or event.places["workshops"].draw != "done":
            return
        seen = [each for node in self.federation.nodes.values() for each in node.all(DrawSeen)]
        assert {each.code for each in seen} <= {"", "share-left-out"}
        (record,) = {each.record.model_dump_json() for each in seen if each.record}
        assert record

    def all_agree_on_the_text(self) -> None:
        event = self.event()
        for body, behalf in self.wanted():
            given = self.proposal(body).valid_answers(body).get(behalf)
            stance = event.agreement.stance(body, behalf)
            assert stance
            assert stance.answer == (given.answer if given else None) == self.valid_answer(body, behalf)
            assert self.proposal(body).terms == event.terms
        assert event.open == all(self.valid_answer(*each) == "accepted" for each in self.wanted())

    def every_wish_is_answered_and_lead_and_homes_agree(self) -> None:
        places = {
            (place.event, place.part, place.pseudonym): place
            for body in ("iop", "bcs")
            for place in self.federation.nodes[body].all(Place)
        }
        wished = set()
        for registration in self.registrations():
            for wish in registration.wishes.values():
                at = (registration.event, wish.part, registration.pseudonym)
                wished.add(at)
                if wish.part == "circle":
                    assert self.is_served(registration, wish.status)
                place = places.get(at)
                assert wish.status != "asked", "every request is answered"
                if wish.part == "circle":
                    assert (place, wish.status == "granted") == (None, wish.entry is not None)
                elif wish.status == "released":
                    assert place is None or not place.live
                else:
                    if place is None:
                        assert wish.code == NO_PARTY.code, "nothing is kept of a body that takes no part"
                        continue
                    why = place.why and place.why.model_copy(update={"position": None})
                    said = (place.status, place.number, place.code, place.until, why)
                    assert said == (wish.status, wish.number, wish.code, wish.until, wish.why)
            assert registration.decision or not any(
                wish.status in ("granted", "waiting", "refused") for wish in registration.wishes.values()
            ), "whoever was answered is told"
        assert not set(places) - wished

    def is_served(self, registration: Registration, status: str) -> bool:
        """Nobody waits while a code is free at home, unless the part is over for them."""
        node = self.federation.nodes[PEOPLE[registration.person]]
        (stock,) = [each for each in node.all(Stock) if each.event == registration.event]
        assert status != "waiting" or registration.pseudonym in stock.queue
        return not (status == "waiting" and stock.free)

    def blocks_agree(self) -> None:
        """What the lead says that a body holds is what that home has."""
        for body in ("iop", "bcs"):
            for event in self.federation.nodes[body].all(JointEvent):
                for home, held in event.blocks["circle"].held.items():
                    stocks = [each for each in self.federation.nodes[home].all(Stock) if each.event == event.event]
                    assert {*held} == {number for each in stocks for number in each.blocks}

    def each_refusal_says_why(self) -> None:
        for body, message, refusal in self.federation.refusals:
            assert refusal.code
            assert refusal.sentence
            assert isinstance(message, Command), f"{body} parked {message}"
            if body == "ons" and isinstance(message, AskForPlaces):
                assert refusal.code == "body-not-party"
        for registration in self.registrations():
            for wish in registration.wishes.values():
                assert bool(wish.code) == bool(wish.sentence) == (wish.status == "refused")

    def pseudonyms_tell_nothing(self) -> None:
        whose = {each.pseudonym: (each.person, each.event) for each in self.registrations()}
        asked: dict[tuple[str, str], set[str]] = defaultdict(set)
        for message in self.federation.messages(RequestPlace):
            assert whose[message.pseudonym][1] == message.event
            asked[message.event, message.pseudonym].add(message.part)
        assert not [parts for parts in asked.values() if "circle" in parts]
        abroad = "\n".join(self.federation.abroad())
        for registration in self.registrations():
            if "circle" in registration.wishes:
                assert registration.pseudonym not in abroad, "of a closed part nothing of anyone leaves home"

    def nothing_personal_has_left_home(self) -> None:
        abroad = "\n".join(self.federation.abroad())
        assert not [id for id in PEOPLE if id in abroad]
        assert "Name of" not in abroad
        assert "@" not in abroad

    # What the machine knows

    def event(self) -> JointEvent:
        state: JointEvent = self.federation.nodes["iop"].state(JointEvent.at(EVENT))
        return state

    def proposal(self, body: str) -> Proposal:
        state: Proposal = self.federation.nodes[body].state(Proposal.at(EVENT))
        return state

    def registrations(self) -> Iterator[Registration]:
        for node in self.federation.nodes.values():
            yield from node.all(Registration)

    def wanted(self) -> Iterator[tuple[str, OnBehalf]]:
        """Who has to accept the present text."""
        return ((party.body, behalf) for party in self.event().terms.parties for behalf in BEHALVES)

    def texts(self) -> dict[int, EventTerms]:
        amended = [message.terms for _, message in self.federation.accepted if isinstance(message, AmendAgreement)]
        return {text.version: text for text in (texts(1)[0], *amended)}

    def said(self, body: str, behalf: OnBehalf) -> list[tuple[int, Answer]]:
        """What a party has answered to which version, in order."""
        versions = self.event().texts.versions
        return [
            (versions[message.hash], message.answer)
            for by, message in self.federation.accepted
            if isinstance(message, AnswerAgreement) and message.subject == EVENT
            if (by, message.on_behalf) == (body, behalf)
        ]

    def says_the_same(self, version: int, body: str, behalf: OnBehalf) -> bool:
        """Whether that text, the present one and all between say the same to this party."""
        present, texts = self.event().terms.version, self.texts()
        read = {concerning(texts[each], body, behalf) for each in range(version, present + 1)}
        return len(read) == 1 and None not in read

    def valid_answer(self, body: str, behalf: OnBehalf) -> Answer | None:
        if not (said := self.said(body, behalf)):
            return None
        version, answer = said[-1]
        return answer if self.says_the_same(version, body, behalf) else None

    def was_accepted(self, body: str, behalf: OnBehalf) -> bool:
        """Whether it accepted what is still the same, even if it has taken that back since."""
        return any(
            answer == "accepted" and self.says_the_same(at, body, behalf) for at, answer in self.said(body, behalf)
        )


LifeOfAFederation.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, derandomize=True, deadline=None, database=None
)
TestLifeOfAFederation = LifeOfAFederation.TestCase
