"""The part of the catalogue that is about the programme and the advice on it, one line a message."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
from kith_contracts.entries import DropEntry, TellAuthor
from kith_contracts.events import EventCommandRefused
from kith_contracts.places import PlaceCommandRefused
from kith_contracts.programme import (
    CloseProgramme,
    DismissAdvice,
    ProgrammeCommandRefused,
    ProgrammePublished,
    SetProgramme,
    SetWording,
    WithdrawSpeaker,
)
from kith_contracts.speaking import AnswerSpeaking, SpeakerAnswered, SpeakerScheduled, SpeakerTaken
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.agreements.party import Proposal
from kith_events.domain.asking.practices import Practice
from kith_events.domain.erasure.forgetting import Erasure
from kith_events.domain.programmes import advising, programme, speakers, speaking
from kith_events.domain.programmes.advising import Wordlist
from kith_events.domain.programmes.programme import Played, Programme
from kith_events.domain.programmes.speaking import Speaking, speaker_alias
from kith_events.domain.seats.places import Erased, erased_of
from kith_events.domain.seats.wishes import Guest
from kith_events.inclusive_words import words_of


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


PRESENTING = (
    # officers of the hosting networks
    Handler(
        SetProgramme,
        programme.set_programme,
        _programme_and_named,
        ProgrammeCommandRefused,
        reads=programme.practices_of,
    ),
    Handler(WithdrawSpeaker, programme.withdraw_speaker, _programme, ProgrammeCommandRefused),
    Handler(DismissAdvice, programme.dismiss_advice, _programme, ProgrammeCommandRefused, reads=words_of),
    Handler(CloseProgramme, programme.close_programme, _programme),
    # commands to ourselves about what was entered
    Handler(TellAuthor, programme.tell_author, _programme_and_practice),
    Handler(DropEntry, programme.drop_entry, _programme),
    # speakers, at home and at the lead
    Handler(AnswerSpeaking, speaking.answer_speaking, _guest_proposal_and_speaking, PlaceCommandRefused),
    Handler(SpeakerAnswered, speakers.take_speaker, _programme_and_erased),
    Handler(SpeakerTaken, speaking.take_word, lambda m, _: (Speaking.at(m.pseudonym), Erasure.at(m.pseudonym))),
    Handler(SpeakerScheduled, speaking.take_sessions, lambda m, _: (Speaking.at(m.pseudonym), Erasure.at(m.pseudonym))),
    # the body's own systems
    Handler(SetWording, advising.set_wording, lambda _m, at: (Wordlist.at(at.body),), EventCommandRefused),
    # what all bodies say
    Handler(ProgrammePublished, programme.show_programme, lambda m, _: (Played.at(m.event),)),
)
PRESENTING_COMMANDS = (SetProgramme, WithdrawSpeaker, DismissAdvice, AnswerSpeaking, SetWording)
