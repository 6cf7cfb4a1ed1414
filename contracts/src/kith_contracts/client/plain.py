"""A client that waits in the thread that calls it."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Self

import httpx2

from kith_contracts.client.exchange import AGAIN, ANSWER, Ask, Exchange, Patience, Told, good, pauses, told_in
from kith_contracts.message import Command
from kith_contracts.pages.cloud_events import STRUCTURED
from kith_contracts.pages.requests import CommandOutcome


class Client(Exchange):
    """A client that waits. Use it as a context, or `close` it."""

    def __init__(self, node: str, body: str, system: str, token: str | Callable[[], str]) -> None:
        super().__init__(node, body, system, token)
        self._http = httpx2.Client(timeout=ANSWER)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def publish(self, command: Command, id: str = "") -> CommandOutcome:
        """Send a command, wait for its outcome, and return it; `accepted` if it is not known within a minute.

        `id` is yours: with the same id the same command takes effect once, also after a crash of yours. Raises
        `Refused`, and httpx2.HTTPError if the node stays away for a minute.
        """
        plan = self.plan(command, id)
        try:
            ask = next(plan)
            while True:
                ask = plan.send(self._send(ask))
        except StopIteration as done:
            outcome: CommandOutcome = done.value
            return outcome

    def _send(self, ask: Ask) -> httpx2.Response:
        for pause in pauses():
            try:
                kind = self.headers(**{"content-type": STRUCTURED})
                answer = self._http.request(ask.method, self.node + ask.path, content=ask.content, headers=kind)
                if pause is None or answer.status_code not in AGAIN:
                    return answer
            except httpx2.TransportError:
                if pause is None:
                    raise
            time.sleep(pause)
        raise AssertionError("the last pause is none")

    def follow(self, after: int = 0, types: Iterable[str] = (), names: Iterable[str] = ()) -> Iterator[Told]:
        """Facts as they come, for ever, after this number; only of these types and about these networks and events, if
        any are named. It connects again by itself. Raises `Refused`.
        """
        pauses = Patience()
        while True:
            try:
                headers = self.headers(accept="text/event-stream")
                with self._http.stream(
                    "GET", self.facts, params=self.query(after, types, names), headers=headers
                ) as answer:
                    if answer.status_code not in AGAIN:
                        if answer.is_error:
                            answer.read()
                        good(answer)
                        for line in answer.iter_lines():
                            if told := told_in(line):
                                after = told.number
                                yield told
                            pauses.begin()
            except httpx2.TransportError:
                pass
            time.sleep(pauses.next())
