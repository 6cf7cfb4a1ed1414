"""School holidays, from the iCalendar files that an operator has put into a folder; a bad one never stops the node."""

import asyncio
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import structlog

from kith_chassis.service import BodyService
from kith_commons.formats.day_calendars import MOST_BYTES, BadCalendar, Days, days_of
from kith_events.dates.clashes import Known

log = structlog.get_logger()
MOST_FILES: Final = 100
MOST_DAYS: Final = 5_000
"""Of all files: each is looked at for each date that somebody thinks of."""
MOST_TOLD: Final = 100
"""Entries of a file that are left out, one line in the log for each."""
MEANS: Final = "who has children at school may be away, or need care for them"


async def load_days(running: BodyService) -> None:
    """Read them at the start, so that the log says then what is wrong with them."""
    await asyncio.to_thread(school_days, running.settings.calendars)


@cache
def school_days(folder: Path | None) -> tuple[Known, ...]:
    """All days in the files of the folder, read once. What is wrong with a file stands in the log."""
    if folder is None:
        return ()
    found: list[Days] = []
    for path in _files(folder):
        days = _read(path)
        if len(found) + len(days) > MOST_DAYS:
            _left_out(path, f"With it there would be more than {MOST_DAYS} days. Take out old files.")
            continue
        found += days
    return tuple(Known(each.name, "school", each.first, each.last, means=MEANS) for each in dict.fromkeys(found))


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        log.error("no school holidays", folder=str(folder), what_now="KITH_CALENDARS must name a folder. Make it.")
        return
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".ics")
    for path in paths[MOST_FILES:]:
        _left_out(path, f"There are more than {MOST_FILES} files. Take out what you do not need.")
    yield from paths[:MOST_FILES]


def _read(path: Path) -> list[Days]:
    try:
        with path.open("rb") as file:
            found = days_of(file.read(MOST_BYTES + 1), path.stem)
    except BadCalendar as bad:
        return _left_out(path, str(bad))
    except OSError as error:
        return _left_out(path, f"It cannot be read ({type(error).__name__}). Let the node read it.")
    for entry in found.left_out[:MOST_TOLD]:
        log.warning("leaving out a calendar entry", file=path.name, line=entry.line, why=entry.why)
    if (more := len(found.left_out) - MOST_TOLD) > 0:
        log.warning("leaving out more calendar entries", file=path.name, count=more)
    if not found.days:
        _left_out(path, "It has no day without school in it. Look whether it is the file that you meant.")
    return found.days


def _left_out(path: Path, what_now: str) -> list[Days]:
    log.error("leaving out a calendar file", file=path.name, what_now=f"{what_now} Then restart the node.")
    return []
