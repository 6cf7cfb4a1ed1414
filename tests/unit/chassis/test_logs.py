"""Logs say what happened and where, and nothing of what people wrote."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from pymongo.errors import OperationFailure

from kith_chassis import logs
from kith_chassis.errors import told

CANARY = "ada@example.org"


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    monkeypatch.setattr(sys, "stdout", written := io.StringIO())
    logs.configure("info")
    structlog.configure(cache_logger_on_first_use=False)
    yield written
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_content_and_people_are_withheld(out: io.StringIO) -> None:
    structlog.get_logger().info("said", person=CANARY, key=CANARY, value=CANARY, offset=7)
    [line] = lines(out)
    assert (line["person"], line["key"], line["value"], line["offset"]) == (*["[withheld]"] * 3, 7)


def test_an_error_is_named_and_placed_without_its_words(out: io.StringIO) -> None:
    try:
        int(CANARY)
    except ValueError as error:
        structlog.get_logger().exception("failed")
        structlog.get_logger().critical("failed", exc_info=error)
        logging.getLogger("library").exception("failed")
    found = lines(out)
    assert [line["raised"] for line in found] == ["ValueError"] * 3
    assert all(str(line["at"]).startswith("['test_logs.py:") for line in found)
    assert CANARY not in json.dumps(found)


def test_a_library_says_the_same_thing_seldom(out: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    library = logging.getLogger("library")
    for at in range(50):
        library.error("Unable to connect to %s", at)
    library.error("something else")
    now += logs.SELDOM
    library.error("Unable to connect to %s", 50)
    said = [line["event"] for line in lines(out)]
    assert said == ["Unable to connect to 0", "something else", "Unable to connect to 50 (and 49 more like it)"]


def test_of_an_error_only_what_a_server_says_is_told() -> None:
    assert told(ValueError(CANARY)) == "ValueError"
    assert told(OperationFailure(f"{{name: {CANARY}}}", 121)) == "OperationFailure, code 121"
    assert told(ConnectionRefusedError(111, "refused")) == "ConnectionRefusedError: [Errno 111] refused"
