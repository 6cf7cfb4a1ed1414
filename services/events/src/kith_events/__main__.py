"""Run the events service alone: `python -m kith_events`."""

from kith_chassis.run import main
from kith_events.app import EVENTS

if __name__ == "__main__":
    main(EVENTS)
