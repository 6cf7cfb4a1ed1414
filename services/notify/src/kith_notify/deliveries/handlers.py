"""The part of the catalogue about what becomes of what is to be told."""

from kith_chassis.catalogue import on, one
from kith_contracts.notify.deliveries import RecordDelivery, SendWeekly, SettleDelivery, WakeDelivery
from kith_contracts.notify.preferences import StopMail
from kith_notify.deliveries import outcome, stop, weekly
from kith_notify.deliveries.delivery import Delivery
from kith_notify.deliveries.weekly import Weekly, weekly_of
from kith_notify.occasions.events import KnownEvent
from kith_notify.occasions.handlers import ATTENDANCE
from kith_notify.recipients.recipient import Recipient

DELIVERY = one(Delivery, "delivery")
KNOWN = one(KnownEvent, "subject")
WEEKLY = one(Weekly, lambda m, at: weekly_of(at.keyed, m.person))

HANDLERS = (
    on(RecordDelivery, outcome.record)(delivery=DELIVERY, attendance=ATTENDANCE, known=KNOWN),
    on(SettleDelivery, outcome.settle)(delivery=DELIVERY, attendance=ATTENDANCE, known=KNOWN, weekly=WEEKLY),
    on(WakeDelivery, outcome.wake)(delivery=DELIVERY),
    on(SendWeekly, weekly.send)(weekly=WEEKLY),
    on(StopMail, stop.stop)(recipient=one(Recipient, "person"), delivery=DELIVERY),
)
