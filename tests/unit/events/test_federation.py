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
from unit.events.federation import Federation
from unit.events.scenes import BEHALVES, DAY, EVENT, circle, part, parties, person, registered, seats, terms

from kith_commons.agreement import hash_of, missing
from kith_contracts.agreements import AgreementTerms, OnBehalf, Party
from kith_contracts.events import AmendAgreement, Answer, AnswerAgreement, ProposeAgreement
from kith_contracts.message import Command
from kith_contracts.places import AskForPlaces, GiveUpPlaces, RequestPlace
from kith_events.domain.lead import JointEvent
from kith_events.domain.party import Proposal
from kith_events.domain.places import Place
from kith_events.domain.registrations import Registration
from kith_events.domain.terms import clauses

DINNER: Final = "bcs/dinner"
BODIES: Final = ("iop", "bcs", "ni", "ons")
PEOPLE: Final = {f"person-{body}-{number}": body for body in BODIES for number in range(3)}
LATE: Final = DAY - timedelta(days=14)
PARTS: Final = ("lectures", "circle", "dinner")

some_party = st.sampled_from(BODIES[:3])
some_person = st.sampled_from(sorted(PEOPLE))
some_parts = st.lists(st.sampled_from(PARTS), min_size=1, max_size=2, unique=True)
some_event = st.sampled_from((EVENT, EVENT, EVENT, DINNER))


def texts(version: int) -> list[AgreementTerms]:
    """Ways to go on: another sum, other shares, more or fewer places, an earlier return, a part more, a party less."""
    small = [seats(bcs=1, ni=1), seats("circle", pool=2)]
    return [
        terms(version),
        terms(version, cost_pence=version),
        terms(
            version, parties=parties(Party(body="ni", networks=["ni/young-generation"], duties=[f"Badges {version}"]))
        ),
        terms(version, seats=[seats(bcs=2, ni=0, iop=1, pool=version % 3), seats("circle", pool=1)]),
        terms(version, seats=[seats(pool=1), seats("circle", ni=1, pool=0)]),
        terms(version, return_days=60),
        terms(version, parts=[part(), circle(audience=None), part("dinner")], seats=[*small, seats("dinner")]),
        terms(version, parties=parties(without="ni"), seats=[seats(bcs=1, pool=2), seats("circle", pool=2)]),
    ]


def dinner() -> AgreementTerms:
    text = terms(
        parties=[Party(body="bcs", cash_percent=50), Party(body="iop", cash_percent=50)],
        parts=[part("dinner"), circle()],
        seats=[seats("dinner"), seats("circle", pool=2)],
    )
    return text.model_copy(update={"event": DINNER})


@cache
def at_the_opening() -> Federation:
    """Both events are open, everyone has heard of it, and nobody has asked for anything yet."""
    federation = Federation(BODIES, seed=0)
    for body in BODIES:
        federation.tell(body, registered(body))
    for id, body in PEOPLE.items():
        federation.tell(body, person(id, name=f"Name of {id}", address=f"{id}@example.org", audiences=audiences(id)))
    federation.settle()
    for event, text in ((EVENT, terms()), (DINNER, dinner())):
        federation.tell(event[:3], ProposeAgreement(event=event, terms=text))
        federation.settle()
        for party in text.parties:
            for behalf in BEHALVES:
                federation.tell(party.body, AnswerAgreement(event=event, hash=hash_of(text), on_behalf=behalf))
    federation.settle()
    return federation


def audiences(id: str) -> list[str]:
    return ["returner"] if id.endswith(("0", "1")) else []


def concerning(text: AgreementTerms, body: str, behalf: OnBehalf) -> str | None:
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

    @rule(pick=st.integers(0, 99))
    def give_up(self, pick: int) -> None:
        live = [(each, part) for each in self.registrations() for part in each.wishes if each.wants(part)]
        if live:
            registration, part = live[pick % len(live)]
            who, event = registration.person, registration.event
            self.federation.tell(PEOPLE[who], GiveUpPlaces(person=who, event=event, parts=[part]))

    @rule(who=some_person)
    def change_ones_mind_twice(self, who: str) -> None:
        for message in (AskForPlaces, GiveUpPlaces, AskForPlaces):
            self.federation.tell(PEOPLE[who], message(person=who, event=EVENT, parts=["lectures"]))

    @rule(way=st.integers(0, 7), then=st.sampled_from(("all accept", "all accept", "nobody answers yet")))
    def amend(self, way: int, then: str) -> None:
        text = texts(self.event().terms.version + 1)[way]
        self.federation.tell("iop", AmendAgreement(event=EVENT, terms=text))
        if then == "all accept":
            self.all_accept()

    @rule(body=some_party, behalf=st.sampled_from(BEHALVES), answer=st.sampled_from(("accepted", "declined")))
    def answer(self, body: str, behalf: OnBehalf, answer: Answer) -> None:
        message = AnswerAgreement(event=EVENT, hash=self.proposal(body).hash, on_behalf=behalf, answer=answer)
        self.federation.tell(body, message)

    @rule()
    def all_accept(self) -> None:
        self.federation.settle()
        for body, behalf in missing(self.event().agreement):
            self.answer(body, behalf, "accepted")

    # What the network does

    @rule(steps=st.integers(1, 30))
    def go_on(self, steps: int) -> None:
        for _ in range(steps):
            self.federation.travel()
            self.federation.work()

    @rule()
    def settle(self) -> None:
        self.federation.settle()

    @rule()
    def kill_and_start_again(self) -> None:
        self.federation.repeat()

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
                    assert len(places.waiting) == held[event.event, name, "waiting"]
                    assert places.granted + places.free == places.places

    @invariant()
    def it_is_open_only_if_all_have_accepted_what_concerns_them(self) -> None:
        if self.event().open and self.event() is not self.checked:
            self.checked = self.event()
            assert not [each for each in self.wanted() if not self.was_accepted(*each)]

    # What is so in the end

    def teardown(self) -> None:
        self.federation.settle()
        assert self.federation.nodes["iop"].states
        self.all_agree_on_the_text()
        self.every_wish_is_answered_and_lead_and_homes_agree()
        self.each_refusal_says_why()
        self.pseudonyms_tell_nothing()
        self.nothing_personal_has_left_home()
        self.nobody_is_oversold()

    def all_agree_on_the_text(self) -> None:
        event = self.event()
        for body, behalf in self.wanted():
            standing = self.proposal(body).standing(body).get(behalf)
            stance = event.agreement.stance(body, behalf)
            assert stance
            assert stance.answer == (standing.answer if standing else None) == self.standing(body, behalf)
            assert self.proposal(body).terms == event.terms
        assert event.open == all(self.standing(*each) == "accepted" for each in self.wanted())

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
                place = places.get(at)
                assert wish.status != "asked", "every request is answered"
                if wish.status == "released":
                    assert place is None or not place.live
                else:
                    assert place
                    assert (place.status, place.number, place.code) == (wish.status, wish.number, wish.code)
            assert registration.decision or not any(
                wish.status in ("granted", "waiting", "refused") for wish in registration.wishes.values()
            ), "whoever was answered is told"
        assert not set(places) - wished

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
        always_closed = all(text.plan.parts[1].closed for text in self.texts().values())
        for (event, _), parts in asked.items():
            assert parts == {"circle"} or "circle" not in parts or not (event == DINNER or always_closed)

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
        """Whose yeses the present text needs."""
        return ((party.body, behalf) for party in self.event().terms.parties for behalf in BEHALVES)

    def texts(self) -> dict[int, AgreementTerms]:
        amended = [message.terms for _, message in self.federation.accepted if isinstance(message, AmendAgreement)]
        return {text.version: text for text in (terms(), *amended)}

    def said(self, body: str, behalf: OnBehalf) -> list[tuple[int, Answer]]:
        """What a party has answered to which version, in order."""
        versions = self.event().texts.versions
        return [
            (versions[message.hash], message.answer)
            for by, message in self.federation.accepted
            if isinstance(message, AnswerAgreement) and message.event == EVENT
            if (by, message.on_behalf) == (body, behalf)
        ]

    def stands(self, version: int, body: str, behalf: OnBehalf) -> bool:
        """Whether that text, the present one and all between say the same to this party."""
        present, texts = self.event().terms.version, self.texts()
        read = {concerning(texts[each], body, behalf) for each in range(version, present + 1)}
        return len(read) == 1 and None not in read

    def standing(self, body: str, behalf: OnBehalf) -> Answer | None:
        if not (said := self.said(body, behalf)):
            return None
        version, answer = said[-1]
        return answer if self.stands(version, body, behalf) else None

    def was_accepted(self, body: str, behalf: OnBehalf) -> bool:
        """Whether a yes stands, be it one that was taken back a moment ago."""
        return any(yes == "accepted" and self.stands(at, body, behalf) for at, yes in self.said(body, behalf))


LifeOfAFederation.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, derandomize=True, deadline=None, database=None
)
TestLifeOfAFederation = LifeOfAFederation.TestCase
