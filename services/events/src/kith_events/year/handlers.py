"""The part of the catalogue that is about checks of a network's year."""

from kith_chassis.decision import Handler
from kith_contracts.events.agreements import EventCommandRefused
from kith_contracts.events.checks import SetCheckAside
from kith_events.year import checks
from kith_events.year.checks import SetAside
from kith_events.year.held import meetings_before

HANDLERS = (
    Handler(
        SetCheckAside,
        checks.set_aside,
        lambda m, _: (SetAside.at(m.network),),
        EventCommandRefused,
        reads=meetings_before,
    ),
)
COMMANDS = (SetCheckAside,)
