"""The same client for an event loop."""

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Self

import anyio
import httpx2

from kith_contracts.client.exchange import AGAIN, ANSWER, Ask, Exchange, Patience, Told, good, pauses, told_in
from kith_contracts.message import Command
from kith_contracts.pages.cloud_events import STRUCTURED
from kith_contracts.pages.requests import CommandOutcome


class AsyncClient(Exchange):
    """The same for an event loop. Use it as an asynchronous context, or `close` it."""

    def __init__(self, node: str, body: str, system: str, token: str | Callable[[], str]) -> None:
        super().__init__(node, body, system, token)
        self._http = httpx2.AsyncClient(timeout=ANSWER)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def publish(self, command: Command, id: str = "") -> CommandOutcome:
        """As `Client.publish`."""
        plan = self.plan(command, id)
        try:
            ask = next(plan)
            while True:
                ask = plan.send(await self._send(ask))
        except StopIteration as done:
            outcome: CommandOutcome = done.value
            return outcome

    async def _send(self, ask: Ask) -> httpx2.Response:
        for pause in pauses():
            try:
                kind = self.headers(**{"content-type": STRUCTURED})
                answer = await self._http.request(ask.method, self.node + ask.path, content=ask.content, headers=kind)
                if pause is None or answer.status_code not in AGAIN:
                    return answer
            except httpx2.TransportError:
                if pause is None:
                    raise
            await anyio.sleep(pause)
        raise AssertionError("the last pause is none")

    async def follow(self, after: int = 0, types: Iterable[str] = (), names: Iterable[str] = ()) -> AsyncIterator[Told]:
        """As `Client.follow`."""
        pauses = Patience()
        while True:
            try:
                headers, query = self.headers(accept="text/event-stream"), self.query(after, types, names)
                async with self._http.stream("GET", self.facts, params=query, headers=headers) as answer:
                    if answer.status_code not in AGAIN:
                        if answer.is_error:
                            await answer.aread()
                        good(answer)
                        async for line in answer.aiter_lines():
                            if told := told_in(line):
                                after = told.number
                                yield told
                            pauses.begin()
            except httpx2.TransportError:
                pass
            await anyio.sleep(pauses.next())
