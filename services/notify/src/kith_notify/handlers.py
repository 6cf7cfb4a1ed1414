"""The catalogue: everything that the notify service does, one line a message."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.actions import ActionUpdated
from kith_contracts.answers import AnswerUpdated, PeopleAsked
from kith_contracts.directory import NetworkUpdated, PersonUpdated
from kith_contracts.events import EventPublished
from kith_contracts.forgetting import ForgetDeliveries
from kith_contracts.inside import TellAnnounced
from kith_contracts.notify import (
    NoteRole,
    RecordDelivery,
    TellAsked,
    TellChange,
    TellIntroduction,
    TellJoining,
    TellMembers,
    TellSession,
)
from kith_contracts.places import RegistrationUpdated
from kith_notify.domain import (
    announcing,
    asking,
    attending,
    forgetting,
    introducing,
    joining,
    openness,
    outcome,
    presenting,
    recipients,
    returning,
    roles,
    telling,
)
from kith_notify.domain.attendance import Attendance, attendance_of
from kith_notify.domain.openness import KnownNetwork
from kith_notify.domain.recipients import Recipient
from kith_notify.domain.telling import Delivery, KnownEvent, identity


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
    return (Recipient.at(fact.person), Delivery.at(returning.delivery_of(at.keyed, fact)))


def _whom_and_delivery(command: TellIntroduction, at: Circumstances) -> tuple[Ref, ...]:
    return (Recipient.at(command.person), Delivery.at(introducing.delivery_of(at.keyed, command)))


def _whom_and_move(command: TellSession, at: Circumstances) -> tuple[Ref, ...]:
    return (Recipient.at(command.person), Delivery.at(presenting.delivery_of(at.keyed, command)))


HANDLERS = (
    # facts of our own body
    Handler(PersonUpdated, recipients.know, lambda m, _: (Recipient.at(m.person),)),
    Handler(NetworkUpdated, openness.know_network, lambda m, _: (KnownNetwork.at(m.network),)),
    Handler(RegistrationUpdated, attending.tell_decision, _whom_and_what),
    Handler(PeopleAsked, asking.ask_people, lambda _m, _: ()),
    Handler(AnswerUpdated, roles.note_answer, _author_and_delivery),
    Handler(ActionUpdated, returning.tell_action, _whom_and_told),
    # the directory, about who is forgotten
    Handler(ForgetDeliveries, forgetting.forget_deliveries, lambda _m, _: (), reads=forgetting.next_page, erases=True),
    # the directory, about what was said in a network
    Handler(TellAnnounced, announcing.tell_announced, lambda _m, _: (), reads=announcing.next_page),
    # the events service
    Handler(NoteRole, roles.note_role, lambda m, at: (Recipient.at(m.person), _attendance(m, at))),
    Handler(TellIntroduction, introducing.tell_introduction, _whom_and_delivery),
    Handler(TellJoining, joining.tell_joining, lambda m, _: (KnownEvent.at(m.event),), reads=joining.next_page),
    Handler(TellSession, presenting.tell_session, _whom_and_move),
    # facts of all bodies
    Handler(EventPublished, telling.know_event, lambda m, _: (KnownEvent.at(m.event),)),
    # commands to ourselves
    Handler(TellMembers, telling.tell_members, lambda _m, _: (), reads=telling.next_page),
    Handler(TellAsked, asking.tell_asked, lambda _m, _: (), reads=asking.next_page),
    Handler(
        TellChange,
        attending.tell_change,
        lambda m, _: (Attendance.at(m.attendance or ""), KnownEvent.at(m.event)),
        reads=attending.next_page,
    ),
    Handler(RecordDelivery, outcome.record, _told_and_calendar),
)
