"""The catalogue: everything that the notify service does, one line a message."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.directory import PersonUpdated
from kith_contracts.events import EventPublished
from kith_contracts.forgetting import ForgetDeliveries
from kith_contracts.notify import RecordDelivery, TellMembers
from kith_contracts.places import RegistrationUpdated
from kith_notify.domain import forgetting, recipients, telling
from kith_notify.domain.recipients import Recipient
from kith_notify.domain.telling import Delivery, KnownEvent, Thread


def _recipient_and_thread(fact: RegistrationUpdated, at: Circumstances) -> tuple[Ref, ...]:
    return (Recipient.at(fact.person), Thread.at(telling.thread_of(at.keyed, fact.registration)))


HANDLERS = (
    # facts of our own body
    Handler(PersonUpdated, recipients.know, lambda m, _: (Recipient.at(m.person),)),
    Handler(RegistrationUpdated, telling.tell_decision, _recipient_and_thread),
    # the directory, about who is forgotten
    Handler(ForgetDeliveries, forgetting.forget_deliveries, lambda _m, _: (), reads=forgetting.next_page, erases=True),
    # facts of all bodies
    Handler(EventPublished, telling.know_event, lambda m, _: (KnownEvent.at(m.event),)),
    # commands to ourselves
    Handler(TellMembers, telling.tell_members, lambda _m, _: (), reads=telling.next_page),
    Handler(RecordDelivery, telling.record, lambda m, _: (Delivery.at(m.delivery),)),
)
