"""What became of a command: the id by which its sender asks, and the answer, at once or when it is known."""

import json
import re
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from uuid_utils import uuid7

from kith_chassis.decision import Keyed
from kith_chassis.http.event_stream import LONGEST, Event, event_stream, is_wanted
from kith_chassis.http.gate import Asking, asker
from kith_chassis.http.problems import Refused
from kith_chassis.service import BodyService
from kith_contracts.access.table import Principal, Role
from kith_contracts.message import Command, Fault
from kith_contracts.pages.requests import CommandOutcome
from kith_contracts.words import BodySlug, MessageId

USED: Final = "This Idempotency-Key was used for another request; take a new one."
PATIENCE: Final = 2.0
"""Seconds that a request waits until the outcome is known and can be read, before it is told where to ask."""
LEAST_PATIENCE: Final = 0.5
"""Seconds of which some are left for that, however late the outcome was."""
ALIVE_EACH: Final = 10.0
"""Seconds between two signs of life of a stream."""
OURS: Final = re.compile(r"[0-9a-f]{32}(-[0-9a-f]{32}){1,2}")
Find = Callable[[str], BodyService]
Here = Callable[[str], list[BodyService]]
"""All services of a body in this process."""


async def once_heard(
    known: dict[str, Any] | None, running: BodyService, here: list[BodyService], until: float
) -> dict[str, Any] | None:
    """The outcome, once what it changes can be read at this node; None if that takes too long."""
    if known is None or known["status"] != "done":
        return known
    return known if await running.echo.heard(here, max(LEAST_PATIENCE, until - time.monotonic())) else None


def asking_for(find: Find, here: Here) -> Callable[..., Any]:
    """The endpoint that answers a sender what became of a command."""

    async def outcome(body: BodySlug, id: MessageId, request: Request, asking: Asking) -> Response:
        running, patient_until = find(body), time.monotonic() + PATIENCE
        known = _id_of(asking, running, id.partition("-")[0])
        own = Role.SYSTEM in asking.roles and not is_ours(id)  # it chose the id, and only it has its source
        if not own and id not in (known, _as_oneself(running.vault.keyed, known)):
            raise Refused(404, "command-unknown", "You have sent no command of this id.", "id")
        source = asker(asking, running)
        if is_wanted(request):
            return event_stream(_events(running, source, id, here(body)), asking)
        found = await running.outcomes.now(source, id) or await running.outcomes.within(PATIENCE, source, id)
        return answered(running, id, await once_heard(found, running, here(body), patient_until), None)

    return outcome


async def _events(running: BodyService, source: str, id: str, here: list[BodyService]) -> AsyncIterator[Event]:
    """What the same request without a stream would answer, once it is known."""
    until = time.monotonic() + LONGEST
    while (known := await running.outcomes.within(ALIVE_EACH, source, id)) is None:
        if time.monotonic() > until:
            return
        yield Event()
    await once_heard(known, running, here, time.monotonic() + PATIENCE)
    try:
        told = json.loads(bytes(answered(running, id, known, None).body))
    except Refused as refused:
        told = refused.problem.model_dump()
    yield Event("outcome", told, id)


def asked_by_oneself(keyed: Keyed, id: str) -> bool:
    """Whether this is the id of a command that a person has sent about nobody but that person."""
    return id == _as_oneself(keyed, id.rpartition("-")[0])


def _as_oneself(keyed: Keyed, id: str) -> str:
    return f"{id}-{keyed('oneself', id)}"


def new_id(principal: Principal, running: BodyService, command: Command, key: str | None) -> str:
    """The id of a command: the same for the same key of the same principal, and for nobody else."""
    id = _id_of(principal, running, running.vault.keyed("key", key) if key else uuid7().hex)
    return _as_oneself(running.vault.keyed, id) if principal.person and principal.person == command.about else id


def _id_of(principal: Principal, running: BodyService, number: str) -> str:
    """An id that only this node makes, and that tells whether it is this principal's."""
    return f"{number}-{running.vault.keyed('command', *principal.name, number)}"


def is_ours(id: str) -> bool:
    """Whether an id has the form of those that `_id_of` makes."""
    return bool(OURS.fullmatch(id))


def answered(running: BodyService, id: str, outcome: dict[str, Any] | None, digest: str | None) -> JSONResponse:
    """The outcome as an answer; raises Refused if it is a refusal, or of another content than this digest."""
    ask = f"/{running.service.name}/v1/{running.body}/commands/{quote(id, safe='')}"
    if outcome is None:
        answer = CommandOutcome(id=id, status="accepted", ask=ask).model_dump()
        return JSONResponse(answer, status_code=202, headers={"Location": ask, "Retry-After": "1"})
    if digest and outcome["digest"] != digest:
        raise Refused(422, "key-used", USED, "idempotency-key")
    if outcome["status"] == "refused":
        status = 404 if outcome["code"].endswith("-unknown") else 409
        errors = list(map(Fault.model_validate, outcome.get("errors", ())))
        raise Refused(status, outcome["code"], outcome["sentence"], outcome["field"], errors=errors, instance=ask)
    return JSONResponse(CommandOutcome(id=id, status="done", ask=ask).model_dump())
