"""The catalogue: everything that the notify service does, one line a message."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.directory.networks import NetworkUpdated, PersonUpdated
from kith_contracts.events.actions import ActionUpdated
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.answers import AnswerUpdated, PeopleAsked
from kith_contracts.events.places import RegistrationUpdated
from kith_contracts.forgetting import ForgetDeliveries
from kith_contracts.notify.deliveries import (
    NoteRole,
    RecordDelivery,
    TellAsked,
    TellChange,
    TellIntroduction,
    TellJoining,
    TellMembers,
    TellSession,
)
from kith_notify import forgetting, openness, outcome, recipients
from kith_notify.occasions import actions, announcements, asks, events, introductions, online, places, roles, sessions
from kith_notify.occasions.attendance import Attendance, attendance_of
from kith_notify.occasions.events import Delivery, KnownEvent, identity
from kith_notify.openness import KnownNetwork
from kith_notify.recipients import Recipient


def _whom_and_what(fact: RegistrationUpdated, at: Circumstances) -> tuple[Ref, ...]:
    own = attendance_of(at.keyed, fact.person, fact.event)
    return (Recipient.at(fact.person), Attendance.at(own), KnownEvent.at(fact.event))


def _attendance(message: AnswerUpdated | NoteRole | RecordDelivery, at: Circumstances) -> Ref:
    return Attendance.at(attendance_of(at.keyed, message.person, message.event))


def _author_and_delivery(fact: AnswerUpdated, at: Circumstances) -> tuple[Ref, ...]:
    id = identity(at.keyed, fact.person, fact.event, "entry", fact.answer)
    return (Recipient.at(fact.person), Delivery.at(id), _attendance(fact, at))


def _told_and_calendar(command: RecordDelivery, at: Circumstances) -> tuple[Ref, ...]:
    return (Delivery.at(command.delivery), _attendance(command, at), KnownEvent.at(command.event))


def _whom_and_told(fact: ActionUpdated, at: Circumstances) -> tuple[Ref, ...]:
    return (Recipient.at(fact.person), Delivery.at(actions.delivery_of(at.keyed, fact)))


def _whom_and_delivery(command: TellIntroduction, at: Circumstances) -> tuple[Ref, ...]:
    return (Recipient.at(command.person), Delivery.at(introductions.delivery_of(at.keyed, command)))


def _whom_and_move(command: TellSession, at: Circumstances) -> tuple[Ref, ...]:
    return (Recipient.at(command.person), Delivery.at(sessions.delivery_of(at.keyed, command)))


HANDLERS = (
    # facts of our own body
    Handler(PersonUpdated, recipients.know, lambda m, _: (Recipient.at(m.person),)),
    Handler(NetworkUpdated, openness.know_network, lambda m, _: (KnownNetwork.at(m.network),)),
    Handler(RegistrationUpdated, places.tell_decision, _whom_and_what),
    Handler(PeopleAsked, asks.ask_people, lambda _m, _: ()),
    Handler(AnswerUpdated, roles.note_answer, _author_and_delivery),
    Handler(ActionUpdated, actions.tell_action, _whom_and_told),
    # the directory, about who is forgotten
    Handler(ForgetDeliveries, forgetting.forget_deliveries, lambda _m, _: (), reads=forgetting.next_page, erases=True),
    # the directory, about what was said in a network
    Handler(TellAnnounced, announcements.tell_announced, lambda _m, _: (), reads=announcements.next_page),
    # the events service
    Handler(NoteRole, roles.note_role, lambda m, at: (Recipient.at(m.person), _attendance(m, at))),
    Handler(TellIntroduction, introductions.tell_introduction, _whom_and_delivery),
    Handler(TellJoining, online.tell_joining, lambda m, _: (KnownEvent.at(m.event),), reads=online.next_page),
    Handler(TellSession, sessions.tell_session, _whom_and_move),
    # facts of all bodies
    Handler(EventPublished, events.know_event, lambda m, _: (KnownEvent.at(m.event),)),
    # commands to ourselves
    Handler(TellMembers, events.tell_members, lambda _m, _: (), reads=events.next_page),
    Handler(TellAsked, asks.tell_asked, lambda _m, _: (), reads=asks.next_page),
    Handler(
        TellChange,
        places.tell_change,
        lambda m, _: (Attendance.at(m.attendance or ""), KnownEvent.at(m.event)),
        reads=places.next_page,
    ),
    Handler(RecordDelivery, outcome.record, _told_and_calendar),
)
