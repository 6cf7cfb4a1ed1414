"""Logs: one JSON object a line on standard output, for our code and the libraries alike; nothing personal in them."""

import logging
import sys
import time
import traceback
from collections.abc import MutableMapping
from pathlib import PurePath
from typing import Any, Final, TextIO

import structlog

from kith_chassis.errors import told

NEVER_LOGGED: Final = frozenset(
    {"address", "data", "email", "headers", "key", "message", "name", "person", "pseudonym", "recipient", "value"}
)
"""Names under which content or people could slip into a line; their values are replaced."""
SELDOM: Final = 10.0
MOST_REMEMBERED: Final = 1000


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace what must not be logged."""
    for name in NEVER_LOGGED & event.keys():
        event[name] = "[withheld]"
    return event


def locate(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Say which error it was and where, but not its words: they could quote a message."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    elif error and not isinstance(error, BaseException):
        error = sys.exc_info()[1]
    if error:
        event["raised"] = told(error)
        event["at"] = [
            f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


class Seldom(logging.Filter):
    """Lets a library say the same thing once in ten seconds: while a server is away they say it by the hundred."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if len(self._said) > MOST_REMEMBERED:
            self._said.clear()
        which, now = (record.name, str(record.msg)), time.monotonic()
        at, kept_back = self._said.get(which, (-SELDOM, 0))
        if now - at < SELDOM:
            self._said[which] = (at, kept_back + 1)
            return False
        self._said[which] = (now, 0)
        if kept_back:
            record.msg, record.args = f"{record.getMessage()} (and {kept_back} more like it)", None
        return True


def configure(level: str, into: TextIO | None = None) -> None:
    """Set up structlog, and let the standard library's loggers speak through it: on standard output by default."""
    into = into or sys.stdout
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
    ]
    structlog.configure(
        processors=[*shared, locate, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(into),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(into)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                locate,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    handler.addFilter(Seldom())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, getattr(logging, level.upper())))
