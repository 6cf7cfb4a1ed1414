"""The part of the catalogue about what became of a mail."""

from kith_chassis.catalogue import on, one
from kith_contracts.notify.deliveries import RecordDelivery
from kith_notify.mail import outcome
from kith_notify.occasions.events import Delivery, KnownEvent
from kith_notify.occasions.handlers import ATTENDANCE

HANDLERS = (
    on(RecordDelivery, outcome.record)(
        delivery=one(Delivery, "delivery"), attendance=ATTENDANCE, known=one(KnownEvent, "subject")
    ),
)
