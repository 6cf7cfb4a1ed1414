"""`kith node`: all services of a node in one process, for one body or several."""

from kith_chassis.run import main
from kith_console.app import front_of
from kith_directory.app import DIRECTORY
from kith_events.app import EVENTS
from kith_notify.app import NOTIFY


def node() -> None:
    """Run directory, events, notify and their web pages for the bodies in KITH_BODIES, until stopped.

    All settings come from the environment; a missing one is named. Health is at /health/live and /health/ready.
    """
    main(DIRECTORY, EVENTS, NOTIFY, front=front_of)
