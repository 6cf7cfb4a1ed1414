"""The part of the catalogue that is about the programme and the advice on it, one line a message."""

from kith_chassis.catalogue import many, on, one, page
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
from kith_events.event.loads import ERASED, ERASURE, EVENT, GUEST, PROPOSAL
from kith_events.programme import lead, speakers_home, speakers_lead
from kith_events.programme.lead import Played, Programme
from kith_events.programme.speakers_home import Speaking, speaker_alias
from kith_events.wording import wording
from kith_events.wording.wording import Wordlist
from kith_events.wording.wordlist import words_of

PROGRAMME = one(Programme, "event")
MEMBERS = many(Member, lambda m, _: [each.body for one in m.sessions for each in one.speakers if each.body])
PRACTICES = many(Practice, lambda m, _: [(m.event, each.entry.practice) for each in m.sessions if each.entry])
PRACTICE = one(Practice, "event", "practice")
OWN = one(Speaking, lambda m, at: speaker_alias(at.keyed, m.person, m.event, m.code))
SPEAKING = one(Speaking, "pseudonym")

HANDLERS = (
    # officers of the hosting networks
    on(SetProgramme, lead.set_programme, ProgrammeCommandRefused)(
        event=EVENT, programme=PROGRAMME, members=MEMBERS, practices=PRACTICES, kept=page(lead.practices_of)
    ),
    on(WithdrawSpeaker, lead.withdraw_speaker, ProgrammeCommandRefused)(event=EVENT, programme=PROGRAMME),
    on(DismissAdvice, lead.dismiss_advice, ProgrammeCommandRefused)(
        event=EVENT, programme=PROGRAMME, words=page(words_of)
    ),
    on(CloseProgramme, lead.close_programme)(event=EVENT, programme=PROGRAMME),
    # commands to ourselves about what was entered
    on(TellAuthor, lead.tell_author)(programme=PROGRAMME, practice=PRACTICE),
    on(DropEntry, lead.drop_entry)(event=EVENT, programme=PROGRAMME),
    # speakers, at home and at the lead
    on(AnswerSpeaking, speakers_home.answer_speaking, PlaceCommandRefused)(
        guest=GUEST, proposal=PROPOSAL, speaking=OWN
    ),
    on(SpeakerAnswered, speakers_lead.take_speaker)(event=EVENT, programme=PROGRAMME, erased=ERASED),
    on(SpeakerTaken, speakers_home.take_word)(speaking=SPEAKING, erasure=ERASURE),
    on(SpeakerScheduled, speakers_home.take_sessions)(speaking=SPEAKING, erasure=ERASURE),
    # the body's own systems
    on(SetWording, wording.set_wording, EventCommandRefused)(words=one(Wordlist, lambda _, at: at.body)),
    # what all bodies say
    on(ProgrammePublished, lead.show_programme)(played=one(Played, "event")),
)
