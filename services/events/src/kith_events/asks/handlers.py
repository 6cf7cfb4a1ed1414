"""The part of the catalogue that is about asks: what a practice asks of whom, how they answer, what comes of it."""

from kith_chassis.catalogue import many, on, one, page
from kith_chassis.decision import Circumstances
from kith_chassis.members import Member
from kith_contracts.directory.agreements import SharedNetworkUpdated
from kith_contracts.events.agreements import AnswerAgreement, EventCommandRefused
from kith_contracts.events.answers import AnswerAsk, AnswerForBody, AnswerTaken, EntryDecided, GiveAnswer
from kith_contracts.events.asks import (
    AskPut,
    CloseAsk,
    ClosePractice,
    DecideAsk,
    EndAsks,
    PutAskAgain,
    RecordOutcome,
    RecordPracticeKey,
    StartPractice,
)
from kith_contracts.events.entries import EntryScheduled
from kith_contracts.events.places import PlaceCommandRefused
from kith_events.agreements.handlers import WAITING
from kith_events.agreements.networks import OwnNetwork
from kith_events.asks import answer, closure, home, lead, notices, start
from kith_events.asks.ask_copy import AskSeen, AsksOf
from kith_events.asks.home import Answered, answer_alias
from kith_events.asks.lead import Ballot, ballot_of
from kith_events.asks.practice import Asked, Practice
from kith_events.event.loads import ERASED, ERASURE, GUEST, LED, OFFERED
from kith_events.places.registration import Registration, pseudonym


def _ballot(message: GiveAnswer, at: Circumstances) -> str:
    return ballot_of(f"{message.subject}/{message.practice}/{message.step}", at.sender, message.pseudonym)


def _alias(message: AnswerAsk, at: Circumstances) -> str:
    return answer_alias(at.keyed, message.person, message.subject, message.practice, message.step)


OWN_NETWORK = one(OwnNetwork, "subject")
PRACTICE = one(Practice, "subject", "practice")
MEMBERS = many(Member, lambda m, _: [*m.bodies, *m.jury])
ASKED = one(Asked, "subject", "practice", "step")
BALLOT = one(Ballot, _ballot)
SEEN = one(AskSeen, "subject", "practice", "step")
ASKS = one(AsksOf, lambda _, at: at.sender)
OWN = one(Answered, _alias)
ANSWERED = one(Answered, "pseudonym")
OPEN_PARTS = one(Registration, lambda m, at: pseudonym(at.keyed, m.person, m.subject))

HANDLERS = (
    # the body accepts an agreement, with which its people hear of what they were asked there before it
    on(AnswerAgreement, notices.answer_agreement, EventCommandRefused)(
        proposal=OFFERED, waiting=WAITING, asks=page(notices.asks_of)
    ),
    # the body owns a network with others, by which its people hear of what they were asked in it before
    on(SharedNetworkUpdated, notices.share)(known=OWN_NETWORK, asks=page(notices.asks_of)),
    # who asks
    on(StartPractice, start.start, EventCommandRefused)(
        event=LED, network=OWN_NETWORK, practice=PRACTICE, members=MEMBERS
    ),
    on(RecordPracticeKey, start.record_key)(practice=PRACTICE),
    on(ClosePractice, start.close_practice)(practice=PRACTICE, steps=page(start.steps_of)),
    on(GiveAnswer, answer.take_answer)(
        asked=ASKED, practice=PRACTICE, ballot=BALLOT, erased=ERASED, event=LED, network=OWN_NETWORK
    ),
    on(CloseAsk, lead.close_ask, EventCommandRefused)(asked=ASKED, practice=PRACTICE, event=LED, network=OWN_NETWORK),
    on(RecordOutcome, lead.record_outcome)(asked=ASKED, practice=PRACTICE, event=LED, network=OWN_NETWORK),
    on(PutAskAgain, lead.put_again)(asked=ASKED, practice=PRACTICE, event=LED, network=OWN_NETWORK),
    on(EndAsks, closure.end_asks)(
        asked=ASKED, practice=PRACTICE, event=LED, network=OWN_NETWORK, page=page(closure.next_page)
    ),
    on(DecideAsk, lead.decide_ask, EventCommandRefused)(asked=ASKED, practice=PRACTICE, event=LED, network=OWN_NETWORK),
    # who is asked
    on(AskPut, home.hear_ask)(seen=SEEN, proposal=OFFERED, network=OWN_NETWORK, asks=ASKS),
    on(AnswerForBody, home.answer_for_body, EventCommandRefused)(seen=SEEN),
    on(AnswerAsk, home.answer, PlaceCommandRefused)(
        guest=GUEST, seen=SEEN, proposal=OFFERED, network=OWN_NETWORK, answered=OWN, registration=OPEN_PARTS
    ),
    on(AnswerTaken, home.take_word)(seen=SEEN, answered=ANSWERED, erasure=ERASURE),
    on(EntryDecided, home.take_decision)(answered=ANSWERED, erasure=ERASURE),
    on(EntryScheduled, home.take_session)(answered=ANSWERED, erasure=ERASURE),
)
