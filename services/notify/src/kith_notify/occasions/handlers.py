"""The part of the catalogue about what there is to tell, and to whom."""

from kith_chassis.catalogue import on, one, page
from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.directory.membership import TellOne
from kith_contracts.events.actions import ActionUpdated
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.answers import AnswerUpdated, PeopleAsked
from kith_contracts.events.places import RegistrationUpdated
from kith_contracts.notify.occasions import (
    NoteRole,
    TellAsked,
    TellChange,
    TellIntroduction,
    TellJoining,
    TellMembers,
    TellSession,
)
from kith_contracts.registry import subject_of
from kith_notify.deliveries.delivery import Delivery, identity
from kith_notify.occasions import actions, announcements, asks, events, introductions, online, places, roles, sessions
from kith_notify.occasions.attendance import Attendance, attendance_of
from kith_notify.occasions.events import KnownEvent

ATTENDANCE = one(Attendance, lambda m, at: attendance_of(at.keyed, m.person, subject_of(m)))
KNOWN = one(KnownEvent, "event")
OF_ENTRY = one(Delivery, lambda m, at: identity(at.keyed, m.person, m.subject, "entry", m.answer))
OF_ACTION = one(Delivery, lambda m, at: actions.delivery_of(at.keyed, m))
OF_INTRODUCTION = one(Delivery, lambda m, at: introductions.delivery_of(at.keyed, m))
OF_ONE = one(Delivery, lambda m, at: announcements.one_of(at.keyed, m))
OF_SESSION = one(Delivery, lambda m, at: sessions.delivery_of(at.keyed, m))

HANDLERS = (
    # facts of our own body
    on(RegistrationUpdated, places.tell_decision)(attendance=ATTENDANCE, known=KNOWN),
    on(PeopleAsked, asks.ask_people)(),
    on(AnswerUpdated, roles.note_answer)(delivery=OF_ENTRY, attendance=ATTENDANCE),
    on(ActionUpdated, actions.tell_action)(told=OF_ACTION),
    # the directory, about what was said in a network, or answered there
    on(TellAnnounced, announcements.tell_announced)(page=page(announcements.next_page)),
    on(TellOne, announcements.tell_one)(known=OF_ONE),
    # the events service
    on(NoteRole, roles.note_role)(attendance=ATTENDANCE),
    on(TellIntroduction, introductions.tell_introduction)(known=OF_INTRODUCTION),
    on(TellJoining, online.tell_joining)(event=KNOWN, page=page(online.next_page)),
    on(TellSession, sessions.tell_session)(known=OF_SESSION),
    # facts of all bodies
    on(EventPublished, events.know_event)(known=KNOWN),
    # commands to ourselves
    on(TellMembers, events.tell_members)(page=page(events.next_page)),
    on(TellAsked, asks.tell_asked)(page=page(asks.next_page)),
    on(TellChange, places.tell_change)(
        attendance=one(Attendance, "attendance"), known=KNOWN, page=page(places.next_page)
    ),
)
