"""Run the notify service alone: `python -m kith_notify`."""

from kith_chassis.run import main
from kith_notify.app import NOTIFY

if __name__ == "__main__":
    main(NOTIFY)
