"""The part of the catalogue that is about checks of a network's year."""

from kith_chassis.catalogue import on, one, page
from kith_contracts.events.agreements import EventCommandRefused
from kith_contracts.events.checks import SetCheckAside
from kith_events.year import checks
from kith_events.year.checks import SetAside
from kith_events.year.history import meetings_before

HANDLERS = (
    on(SetCheckAside, checks.set_aside, EventCommandRefused)(kept=one(SetAside, "network"), held=page(meetings_before)),
)
