"""The part of the catalogue that is about asks: what a practice asks of whom, how they answer, what comes of it."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
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
from kith_contracts.forgetting import ForgetPseudonym
from kith_contracts.words import body_of
from kith_events.agreements.handlers import proposal_and_backlog
from kith_events.asks import closure, home, lead, notices, start
from kith_events.asks.ask_seen import AskSeen, AsksOf
from kith_events.asks.home import Answered, answer_alias
from kith_events.asks.lead import Ballot, ballot_of
from kith_events.asks.practice import Asked, Practice
from kith_events.event.erased import Erased, Erasure, erased_of
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.places.registration import Registration, pseudonym

OfAsk = CloseAsk | DecideAsk | RecordOutcome | GiveAnswer | PutAskAgain


def _practice(message: RecordPracticeKey | ClosePractice, _at: Circumstances) -> tuple[Ref, ...]:
    return (Practice.at(message.event, message.practice),)


def _event_practice_and_bodies(message: StartPractice, _at: Circumstances) -> tuple[Ref, ...]:
    bodies = dict.fromkeys([*message.bodies, *message.jury])
    known = (JointEvent.at(message.event), Practice.at(message.event, message.practice))
    return (*known, *[Member.at(body) for body in bodies])


def _ask_and_practice(message: OfAsk, _at: Circumstances) -> tuple[Ref, ...]:
    return (Asked.at(message.event, message.practice, message.step), Practice.at(message.event, message.practice))


def _ask_practice_and_event(message: OfAsk, at: Circumstances) -> tuple[Ref, ...]:
    return (*_ask_and_practice(message, at), JointEvent.at(message.event))


def _one_ask_and_event(message: EndAsks, _at: Circumstances) -> tuple[Ref, ...]:
    practice, step = message.practice or "", message.step or ""
    ask, of = Asked.at(message.event, practice, step), Practice.at(message.event, practice)
    return (ask, of, JointEvent.at(message.event))


def _ask_ballot_and_event(message: GiveAnswer, at: Circumstances) -> tuple[Ref, ...]:
    ask = f"{message.event}/{message.practice}/{message.step}"
    ballot = Ballot.at(ballot_of(ask, at.sender, message.pseudonym))
    erased = Erased.at(erased_of(at.keyed, at.sender, message.event, message.pseudonym or ""))
    return (*_ask_and_practice(message, at), ballot, erased, JointEvent.at(message.event))


def _seen(message: AskPut | AnswerForBody | AnswerTaken | AnswerAsk) -> Ref:
    return AskSeen.at(message.event, message.practice, message.step)


def _seen_proposal_and_number(message: AskPut, _at: Circumstances) -> tuple[Ref, ...]:
    return (_seen(message), Proposal.at(message.event), AsksOf.at(body_of(message.event)))


def _seen_and_answer(message: AnswerTaken, _at: Circumstances) -> tuple[Ref, ...]:
    own = message.pseudonym or ""
    return (_seen(message), Answered.at(own), Erasure.at(own))


def _answer_of_entry(message: EntryDecided | EntryScheduled, _at: Circumstances) -> tuple[Ref, ...]:
    return (Answered.at(message.pseudonym), Erasure.at(message.pseudonym))


def _all_of_answer(message: AnswerAsk, at: Circumstances) -> tuple[Ref, ...]:
    person, event = message.person, message.event
    alias = answer_alias(at.keyed, person, event, message.practice, message.step)
    known = (Guest.at(person), _seen(message), Proposal.at(event), Answered.at(alias))
    return (*known, Registration.at(pseudonym(at.keyed, person, event)))


def of_answer(message: ForgetPseudonym, at: Circumstances) -> tuple[Ref, ...]:
    """What is kept of an answer that is to be forgotten."""
    if message.ask is None:
        return ()
    practice, _, step = message.ask.partition("/")
    ballot = ballot_of(f"{message.event}/{message.ask}", at.sender, message.pseudonym)
    return (Asked.at(message.event, practice, step), Practice.at(message.event, practice), Ballot.at(ballot))


HANDLERS = (
    # the yes of the body, with which its people hear of what they were asked there before it
    Handler(
        AnswerAgreement,
        notices.answer_agreement,
        proposal_and_backlog,
        EventCommandRefused,
        reads=notices.asks_of,
    ),
    # who asks
    Handler(StartPractice, start.start, _event_practice_and_bodies, EventCommandRefused),
    Handler(RecordPracticeKey, start.record_key, _practice),
    Handler(ClosePractice, start.close_practice, _practice, reads=start.steps_of),
    Handler(GiveAnswer, lead.take_answer, _ask_ballot_and_event),
    Handler(CloseAsk, lead.close_ask, _ask_practice_and_event, EventCommandRefused),
    Handler(RecordOutcome, lead.record_outcome, _ask_practice_and_event),
    Handler(PutAskAgain, lead.put_again, _ask_practice_and_event),
    Handler(EndAsks, closure.end_asks, _one_ask_and_event, reads=closure.next_page),
    Handler(DecideAsk, lead.decide_ask, _ask_practice_and_event, EventCommandRefused),
    # who is asked
    Handler(AskPut, home.hear_ask, _seen_proposal_and_number),
    Handler(AnswerForBody, home.answer_for_body, lambda m, _: (_seen(m),), EventCommandRefused),
    Handler(AnswerAsk, home.answer, _all_of_answer, PlaceCommandRefused),
    Handler(AnswerTaken, home.take_word, _seen_and_answer),
    Handler(EntryDecided, home.take_decision, _answer_of_entry),
    Handler(EntryScheduled, home.take_session, _answer_of_entry),
)
COMMANDS = (AnswerAgreement, StartPractice, CloseAsk, DecideAsk, AnswerForBody, AnswerAsk)
