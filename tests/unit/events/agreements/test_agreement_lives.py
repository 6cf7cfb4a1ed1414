"""Random lives of an agreement of three to five bodies, from proposal to withdrawal, whatever letter overtakes which.

After each step: an event is open only while every party has accepted what its text says now; shares make a hundred;
seats fit; the text is one that the lead could propose, so no withdrawal leaves a part with who has left; nobody outside
the parties gets it. When all letters have arrived, all know the same.
"""

import os
from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.events.scenes import BEHALVES, EVENT, circle, part, registered, terms
from support.federation import Federation, Partition
from support.speaking import Seals

from kith_commons.agreement.agreement import concern, missing, status
from kith_commons.publication import proven
from kith_contracts.agreements.terms import OnBehalf, Rule
from kith_contracts.events.agreements import (
    AgreementProposed,
    AmendAgreement,
    AnswerAgreement,
    DraftAgreement,
    EventPublished,
    ProposeAgreement,
    WithdrawAgreement,
)
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.suggestions import Change, DeclineSuggestion, PartyChange, SuggestChange, TakeSuggestion
from kith_contracts.events.terms import EventTerms, Party, Seats
from kith_contracts.message import Command, Message
from kith_events.agreements.faults.text import fault
from kith_events.agreements.suggestions import Suggested
from kith_events.event.clauses import clauses
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal

BODIES: Final = ("iop", "bcs", "ni", "rsc", "ashurst")
WHOLE: Final = 100
USUAL: Final = 12
LIVES: Final = int(os.environ.get("KITH_LIVES", "0"))
"""So many other lives each time; without it the same few."""
pytestmark = pytest.mark.timeout(400 + 2 * LIVES)
some_body = st.sampled_from(BODIES)
some_answer = st.sampled_from(("accepted", "accepted", "declined"))
some_party = st.sampled_from(BODIES[1:])


def up_to(least: int, most: int) -> st.SearchStrategy[int]:
    """One of these numbers; `integers` would prefer those that stand in the code, whichever is imported by then."""
    return st.sampled_from(range(least, most + 1))


def text(version: int, bodies: tuple[str, ...], rule: Rule, **changes: Any) -> EventTerms:
    """Shares as equal as they can be in cash, the last one carries all in kind; a place and a block for each. Others
    than the lead receive the parts.
    """
    share, left = divmod(WHOLE, len(bodies))
    shares = [share + (index < left) for index in range(len(bodies))]
    last = len(bodies) - 1
    parties = [
        Party(body=body, networks=[f"{body}/forum"], cash_percent=cash, kind_percent=WHOLE * (index == last))
        for index, (body, cash) in enumerate(zip(bodies, shares, strict=True))
    ]
    each = dict.fromkeys(bodies, 1)
    divided = [
        Seats(part="lectures", pool=WHOLE - len(bodies), quotas=each),
        Seats(part="circle", pool=len(BODIES) - len(bodies), block=4, quotas=each),
    ]
    room = [part(capacity=WHOLE, host=bodies[-1]), circle(host=bodies[1])]
    return terms(version, parts=room, parties=parties, seats=divided, rule=rule, leaving="kept", **changes)


def amended(present: EventTerms, what: str, pick: int) -> dict[str, Any]:
    """One of the clauses changed, as far as the present text allows: `pick` says to what."""
    bodies = [party.body for party in present.parties]
    body, plan = bodies[pick % len(bodies)], present.plan
    match what:
        case "seats":
            return {"seats": [moved(each, body, 1 if pick % 2 else -1) for each in present.seats]}
        case "venue":
            room = {"venue": f"Room {pick}", "summary": f"In room {pick}", "venue_capacity": 2 * WHOLE + pick}
            return {"plan": plan.model_copy(update=room)}
        case "times":
            later = timedelta(minutes=30 * (pick + 1))
            parts = [each.model_copy(update=shifted(each, later)) for each in plan.parts]
            return {"plan": plan.model_copy(update={"parts": parts, **shifted(plan, later)})}
        case "data":
            fields = ["door-name", "access-needs", "diet"][: pick % 4]
            return {"data_fields": fields, "data_opens_days": pick, "data_kept_days": pick}
        case "host":
            first, *others = plan.parts
            first = first.model_copy(update={"host": body, "venue": f"House of {body}"})
            return {"plan": plan.model_copy(update={"parts": [first, *others]})}
        case _:
            return {"cost_pence": pick + 1}


def moved(seats: Seats, body: str, places: int) -> Seats:
    """With so many places moved from the pool to this body, or back, as far as there are any."""
    has = seats.quotas.get(body, 0)
    places = max(-has, min(places, seats.pool))
    return seats.model_copy(update={"pool": seats.pool - places, "quotas": {**seats.quotas, body: has + places}})


def shifted(when: EventPlan | EventPart, later: timedelta) -> dict[str, Any]:
    return {"starts": when.starts + later, "ends": when.ends + later}


class LivesOfAnAgreement(RuleBasedStateMachine):
    """The federation plays it in memory; what must follow is worked out here from what came from outside."""

    federation: Federation

    def __init__(self) -> None:
        super().__init__()
        self.looked_at: dict[Partition, int] = {}
        self.texts: dict[str, EventTerms] = {}

    @initialize(
        seed=up_to(0, 2**16),
        many=up_to(3, 5),
        decides=st.sampled_from(("lead", "majority", "unanimity")),
        drafted=st.booleans(),
    )
    def begin(self, seed: int, many: int, decides: Rule, drafted: bool) -> None:
        self.federation = Federation(BODIES, seed)
        self.decides: Rule = decides
        for body in BODIES:
            self.federation.tell(body, registered(body))
        self.federation.settle()
        first = text(1, BODIES[:many], decides)
        if drafted:
            self.federation.tell("iop", DraftAgreement(subject=EVENT, terms=first))
            self.federation.settle()
            assert not self.federation.messages(AgreementProposed)
        self.federation.tell("iop", ProposeAgreement(subject=EVENT, terms=None if drafted else first))
        self.federation.settle()

    # What bodies do

    @rule(
        body=some_body, behalf=st.sampled_from(BEHALVES), answer=st.sampled_from(("accepted", "accepted", "declined"))
    )
    def answer(self, body: str, behalf: OnBehalf, answer: Any) -> None:
        if proposal := self.proposal(body):
            message = AnswerAgreement(subject=EVENT, hash=proposal.hash, on_behalf=behalf, answer=answer)
            self.federation.tell(body, message)

    @rule()
    def all_accept(self) -> None:
        self.federation.settle()
        for body, behalf in missing(self.event().agreement):
            self.answer(body, behalf, "accepted")

    @rule(body=some_body, cost=up_to(1, 3), whose=some_body)
    def suggest(self, body: str, cost: int, whose: str) -> None:
        proposal = self.proposal(body)
        change = Change(cost_pence=cost) if cost < 3 else Change(parties=[PartyChange(body=whose, duties=["Badges"])])
        if proposal:
            message = SuggestChange(subject=EVENT, hash=proposal.hash, change=change, why="It is better so.")
            self.federation.tell(body, message)

    @rule(cost=up_to(1, 2), many=up_to(1, 5))
    def several_suggest_the_same_and_the_lead_takes_it(self, cost: int, many: int) -> None:
        self.federation.settle()
        for body in self.event().parties[:many]:
            self.suggest(body, cost, "iop")
        self.federation.settle()
        if waiting := self.event().suggestions:
            self.federation.tell("iop", TakeSuggestion(subject=EVENT, suggestions=list(waiting[-1:])))

    @rule()
    def decline(self) -> None:
        if waiting := self.event().suggestions:
            declined = DeclineSuggestion(subject=EVENT, suggestion=waiting[0], reason="Not this time.")
            self.federation.tell("iop", declined)

    @rule(what=st.sampled_from(("cost", "seats", "venue", "times", "data", "host")), pick=up_to(0, 9))
    def amend(self, what: str, pick: int) -> None:
        present = self.event().terms
        changed = present.model_copy(update={"version": present.version + 1, **amended(present, what, pick)})
        assert fault(changed, BODIES, EVENT) is None, "an amendment that nobody would refuse for what it says"
        self.federation.tell("iop", AmendAgreement(subject=EVENT, terms=changed))

    @rule(what=st.sampled_from(("seats", "venue", "times", "data", "host")), pick=up_to(0, 9))
    def all_have_agreed_and_then_it_is_amended(self, what: str, pick: int) -> None:
        self.all_accept()
        self.federation.settle()
        self.amend(what, pick)

    @rule(bodies=st.sets(some_party, min_size=1, max_size=4))
    def ask_others(self, bodies: set[str]) -> None:
        together = ("iop", *sorted(bodies))
        changed = text(self.event().terms.version + 1, together, self.decides)
        self.federation.tell("iop", AmendAgreement(subject=EVENT, terms=changed))

    @rule(pick=up_to(0, 9))
    def withdraw(self, pick: int) -> None:
        if others := self.event().parties[1:]:
            self.federation.tell(others[pick % len(others)], WithdrawAgreement(subject=EVENT))

    @rule(pick=up_to(0, 9), steps=up_to(0, 12))
    def one_leaves_and_is_asked_again(self, pick: int, steps: int) -> None:
        self.withdraw(pick)
        self.go_on(steps)
        self.ask_others(set(BODIES[1:]))

    @precondition(lambda self: self.event().terms.version > 9)
    @rule()
    def call_off(self) -> None:
        self.federation.tell("iop", WithdrawAgreement(subject=EVENT))

    # What the network does

    @rule(steps=up_to(1, 20))
    def go_on(self, steps: int) -> None:
        self.federation.go_on(steps)

    @rule()
    def kill_and_start_again(self) -> None:
        self.federation.repeat()

    # What is always so

    @invariant()
    def it_is_open_only_while_all_parties_have_accepted_what_it_says(self) -> None:
        self.whatever_arrives_is_as_it_should_be_and_nobody_outside_the_parties_gets_the_text()
        event = self.event()
        assert fault(event.terms, BODIES, EVENT) is None
        if event.open:
            assert all(self.has_accepted(party.body, event.terms) for party in event.terms.parties)

    def whatever_arrives_is_as_it_should_be_and_nobody_outside_the_parties_gets_the_text(self) -> None:
        for partition, records in self.federation.logs.items():
            reader = partition.topic.split(".")[2] if partition.topic.count(".") > 1 else ""
            for record in records[self.looked_at.get(partition, 0) :]:
                self.look_at(record.message, reader)
            self.looked_at[partition] = len(records)

    def look_at(self, message: Message, reader: str) -> None:
        if isinstance(message, EventPublished) and message.status == "open":
            assert proven(message, Seals("anyone").proves), "anyone can verify it"
        if isinstance(message, AgreementProposed):
            assert message.terms.party(reader), f"{reader} reads what is none of its business"
            self.texts[message.hash] = message.terms
            shares_make_a_hundred_and_seats_fit(message.terms)

    def teardown(self) -> None:
        if not hasattr(self, "federation"):
            return
        self.federation.settle()
        event = self.event()
        for body in BODIES:
            proposal = self.proposal(body)
            if body in event.parties:
                assert proposal
                self.knows_the_same(proposal, event, body)
            else:
                assert proposal is None or proposal.status == "withdrawn" or event.agreement.over
        for body, message, refusal in self.federation.refusals:
            assert refusal.code
            assert refusal.sentence
            assert isinstance(message, Command), f"{body} parked {message}"

    def knows_the_same(self, proposal: Proposal, event: JointEvent, body: str) -> None:
        if proposal.leaving:
            assert event.agreement.over, "a withdrawal is heard, unless there is nothing to withdraw from"
            return
        assert (proposal.terms, proposal.hash) == (event.terms, event.agreement.hash)
        assert proposal.status == status(event.agreement)
        if not event.agreement.over:
            assert [(each.body, each.on_behalf) for each in proposal.missing] == missing(event.agreement)
        lead = self.federation.nodes["iop"]
        for known in self.federation.nodes[body].all(Suggested):
            at_lead = lead.states.get(known.path)
            assert at_lead is None or isinstance(at_lead, Suggested)
            if at_lead and known.suggestion.status == "open":
                assert known.suggestion.suggestion in event.suggestions or at_lead.version > known.version

    # What the machine knows

    def event(self) -> JointEvent:
        state: JointEvent = self.federation.nodes["iop"].state(JointEvent.at(EVENT))
        return state

    def proposal(self, body: str) -> Proposal | None:
        found = self.federation.nodes[body].states.get(Proposal.at(EVENT).path)
        assert found is None or isinstance(found, Proposal)
        return found

    def has_accepted(self, body: str, present: EventTerms) -> bool:
        """Whether it accepted, twice, a text whose clauses for it are those of the present one."""
        for behalf in BEHALVES:
            said = [
                concern(clauses(self.texts[message.hash]), body, behalf)
                for by, message in self.federation.accepted
                if isinstance(message, AnswerAgreement) and message.answer == "accepted"
                if (by, message.on_behalf) == (body, behalf)
            ]
            if concern(clauses(present), body, behalf) not in said:
                return False
        return True


def shares_make_a_hundred_and_seats_fit(text: EventTerms) -> None:
    assert sum(party.cash_percent for party in text.parties) == WHOLE
    assert sum(party.kind_percent for party in text.parties) == WHOLE
    capacities = {each.part: each.capacity for each in text.plan.parts}
    for each in text.seats:
        assert each.block * (sum(each.quotas.values()) + each.pool) <= capacities[each.part]
        assert not set(each.quotas) - {party.body for party in text.parties}


LivesOfAnAgreement.TestCase.settings = settings(
    max_examples=LIVES or USUAL,
    stateful_step_count=15,
    derandomize=not LIVES,
    deadline=None,
    database=None,
    print_blob=True,
)
TestLivesOfAnAgreement = LivesOfAnAgreement.TestCase
