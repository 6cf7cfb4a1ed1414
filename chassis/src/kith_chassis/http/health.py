"""How a process is, for whoever runs it: open to all, and naming nobody."""

from typing import Literal

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse

from kith_chassis.http.routes import Readable
from kith_chassis.service import BodyService
from kith_contracts.pages.health import Alive, Health, ParkedRecords


def add_health(app: FastAPI, running: list[BodyService]) -> None:
    """The routes that say how the process is; they need no token."""
    routes = APIRouter(route_class=Readable, tags=["health"])

    @routes.get("/health/live", operation_id="health-live", summary="The process answers.")
    async def live() -> Alive:
        return Alive()

    @routes.get(
        "/health/ready",
        operation_id="health-ready",
        summary="All services work, and have read what there was.",
        response_model=Health,
        responses={503: {"model": Health, "description": "Not all of them do yet"}},
    )
    async def ready() -> JSONResponse:
        waiting = [f"{each.body}/{each.service.name}" for each in running if not each.ready]
        alarms = {stream: why for each in running for stream, why in each.alarms.items()}
        missing = {stream: why for each in running for stream, why in each.missing.items()}
        status: Literal["ready", "starting", "alarm"] = "ready" if not waiting else "alarm" if alarms else "starting"
        answer = Health(status=status, waiting=waiting, alarms=alarms, missing=missing, parked=_parked(running))
        return JSONResponse(answer.model_dump(mode="json"), status_code=200 if not waiting else 503)

    app.router.routes.extend(routes.routes)


def _parked(running: list[BodyService]) -> dict[str, ParkedRecords]:
    """Of all services together, by reason."""
    found: dict[str, ParkedRecords] = {}
    for code, each in [named for service in running for named in service.parking.parked.items()]:
        known = found.get(code, ParkedRecords(count=0, since=each.since))
        found[code] = ParkedRecords(count=known.count + each.count, since=min(known.since, each.since))
    return dict(sorted(found.items()))
