"""The part of the catalogue that is about the programme and the advice on it, one line a message."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
from kith_contracts.events.agreements import EventCommandRefused
from kith_contracts.events.entries import DropEntry, TellAuthor
from kith_contracts.events.places import PlaceCommandRefused
from kith_contracts.events.programme import (
    CloseProgramme,
    DismissAdvice,
    ProgrammeCommandRefused,
    ProgrammePublished,
    SetProgramme,
    SetWording,
    WithdrawSpeaker,
)
from kith_contracts.events.speakers import AnswerSpeaking, SpeakerAnswered, SpeakerScheduled, SpeakerTaken
from kith_events.asks.practice import Practice
from kith_events.event.erased import Erased, Erasure, erased_of
from kith_events.event.guest import Guest
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.programme import lead, speakers_home, speakers_lead
from kith_events.programme.lead import Played, Programme
from kith_events.programme.speakers_home import Speaking, speaker_alias
from kith_events.wording import wording
from kith_events.wording.wording import Wordlist
from kith_events.wording.wordlist import words_of


def _programme(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Programme.at(message.event))


def _programme_and_named(message: SetProgramme, at: Circumstances) -> tuple[Ref, ...]:
    bodies = dict.fromkeys(each.body for session in message.sessions for each in session.speakers if each.body)
    practices = dict.fromkeys(each.entry.practice for each in message.sessions if each.entry)
    named = (*[Member.at(body) for body in bodies], *[Practice.at(message.event, name) for name in practices])
    return (*_programme(message, at), *named)


def _programme_and_practice(message: TellAuthor, _at: Circumstances) -> tuple[Ref, ...]:
    return (Programme.at(message.event), Practice.at(message.event, message.practice))


def _programme_and_erased(message: SpeakerAnswered, at: Circumstances) -> tuple[Ref, ...]:
    erased = Erased.at(erased_of(at.keyed, at.sender, message.event, message.pseudonym))
    return (*_programme(message, at), erased)


def _guest_proposal_and_speaking(message: AnswerSpeaking, at: Circumstances) -> tuple[Ref, ...]:
    alias = speaker_alias(at.keyed, message.person, message.event, message.code)
    return (Guest.at(message.person), Proposal.at(message.event), Speaking.at(alias))


HANDLERS = (
    # officers of the hosting networks
    Handler(
        SetProgramme,
        lead.set_programme,
        _programme_and_named,
        ProgrammeCommandRefused,
        reads=lead.practices_of,
    ),
    Handler(WithdrawSpeaker, lead.withdraw_speaker, _programme, ProgrammeCommandRefused),
    Handler(DismissAdvice, lead.dismiss_advice, _programme, ProgrammeCommandRefused, reads=words_of),
    Handler(CloseProgramme, lead.close_programme, _programme),
    # commands to ourselves about what was entered
    Handler(TellAuthor, lead.tell_author, _programme_and_practice),
    Handler(DropEntry, lead.drop_entry, _programme),
    # speakers, at home and at the lead
    Handler(AnswerSpeaking, speakers_home.answer_speaking, _guest_proposal_and_speaking, PlaceCommandRefused),
    Handler(SpeakerAnswered, speakers_lead.take_speaker, _programme_and_erased),
    Handler(SpeakerTaken, speakers_home.take_word, lambda m, _: (Speaking.at(m.pseudonym), Erasure.at(m.pseudonym))),
    Handler(
        SpeakerScheduled, speakers_home.take_sessions, lambda m, _: (Speaking.at(m.pseudonym), Erasure.at(m.pseudonym))
    ),
    # the body's own systems
    Handler(SetWording, wording.set_wording, lambda _m, at: (Wordlist.at(at.body),), EventCommandRefused),
    # what all bodies say
    Handler(ProgrammePublished, lead.show_programme, lambda m, _: (Played.at(m.event),)),
)
COMMANDS = (SetProgramme, WithdrawSpeaker, DismissAdvice, AnswerSpeaking, SetWording)
