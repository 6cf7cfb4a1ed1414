"""Where an organisation's systems send commands as CloudEvents. What is refused is not sent on, and all faults are told
at once; of a batch everything is sent, or nothing.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from kith_chassis.errors import told_place
from kith_chassis.http.cloud_events import Given, given_in
from kith_chassis.http.gate import Asking, asker, demand_for
from kith_chassis.http.limits import kind_of
from kith_chassis.http.problems import Refused, standing_still
from kith_chassis.path.erase import GONE
from kith_chassis.path.inbox import digest_of
from kith_chassis.path.submit import Forgotten
from kith_chassis.path.wire import TooLarge
from kith_chassis.service import BodyService
from kith_contracts.access.table import Principal
from kith_contracts.faults import fault_of
from kith_contracts.headers import LIKE_THE_KEY, Unreadable, texts_of
from kith_contracts.message import MOST_FAULTS, WHOLE, Command, Fault
from kith_contracts.pages.cloud_events import BATCH, MOST, STRUCTURED, CloudEvent
from kith_contracts.pages.requests import CommandOutcome
from kith_contracts.registry import model_of
from kith_contracts.words import BodySlug, shortened

BINARY: Final = ("ce-specversion", "ce-id", "ce-source", "ce-type")
"""Headers of binary mode that must be there."""
ATTRIBUTES: Final[Mapping[str, str]] = {
    "unknown-type": "type",
    "unknown-version": "type",
    "wrong-topic": "type",
    "not-allowed": "type",
    "wrong-source": "source",
    "wrong-key": "subject",
    "no-data": "data",
    "key-used": "id",
}
"""Which attribute of an event is wrong, by the code of the fault."""
STATUSES: Final[Mapping[str, int]] = {"not-json": 400, "not-allowed": 403, "person-unknown": 404}
"""The status of the answer, by the code of its first fault; 422 for all others."""

Find = Callable[[str], BodyService]


class Sent(NamedTuple):
    """An event that may be sent on: the command in it, and its id."""

    command: Command
    id: str


class Inlet:
    """Of one service. `is_ours` says whether an id has the form of those that nodes make."""

    def __init__(self, find: Find, is_ours: Callable[[str], bool]) -> None:
        self._find, self._is_ours = find, is_ours

    async def send(self, body: BodySlug, request: Request, asking: Asking) -> JSONResponse:
        """Take in one event, or a batch of them."""
        running, kind = self._find(body), kind_of(request)
        try:
            given = given_in(kind, request.headers.items(), await request.body())
        except Unreadable as error:
            raise _refused([_fault(error.code, error.sentence)]) from None
        read = await asyncio.gather(*[self._one(running, asking, each) for each in given])
        if faults := [each for number, (_, found) in enumerate(read) for each in _below(kind, number, found)]:
            raise _refused(faults)
        sent = [each for each, _ in read if each]
        if twice := [at for at, each in enumerate(sent) if each.id in {other.id for other in sent[:at]}]:
            raise _refused([_fault("key-used", "this id was there before in the batch", f"{at}.id") for at in twice])
        if any(running.stands_still(each.command) for each in sent):
            raise standing_still()
        try:
            await running.submit.all(sent, source=asker(asking, running), of_node=False)
        except TooLarge as error:
            raise Refused(413, "too-large", str(error)) from None
        except Forgotten:
            raise Refused.of(409, GONE) from None
        return _told(kind, [_ask(running, each.id) for each in sent])

    async def _one(self, running: BodyService, asking: Principal, given: Given) -> tuple[Sent | None, list[Fault]]:
        """The command of an event, or all that is wrong with it."""
        try:
            model = _model(running, given)
        except Unreadable as error:
            return None, [_fault(error.code, error.sentence)]
        command, faults = _content(model, given.data)
        try:
            texts = _texts(given, command)
        except Unreadable as error:
            return None, [_fault(error.code, error.sentence), *faults]
        source, id = asker(asking, running), texts["ce_id"]
        if texts.get("ce_source") != source:
            faults.append(_fault("wrong-source", f"the source of what this token sends is {source}"))
        if texts.get("ce_dataschema", model.contract.schema) != model.contract.schema:
            sentence = f"the schema of this type is {model.contract.schema}; leave it out, or name that"
            faults.append(_fault("bad-header", sentence, "dataschema"))
        if self._is_ours(id):
            faults.append(_fault("bad-header", "ids of this form are made by the node; take another one", "id"))
        if command is None:
            return None, faults
        known = await running.outcomes.now(source, id) if not faults else None
        if known and known["digest"] != digest_of(command, running.vault):
            faults.append(_fault("key-used", "this id was used for another event; take a new one"))
        return Sent(command, id), [*faults, *await _rights(running, asking, command)]


def _model(running: BodyService, given: Given) -> type[Command]:
    """What the type says, if that may be sent to this service. Raises Unreadable."""
    types = [value for name, value in given.headers if name == "ce_type" and value]
    model = model_of(types[0].decode("utf-8", "replace")) if types else None
    if model is None:
        raise Unreadable("bad-header", "ce_type is missing, too long, or not of its form")
    known = {each.contract.type: each for each in running.service.commands}
    if model.contract.type not in known:
        at = f"/{model.contract.service}/v1/{running.body}/commands"
        elsewhere = model.contract.service != running.service.name
        where = f"commands of this type are sent to {at}" if elsewhere else "a service sends this to itself"
        where = where if issubclass(model, Command) else "this is no command"
        raise Unreadable("wrong-topic", where)
    return known[model.contract.type]


def _content(model: type[Command], data: bytes | None) -> tuple[Command | None, list[Fault]]:
    if data is None:
        return None, [_fault("no-data", "the event has no data")]
    try:
        return model.model_validate_json(data), []
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[:MOST_FAULTS]
        return None, [fault_of(each, ".".join(filter(None, ("data", told_place(each["loc"]))))) for each in wrong]


def _texts(given: Given, command: Command | None) -> dict[str, str]:
    """The attributes, each as its rule says; where the content cannot be read, nobody knows the key."""
    if command is not None:
        return texts_of(given.headers, command.key.encode())
    return texts_of([each for each in given.headers if each[0] not in LIKE_THE_KEY], None)


async def _rights(running: BodyService, asking: Principal, command: Command) -> list[Fault]:
    try:
        await demand_for(asking, f"{command.contract.service}-{command.contract.name}", command, running)
    except Refused as refused:
        return [_fault(refused.problem.code, refused.problem.detail)]
    return []


def _fault(code: str, sentence: str, field: str = "") -> Fault:
    return Fault(field=field or ATTRIBUTES.get(code, WHOLE), code=code, sentence=shortened(sentence))


def _below(kind: str, number: int, faults: Iterable[Fault]) -> Iterable[Fault]:
    """The same faults in a batch: `3.data.charter.purpose`."""
    for each in faults:
        yield each.model_copy(update={"field": f"{number}.{each.field}"}) if kind == BATCH else each


def _refused(faults: list[Fault]) -> Refused:
    first = faults[0]
    return Refused(STATUSES.get(first.code, 422), first.code, first.sentence, first.field, errors=faults[:MOST_FAULTS])


def _ask(running: BodyService, id: str) -> dict[str, Any]:
    ask = f"/{running.service.name}/v1/{running.body}/commands/{quote(id, safe='')}"
    return CommandOutcome(id=id, status="accepted", ask=ask).model_dump()


def _told(kind: str, outcomes: list[dict[str, Any]]) -> JSONResponse:
    if kind == BATCH:
        return JSONResponse(outcomes, 202)
    return JSONResponse(outcomes[0], 202, headers={"Location": outcomes[0]["ask"], "Retry-After": "1"})


def described() -> dict[str, Any]:
    """What may be sent, for the OpenAPI document: FastAPI knows of one media type alone."""
    event = {"$ref": f"#/components/schemas/{CloudEvent.__name__}"}
    data = {"type": "object", "title": "Data", "description": "The content alone; the attributes are headers `ce-...`."}
    content = {
        STRUCTURED: {"schema": event},
        BATCH: {"schema": {"type": "array", "items": event, "minItems": 1, "maxItems": MOST}},
        "application/json": {"schema": data},
    }
    text = {"type": "string", "maxLength": 500}
    headers = [{"in": "header", "name": each, "required": False, "schema": text} for each in BINARY]
    return {"parameters": headers, "requestBody": {"required": True, "content": content}}
