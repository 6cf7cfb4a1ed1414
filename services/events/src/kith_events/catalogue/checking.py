"""The part of the catalogue that is about checks of a network's year."""

from kith_chassis.decision import Handler
from kith_contracts.checks import SetCheckAside
from kith_contracts.events import EventCommandRefused
from kith_events.domain.shown import checks
from kith_events.domain.shown.checks import SetAside
from kith_events.held_meetings import meetings_before

CHECKING = (
    Handler(
        SetCheckAside,
        checks.set_aside,
        lambda m, _: (SetAside.at(m.network),),
        EventCommandRefused,
        reads=meetings_before,
    ),
)
CHECKING_COMMANDS = (SetCheckAside,)
