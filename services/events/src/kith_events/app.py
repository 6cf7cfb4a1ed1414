"""The events service: its name, its catalogue, what may be sent to it and read from it."""

from kith_chassis.service import Service
from kith_events.agreements.api import shares_of
from kith_events.api import router
from kith_events.asks.rights import networks_of
from kith_events.asks.worker import keep_practices
from kith_events.calendar.api_own import pages
from kith_events.dates.school_holidays import load_days
from kith_events.door.worker import keep_keys
from kith_events.event.access import offices_of
from kith_events.handlers import HANDLERS

EVENTS = Service(
    "events",
    HANDLERS,
    router,
    (keep_keys, keep_practices, load_days),
    networks_of=networks_of,
    offices_of=offices_of,
    shares_of=shares_of,
    pages=pages,
)
