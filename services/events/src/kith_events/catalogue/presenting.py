"""The part of the catalogue that is about the programme and the advice on it, one line a message."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
from kith_contracts.entries import DropEntry, TellAuthor
from kith_contracts.events import EventCommandRefused
from kith_contracts.programme import (
    CloseProgramme,
    DismissAdvice,
    ProgrammeCommandRefused,
    ProgrammePublished,
    SetProgramme,
    SetWording,
    WithdrawSpeaker,
)
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.asking.practices import Practice
from kith_events.domain.programmes import advising, programme
from kith_events.domain.programmes.programme import Played, Programme
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


PRESENTING = (
    # officers of the hosting networks
    Handler(SetProgramme, programme.set_programme, _programme_and_named, ProgrammeCommandRefused),
    Handler(WithdrawSpeaker, programme.withdraw_speaker, _programme, ProgrammeCommandRefused),
    Handler(DismissAdvice, programme.dismiss_advice, _programme, ProgrammeCommandRefused, reads=words_of),
    Handler(CloseProgramme, programme.close_programme, _programme),
    # commands to ourselves about what was entered
    Handler(TellAuthor, programme.tell_author, _programme_and_practice),
    Handler(DropEntry, programme.drop_entry, _programme),
    # the body's own systems
    Handler(SetWording, advising.set_wording, lambda _m, _at: (), EventCommandRefused),
    # what all bodies say
    Handler(ProgrammePublished, programme.show_programme, lambda m, _: (Played.at(m.event),)),
)
PRESENTING_COMMANDS = (SetProgramme, WithdrawSpeaker, DismissAdvice, SetWording)
