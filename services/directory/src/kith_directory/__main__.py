"""Run the directory alone: `python -m kith_directory`."""

from kith_chassis.run import main
from kith_directory.app import DIRECTORY

if __name__ == "__main__":
    main(DIRECTORY)
