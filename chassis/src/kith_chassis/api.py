"""What every service offers over HTTP: send a command, learn its outcome; health. On loopback until tokens come."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from uuid_utils import uuid7

from kith_chassis.errors import PASSING
from kith_chassis.inbox import digest_of
from kith_chassis.service import BodyService, Service
from kith_chassis.wire import TooLarge
from kith_contracts.message import Command
from kith_contracts.words import BodySlug

PATIENCE: Final = 2.0
"""Seconds that a request waits for the outcome, before it is told where to ask."""
LARGEST_BODY: Final = 256_000

Find = Callable[[str], BodyService]


class Problem(BaseModel):
    """A problem document (RFC 9457), with the stable `code` and the `field` concerned."""

    type: str
    title: str
    status: int
    code: str
    field: str = ""


class Outcome(BaseModel):
    """What became of a command: `done`; or `accepted`, which means that the broker has it: ask again."""

    id: str
    status: str
    ask: str


class Refused(Exception):
    """Ends a request with a problem document."""

    def __init__(self, status: int, code: str, sentence: str, field: str = "") -> None:
        super().__init__(code)
        self.problem = Problem(type=f"urn:kith:problem:{code}", title=sentence, status=status, code=code, field=field)


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Problem, "description": what}
    for status, what in {
        400: "The request cannot be read",
        404: "There is nothing here",
        409: "The command was refused and changed nothing",
        413: "The message is too large",
        422: "A field is not as the contract says, or the same Idempotency-Key came with other content",
        503: "The broker or the database is away; try again with the same Idempotency-Key",
    }.items()
}


def application(services: list[Service], find: dict[tuple[str, str], BodyService], title: str) -> FastAPI:
    """The HTTP API of a process: the routes of its services, each below its name, and health."""
    app = FastAPI(title=title, version="1", docs_url=None, redoc_url=None, responses=PROBLEMS)
    app.add_exception_handler(Refused, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _nowhere)
    for passing in PASSING:
        app.add_exception_handler(passing, _away)
    app.middleware("http")(_limit_size)
    for service in services:
        app.include_router(_routes(service, find), prefix=f"/{service.name}/v1/{{body}}", tags=[service.name])
    _add_health(app, list(find.values()))
    return app


def _routes(service: Service, running: dict[tuple[str, str], BodyService]) -> APIRouter:
    def find(body: str) -> BodyService:
        try:
            return running[body, service.name]
        except KeyError:
            raise Refused(404, "not-here", "This node does not serve an organisation of that name.", "body") from None

    router = APIRouter()
    for command in service.commands:
        router.add_api_route(
            f"/commands/{command.contract.name}",
            _endpoint(command, find),
            methods=["POST"],
            response_model=Outcome,
            responses={202: {"model": Outcome, "description": "Sent; the outcome is not known yet"}},
            summary=(command.__doc__ or "").split("\n\n")[0].strip(),
            operation_id=f"{service.name}-{command.contract.name}",
        )
    router.add_api_route(
        "/commands/{id}",
        _asking(find),
        methods=["GET"],
        response_model=Outcome,
        summary="What became of a command that was sent over HTTP.",
        operation_id=f"{service.name}-outcome",
    )
    router.include_router(service.router(find))
    return router


def _endpoint(model: type[Command], find: Find) -> Callable[..., Any]:
    async def endpoint(
        body: BodySlug,
        command: Any,
        idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
    ) -> JSONResponse:
        running = find(body)
        source = asker(body)
        id = running.vault.keyed("command", source, idempotency_key) if idempotency_key else str(uuid7())
        known = await running.outcomes.now(source, id) if idempotency_key else None
        if known is None:
            try:
                await running.submit(command, source=source, id=id)
            except TooLarge as error:
                raise Refused(413, "too-large", str(error)) from None
            known = await running.outcomes.within(PATIENCE, source, id)
        return _told(running, id, known, digest_of(command, running.vault))

    endpoint.__annotations__["command"] = model
    return endpoint


def _asking(find: Find) -> Callable[..., Any]:
    async def outcome(body: BodySlug, id: str) -> JSONResponse:
        running = find(body)
        return _told(running, id, await running.outcomes.now(asker(body), id), None)

    return outcome


def _told(running: BodyService, id: str, outcome: dict[str, Any] | None, digest: str | None) -> JSONResponse:
    ask = f"/{running.service.name}/v1/{running.body}/commands/{id}"
    if outcome is None:
        answer = Outcome(id=id, status="accepted", ask=ask)
        return JSONResponse(answer.model_dump(), status_code=202, headers={"Location": ask, "Retry-After": "1"})
    if digest and outcome["digest"] != digest:
        raise Refused(422, "key-used", "This Idempotency-Key was used for another request; take a new one.")
    if outcome["status"] == "refused":
        status = 404 if outcome["code"].endswith("-unknown") else 409
        raise Refused(status, outcome["code"], outcome["sentence"], outcome["field"])
    return JSONResponse(Outcome(id=id, status="done", ask=ask).model_dump())


def asker(body: str) -> str:
    """In whose name a command over HTTP speaks; one principal per body until tokens name them."""
    return f"/{body}/systems/http"


def _add_health(app: FastAPI, running: list[BodyService]) -> None:
    @app.get("/health/live", tags=["health"], summary="The process answers.")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @app.get("/health/ready", tags=["health"], summary="All services work, and have read what there was.")
    async def ready() -> JSONResponse:
        waiting = [each.source for each in running if not each.ready]
        alarms = {stream: why for each in running for stream, why in each.alarms.items()}
        status = "ready" if not waiting else "starting" if not alarms else "alarm"
        answer = {"status": status, "waiting": waiting, "alarms": alarms}
        return JSONResponse(answer, status_code=200 if not waiting else 503)


async def _limit_size(request: Request, call_next: Callable[[Request], Any]) -> Any:
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return _answer(Refused(413, "too-large", f"A request may have {LARGEST_BODY} bytes at most.").problem)
    return await call_next(request)


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return _answer(error.problem)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(step) for step in first["loc"][1:])
    if first["type"] == "json_invalid":
        return _answer(Refused(400, "not-json", "The request is not JSON.").problem)
    return _answer(Refused(422, "invalid-field", f"{field or 'The request'}: {first['msg']}"[:300], field).problem)


async def _nowhere(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _answer(Refused(error.status_code, "nothing-here", "There is nothing here for this address.").problem)


async def _away(_request: Request, _error: Exception) -> JSONResponse:
    sentence = "A server behind this one is away. Nothing is lost: send the same request again."
    return _answer(Refused(503, "away", sentence).problem)


def _answer(problem: Problem) -> JSONResponse:
    headers = {"Retry-After": "2"} if problem.status == 503 else {}  # noqa: PLR2004 - the status says what it is
    return JSONResponse(problem.model_dump(), problem.status, headers=headers, media_type="application/problem+json")
