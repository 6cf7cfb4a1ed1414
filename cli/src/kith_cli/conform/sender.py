"""Whether a system sends as it should: each request whole, and again when it was not taken in. Pure."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from kith_cli.conform import messages
from kith_cli.conform.rules import Finding
from kith_contracts.pages.cloud_events import BATCH, STRUCTURED

BUSY, LOST = 503, 0
RETRY_AFTER: Final = 1
"""Seconds that the answer 503 asks for."""
NEARLY: Final = 0.95
"""Clocks of two machines differ."""
BINARY: Final = "application/json"
NOT_TRIED: Final = {
    "again-after-503": "No event was answered with 503: send at least two.",
    "again-after-silence": "No answer was lost: send at least three events.",
}


class Exchange(NamedTuple):
    """One request of the system, and what it was answered; 0 is nothing at all."""

    method: str
    path: str
    headers: dict[str, str]
    content: str
    at: float
    """Seconds since the first."""
    answered: int

    @property
    def sends(self) -> bool:
        return self.method == "POST"

    @property
    def events(self) -> list[Any]:
        """The events in it, however they were written; none if that cannot be read."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            found = json.loads(self.content)
        except (ValueError, RecursionError):
            return []
        if kind == BINARY:
            attributes = {name[3:]: value for name, value in self.headers.items() if name.startswith("ce-")}
            return [{**attributes, "data": found}]
        return found if kind == BATCH and isinstance(found, list) else [found]


def judge(exchanges: Sequence[Exchange], now: datetime) -> list[Finding]:
    """All that is wrong with what the system has sent."""
    sent = [each for each in exchanges if each.sends]
    whole = [finding for number, each in enumerate(sent, 1) for finding in _request(f"request {number}", each, now)]
    again = [finding for id in ids(sent) for finding in _again(id, sent)]
    asked = any(not each.sends for each in exchanges)
    outcome = [] if asked or not sent else [Finding("outcome", "all requests", "No outcome was asked for.")]
    return [*whole, *again, *outcome]


def not_tried(exchanges: Iterable[Exchange]) -> dict[str, str]:
    """Rules of which nothing can be said, with what it takes."""
    answers = {each.answered for each in exchanges if each.sends}
    seen = {"again-after-503": BUSY in answers, "again-after-silence": LOST in answers}
    return {rule: NOT_TRIED[rule] for rule, was_tried in seen.items() if not was_tried}


def ids(sent: Iterable[Exchange]) -> list[str]:
    """The ids of the events, each once."""
    return list(dict.fromkeys(id for each in sent for id in _ids(each)))


def _ids(exchange: Exchange) -> list[str]:
    return [str(event.get("id")) for event in exchange.events if isinstance(event, dict)]


def _request(place: str, exchange: Exchange, now: datetime) -> Iterator[Finding]:
    if not exchange.headers.get("authorization", "").lower().startswith("bearer "):
        yield Finding("token", place, "There is no bearer token.")
    steps = exchange.path.partition("?")[0].strip("/").split("/")
    if len(steps) != 4 or steps[1] != "v1" or steps[3] != "commands":  # noqa: PLR2004 - service, v1, body, commands
        yield Finding("path", place, f"It was sent to {exchange.path}.")
    kind = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (STRUCTURED, BATCH, BINARY):
        yield Finding("media-type", place, f"It is {kind or 'missing'}.")
        return
    found = [(f"{place}, event {number}", each) for number, each in enumerate(exchange.events)]
    if not found:
        yield Finding("json", place, "The content cannot be read.")
    yield from messages.check(found, now)


def _again(id: str, sent: Sequence[Exchange]) -> Iterator[Finding]:
    """What the system did with one event after an answer that did not take it in."""
    tries = [each for each in sent if id in _ids(each)]
    if len({_said(id, each) for each in tries}) > 1:
        yield Finding("same-again", f"event {id}", "It was sent again with other content.")
    for number, each in enumerate(tries):
        after = tries[number + 1] if number + 1 < len(tries) else None
        if each.answered == BUSY and after is None:
            yield Finding("again-after-503", f"event {id}", "It was not sent again.")
        elif each.answered == BUSY and after and after.at - each.at < RETRY_AFTER * NEARLY:
            seconds = after.at - each.at
            yield Finding(
                "waits", f"event {id}", f"It came again after {seconds:.1f} s; {RETRY_AFTER} s were asked for."
            )
        elif each.answered == LOST and after is None:
            yield Finding("again-after-silence", f"event {id}", "It was not sent again.")


def _said(id: str, exchange: Exchange) -> str:
    return next(messages.said_by(each) for each in exchange.events if isinstance(each, dict) and each.get("id") == id)
