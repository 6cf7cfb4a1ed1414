"""What every service offers over HTTP: send a command, learn its outcome. All but health is behind the gate."""

import time
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Query
from fastapi.responses import JSONResponse
from starlette.routing import BaseRoute

from kith_chassis.http import openapi
from kith_chassis.http.escapes import Harmless
from kith_chassis.http.gate import Asking, Gate, Guarded, asker, demand_for
from kith_chassis.http.health import add_health
from kith_chassis.http.inlet import Inlet, described
from kith_chassis.http.limits import Cautious
from kith_chassis.http.outcome import (
    PATIENCE,
    Find,
    Here,
    answered,
    asked_by_oneself,
    asking_for,
    is_ours,
    new_id,
    once_heard,
)
from kith_chassis.http.parking import parked_of
from kith_chassis.http.problems import Refused, away, handle_in, standing_still
from kith_chassis.http.public import Public
from kith_chassis.path.erase import GONE
from kith_chassis.path.inbox import digest_of
from kith_chassis.path.submit import Forgotten
from kith_chassis.path.wire import TooLarge
from kith_chassis.service import BodyService, Service
from kith_contracts.access.table import OPEN, grants_of
from kith_contracts.message import Command
from kith_contracts.pages.requests import CommandOutcome
from kith_contracts.words import BodySlug

__all__ = ["Asking", "CommandOutcome", "Find", "Guarded", "Refused", "application", "asked_by_oneself", "below"]

After = Annotated[str, Query(max_length=100)]
"""The last id of the page before; none for the first page."""
Most = Annotated[int, Query(ge=1, le=500)]
"""How many a page has at most."""


def application(
    services: list[Service], running: dict[tuple[str, str], BodyService], title: str, gate: Gate | None = None
) -> FastAPI:
    """The HTTP API of a process: the routes of its services, each below its name, and health.

    Without a gate it can be described, and answers nothing but health.
    """
    app = FastAPI(title=title, version="1", redirect_slashes=False, **openapi.DESCRIBED)
    app.state.gate, app.state.running = gate, running
    handle_in(app)
    app.add_middleware(Cautious)
    app.add_middleware(Harmless)
    for service in services:
        # Not included as routers: each route would be made twice, and looked for in one router within the other.
        app.router.routes.extend(_routes(service, running))
        if service.pages:
            app.router.routes.extend(_pages(service, running))
    add_health(app, list(running.values()))
    openapi.describe(app)
    return app


def below(service: str) -> APIRouter:
    """A router for what a service answers about one body."""
    return APIRouter(prefix=f"/{service}/v1/{{body}}", tags=[service], route_class=Guarded)


def _routes(service: Service, running: dict[tuple[str, str], BodyService]) -> list[BaseRoute]:
    def find(body: str) -> BodyService:
        if (each := running.get((body, service.name))) is None:
            raise Refused(404, "not-here", "This node does not serve an organisation of that name.", "body")
        if not each.prepared:
            raise away()
        return each

    def here(body: str) -> list[BodyService]:
        return [each for (slug, _), each in running.items() if slug == body]

    router = parked_of(below(service.name), service.name, find)
    for command in service.commands:
        router.add_api_route(
            f"/commands/{command.contract.name}",
            _endpoint(command, find, here),
            methods=["POST"],
            response_model=CommandOutcome,
            responses={202: {"model": CommandOutcome, "description": "Sent; the outcome is not known yet"}},
            summary=(command.__doc__ or "").split("\n\n")[0].strip(),
            operation_id=f"{service.name}-{command.contract.name}",
        )
    if service.commands:
        router.add_api_route(
            "/commands",
            Inlet(find, is_ours).send,
            methods=["POST"],
            status_code=202,
            response_model=CommandOutcome | list[CommandOutcome],
            summary="Send commands as CloudEvents 1.0.2, in binary, structured or batch mode. The answer does not wait "
            "for the outcome: ask for it, or read it among the facts.",
            operation_id=f"{service.name}-send",
            openapi_extra=described(),
        )
        router.add_api_route(
            "/commands/{id:path}",
            asking_for(find, here),
            methods=["GET"],
            response_model=CommandOutcome,
            responses={202: {"model": CommandOutcome, "description": "The outcome is not known yet"}},
            summary="What became of a command that one has sent oneself; the answer waits up to two seconds for it. "
            "With Accept: text/event-stream it comes as one event, `outcome`, when it is known.",
            operation_id=f"{service.name}-outcome",
        )
    return _checked([*router.routes, *service.router(find).routes])


def _pages(service: Service, running: dict[tuple[str, str], BodyService]) -> list[BaseRoute]:
    assert service.pages
    pages = service.pages(lambda: [each for (_, name), each in running.items() if name == service.name])
    return _checked(pages.routes)


def _checked(routes: list[BaseRoute]) -> list[BaseRoute]:
    for route in routes:
        _check_guarded(route)
    return routes


def _check_guarded(route: Any) -> None:
    """No route is open by an oversight: each passes the gate, and the table says who may use it; or is named there as
    open to all.
    """
    if isinstance(route, Public) and route.operation_id in OPEN:
        return
    if not isinstance(route, Guarded) or not route.operation_id:
        raise TypeError(f"{getattr(route, 'path', route)} is not behind the gate: see `below`")
    grants_of(route.operation_id)


def _endpoint(model: type[Command], find: Find, here: Here) -> Callable[..., Any]:
    operation = f"{model.contract.service}-{model.contract.name}"

    async def endpoint(
        body: BodySlug,
        command: Any,
        asking: Asking,
        idempotency_key: Annotated[str | None, Header(max_length=200, pattern="^[!-~]*$")] = None,
    ) -> JSONResponse:
        running, patient_until = find(body), time.monotonic() + PATIENCE
        await demand_for(asking, operation, command, running)
        source, id = asker(asking, running), new_id(asking, running, command, idempotency_key)
        known = await running.outcomes.now(source, id) if idempotency_key else None
        if known is None:
            if running.stands_still(command):
                raise standing_still()
            try:
                await running.submit(command, source=source, id=id)
            except TooLarge as error:
                raise Refused(413, "too-large", str(error)) from None
            except Forgotten:
                raise Refused.of(409, GONE) from None
            known = await running.outcomes.within(PATIENCE, source, id)
        known = await once_heard(known, running, here(body), patient_until)
        return answered(running, id, known, digest_of(command, running.vault))

    endpoint.__annotations__["command"] = model
    return endpoint
