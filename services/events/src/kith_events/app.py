"""The events service: its name, its catalogue, what may be sent to it and read from it."""

from kith_chassis.service import Service
from kith_events.api import router
from kith_events.handlers import COMMANDS, HANDLERS
from kith_events.keyfiles import keep_keys
from kith_events.reads.agreements import networks_of
from kith_events.reads.own_calendar import pages
from kith_events.school_days import load_days
from kith_events.tallies import keep_practices

EVENTS = Service(
    "events",
    HANDLERS,
    COMMANDS,
    router,
    (keep_keys, keep_practices, load_days),
    networks_of=networks_of,
    pages=pages,
)
