"""Runs services until told to stop: alone (`python -m kith_directory`) or all in one process (`kith node`)."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
import uvicorn
from pydantic import ValidationError

from kith_chassis import crash, logs
from kith_chassis.api import application
from kith_chassis.mongo import connect
from kith_chassis.registry import read_registry
from kith_chassis.service import BodyService, Service
from kith_chassis.settings import Settings

log = structlog.get_logger()


def main(*services: Service) -> None:
    """Read the settings from the environment and run; exit code 2 for wrong settings, 1 for a fault."""
    try:
        settings = Settings()
    except ValidationError as error:
        for each in error.errors():
            name = "_".join(["KITH", *[str(step).upper() for step in each["loc"]]])
            print(f"{name}: {each['msg']}", file=sys.stderr)  # noqa: T201 - before there is a log
        sys.exit(2)
    logs.configure(settings.log_level)
    crash.arm(settings.crash)
    sys.exit(asyncio.run(serve(settings, services)))


async def serve(
    settings: Settings, services: Sequence[Service], started: Callable[["Node"], Awaitable[None]] | None = None
) -> int:
    """Run until SIGTERM, SIGINT or a fault; the result is an exit code."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    node = Node(settings, services)
    async with asyncio.TaskGroup() as tasks:
        web = tasks.create_task(node.serve_http())
        await node.start()
        if started:
            await started(node)
        fault = await node.until(stop)
        await node.stop()
        await web
    log.info("stopped", fault=repr(fault) if fault else "")
    return 1 if fault else 0


class Node:
    """The services of one process, each for each of its bodies, behind one HTTP port."""

    def __init__(self, settings: Settings, services: Sequence[Service]) -> None:
        self.settings = settings
        self._client: Any = connect(settings.mongo_url)
        self.running = {
            (body, service.name): BodyService(service, body, settings, self._client)
            for body in settings.bodies
            for service in services
        }
        app = application(list(services), self.running, "Kith")
        self._server = _Server(
            uvicorn.Config(
                app, settings.http_host, settings.http_port, log_config=None, access_log=False, lifespan="off"
            )
        )

    async def serve_http(self) -> None:
        """Answer HTTP from the first moment on: health says when the rest is ready."""
        await self._server.serve()

    async def start(self) -> None:
        """Read the registry, then start all services at once."""
        bodies = set(await read_registry(self.settings.kafka_bootstrap))
        async with asyncio.TaskGroup() as tasks:
            for each in self.running.values():
                tasks.create_task(each.start(bodies))
        log.info("started", bodies=self.settings.bodies, services=sorted({name for _, name in self.running}))

    async def until(self, stop: asyncio.Event) -> BaseException | None:
        """Wait for the word to stop, or for the first fault."""
        stopping: asyncio.Future[Any] = asyncio.create_task(stop.wait())
        failures: list[asyncio.Future[Any]] = [flow.failure for each in self.running.values() for flow in each.flows]
        done, _ = await asyncio.wait([stopping, *failures], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        return next((each.exception() for each in done if each is not stopping), None)

    async def stop(self) -> None:
        """Stop in order: services first, HTTP last."""
        await asyncio.gather(*[each.stop() for each in self.running.values()])
        self._server.should_exit = True
        self._client.close()


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """Signals are the node's business."""

    def capture_signals(self) -> Any:
        """The same, for newer versions of uvicorn."""
        from contextlib import nullcontext  # noqa: PLC0415

        return nullcontext()
