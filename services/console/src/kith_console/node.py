"""Asking a node: its pages as the contracts type them, and commands with their outcome or all that is wrong."""

from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

import httpx2
from pydantic import TypeAdapter

from kith_contracts.message import Command, Fault
from kith_contracts.pages.health import Health
from kith_contracts.pages.requests import CommandOutcome, Problem

Page = TypeVar("Page")
PATIENCE: Final = 10.0
"""Seconds in which an answer must come; the node itself waits two for an outcome."""
LONG_PATIENCE: Final = 120.0
"""The same for a table with thousands of lines."""


class Caller(NamedTuple):
    """In whose name the node is asked, and for which organisation."""

    body: str
    token: str


class Refusal(Exception):
    """The node says no. `problem` says why, in sentences for people, and which fields it is about."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def refused(faults: Sequence[Fault]) -> Refusal:
    """A refusal of ours, of a form that the node need not be asked about."""
    first = faults[0]
    told = {"code": first.code, "field": first.field, "detail": first.sentence, "errors": list(faults)}
    return Refusal(Problem(type=f"urn:kith:problem:{first.code}", title="", status=422, instance="", **told))


class Away(Exception):
    """The node does not answer now, or not as it should."""


class Node:
    """One node, over HTTP: as an application in the same process, or at its address."""

    def __init__(self, api: Any = None, url: str = "http://node") -> None:
        transport = httpx2.ASGITransport(app=api, raise_app_exceptions=False) if api is not None else None
        self._client = httpx2.AsyncClient(base_url=url, timeout=PATIENCE, transport=transport, trust_env=False)

    async def read(self, caller: Caller, service: str, path: str, page: type[Page], **query: Any) -> Page:
        """What the node answers; raises Refusal or Away."""
        wanted = {name: value for name, value in query.items() if value not in (None, "")}
        answer = await self._ask("GET", caller, f"/{service}/v1/{caller.body}/{path}", params=wanted)
        return _read(page, answer)

    async def send(self, caller: Caller, command: type[Command], content: dict[str, Any], once: str) -> CommandOutcome:
        """Send a command; `once` is the same for the same wish, which takes effect once. Raises Refusal or Away."""
        contract = command.contract
        path = f"/{contract.service}/v1/{caller.body}/commands/{contract.name}"
        answer = await self._ask("POST", caller, path, json=content, headers={"idempotency-key": once})
        return CommandOutcome.model_validate_json(answer.content)

    async def look(self, caller: Caller, service: str, path: str, page: type[Page], content: dict[str, Any]) -> Page:
        """What the node says of something that it does not keep; raises Refusal or Away."""
        answer = await self._ask("POST", caller, f"/{service}/v1/{caller.body}/{path}", json=content)
        return _read(page, answer)

    async def hand(self, caller: Caller, path: str, page: type[Page], table: bytes, query: Mapping[str, Any]) -> Page:
        """What the directory says of a table, or does with it; raises Refusal or Away."""
        where = f"/directory/v1/{caller.body}/{path}"
        more = {"params": query, "content": table, "headers": {"content-type": "text/csv"}, "timeout": LONG_PATIENCE}
        return _read(page, await self._ask("POST", caller, where, **more))

    async def fetch(self, caller: Caller, service: str, path: str) -> httpx2.Response:
        """An answer that is no JSON, as it stands; raises Refusal or Away."""
        return await self._ask("GET", caller, f"/{service}/v1/{caller.body}/{path}")

    async def calendar(self, caller: Caller, token: str) -> httpx2.Response:
        """The calendar at a secret address; raises Refusal or Away."""
        return await self._ask("GET", caller, f"/c/{token}.ics")

    async def health(self) -> Health:
        """Whether the node works, which it says to everyone; raises Away."""
        try:
            return Health.model_validate_json((await self._client.get("/health/ready")).content)
        except (httpx2.HTTPError, ValueError) as error:
            raise Away(type(error).__name__) from None

    async def _ask(self, method: str, caller: Caller, path: str, **more: Any) -> httpx2.Response:
        headers = {"authorization": f"Bearer {caller.token}", **more.pop("headers", {})}
        try:
            answer = await self._client.request(method, path, headers=headers, **more)
        except httpx2.HTTPError as error:
            raise Away(type(error).__name__) from None
        if answer.is_success:
            return answer
        try:
            raise Refusal(Problem.model_validate_json(answer.content))
        except ValueError:
            raise Away(f"status {answer.status_code}") from None

    async def close(self) -> None:
        """End its connections."""
        await self._client.aclose()


def _read(page: type[Page], answer: httpx2.Response) -> Page:
    try:
        found: Page = _adapter(page).validate_json(answer.content)  # type: ignore[arg-type]
    except ValueError as error:
        raise Away(type(error).__name__) from None
    return found


@cache
def _adapter(page: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(page)  # type: ignore[arg-type]
