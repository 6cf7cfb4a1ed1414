"""Runs services until told to stop: alone (`python -m kith_directory`) or all in one process (`kith node`)."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import structlog
import uvloop
from pydantic import ValidationError

from kith_chassis import garbage, logs, startup
from kith_chassis.errors import WrongPassword
from kith_chassis.home import WrongHome, fault
from kith_chassis.http.api import application
from kith_chassis.http.gate import Gate
from kith_chassis.http.issuer import tokens
from kith_chassis.http.limits import Rates
from kith_chassis.http.own_issuer import OwnIssuer, TwoIssuers
from kith_chassis.http.server import Front, Server
from kith_chassis.kafka.registry import Registry, demand_topics
from kith_chassis.keys.trust import Trust, keyring_of, office_keys
from kith_chassis.mongo import connect
from kith_chassis.path import crash
from kith_chassis.path.group import LAST_BATCH
from kith_chassis.patience import Patience
from kith_chassis.servers import greet
from kith_chassis.service import BodyService, Service
from kith_chassis.settings import Settings, in_words

log = structlog.get_logger()


class Behind(NamedTuple):
    """What a front has of its node."""

    settings: Settings
    api: Any
    """The HTTP API, an ASGI application."""
    issuer: OwnIssuer
    database: Any
    """The client of the database."""


MakeFront = Callable[[Behind], Front | None]
"""Makes the front of a node, if its settings want one."""


def main(*services: Service, front: MakeFront | None = None) -> None:
    """Read the settings from the environment and run; exit code 2 for wrong settings, 1 for a fault."""
    try:
        settings = Settings()
        wrong = list(startup.faults(settings))
    except ValidationError as error:
        wrong = in_words(error)
    if wrong:
        print(*wrong, sep="\n", file=sys.stderr)  # noqa: T201 - before there is a log
        sys.exit(2)
    logs.configure(settings.log_level)
    for variable, near in startup.mistyped(os.environ).items():
        log.warning("unknown setting", variable=variable, did_you_mean=near)
    if settings.kafka_protocol == "PLAINTEXT":
        log.warning("no access control: anyone who can reach this Kafka can write in the name of any body")
    crash.arm(settings.crash)
    sys.exit(uvloop.run(serve(settings, services, front=front)))


async def serve(
    settings: Settings,
    services: Sequence[Service],
    started: Callable[["Node"], Awaitable[None]] | None = None,
    front: MakeFront | None = None,
) -> int:
    """Run until SIGTERM, SIGINT or a fault; the result is an exit code."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    node = Node(settings, services, front)
    web = asyncio.create_task(node.serve_http())
    web.add_done_callback(lambda _: stop.set())
    starting = asyncio.create_task(_start(node, started))
    fault = await _until_done(starting, stop) or (None if stop.is_set() else await node.until(stop))
    fault = fault or (web.exception() if web.done() else None)
    fault = _first(fault) if fault else None
    if isinstance(fault, WrongHome | WrongPassword):
        print(fault, file=sys.stderr)  # noqa: T201 - the settings are wrong, as in `main`
    elif fault:
        log.critical("stopping because of a fault", exc_info=fault)
    await node.stop()
    await asyncio.wait({web})
    log.info("stopped")
    return 2 if isinstance(fault, WrongHome | WrongPassword) else 1 if fault else 0


def _first(fault: BaseException) -> BaseException:
    """The one fault that a group of them began with."""
    return _first(fault.exceptions[0]) if isinstance(fault, BaseExceptionGroup) else fault


async def _start(node: "Node", started: Callable[["Node"], Awaitable[None]] | None) -> None:
    await node.start()
    garbage.settle()
    if started:
        await started(node)


async def _until_done(work: "asyncio.Task[None]", stop: asyncio.Event) -> BaseException | None:
    """Wait for the work, or for the word to stop, which ends it; the result is what went wrong."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    work.cancel()
    await asyncio.wait({work}, timeout=LAST_BATCH)
    return work.exception() if work.done() and not work.cancelled() else None


class Node:
    """The services of one process, each for each of its bodies, behind one HTTP port, and a front if there is one."""

    def __init__(self, settings: Settings, services: Sequence[Service], front: MakeFront | None = None) -> None:
        self.settings = settings
        """Raises KeyringError when a key is missing."""
        self._registry = Registry(settings.cluster(settings.bodies[0]), office_keys(settings))
        trust = {body: Trust(body, keyring_of(settings, body), self._registry) for body in settings.bodies}
        self._client: Any = connect(settings.mongo_url.get_secret_value())
        self.running = {
            (body, service.name): BodyService(service, body, settings, self._client, trust=trust[body])
            for body in settings.bodies
            for service in services
        }
        self._following: asyncio.Task[None] | None = None
        self._patience = Patience()
        rates, strangers = Rates(settings.http_rate), Rates(settings.http_rate)
        refused = Rates(settings.http_refused / 60, burst=60)
        own = OwnIssuer(settings.secret_bytes, settings.audience)
        provider = tokens(settings.issuer, settings.audience, settings.jwks_file)
        issuers = TwoIssuers(provider, own.tokens, people=settings.console_mail_links)
        app = application(list(services), self.running, "Kith", Gate(issuers, rates, strangers, refused))
        made = front(Behind(settings, app, own, self._client)) if front else None
        fronts = [Front(settings.http_host, settings.http_port, app), *([made] if made else [])]
        self._servers = [Server(each, settings.http_limits) for each in fronts]

    async def serve_http(self) -> None:
        """Answer HTTP from the first moment on: health says when the rest is ready."""
        async with asyncio.TaskGroup() as tasks:
            for server in self._servers:
                tasks.create_task(server.answer())

    async def start(self) -> None:
        """Make the databases ready and read the registry, then start all services at once.

        Waits for servers, topics and admission, where they are not there yet. Raises WrongPassword or WrongHome.
        """
        for each in self.running.values():
            each.watch()
        await self._patience(lambda: greet(self._client, self.settings.mongo_url.get_secret_value()))
        await self._demand_home()
        async with asyncio.TaskGroup() as tasks:
            for each in self.running.values():
                tasks.create_task(each.prepare())
            known = tasks.create_task(self._with_topics())
        bodies = known.result()
        async with asyncio.TaskGroup() as tasks:
            for each in self.running.values():
                tasks.create_task(each.start(bodies))
        self._following = asyncio.create_task(self._registry.follow(self._follow))
        log.info("started", bodies=self.settings.bodies, services=sorted({name for _, name in self.running}))

    async def _demand_home(self) -> None:
        """Each database must have been made with our secret and our folder of keys: looked at before it is touched."""
        vaults = {body: each.vault for (body, _), each in self.running.items()}
        found = [
            await self._patience(partial(fault, vault, keyring_of(self.settings, body), body))
            for body, vault in vaults.items()
        ]
        if any(found):
            raise WrongHome("\n".join(filter(None, found)))

    async def _with_topics(self) -> set[str]:
        """The bodies that take part, once our own topics are there."""
        await self._patience(self._registry.read)
        await self._patience(self._topics_exist)
        return await self._patience(self._registry.with_topics)

    async def _topics_exist(self) -> None:
        """Each body sees its own private topics, and no other's: so each asks by itself."""
        for body in self.settings.bodies:
            wanted = {topic for each in self.running.values() if each.body == body for topic in each.own_topics()}
            await demand_topics(self.settings.cluster(body), wanted)

    def _follow(self, bodies: set[str]) -> None:
        for each in self.running.values():
            each.follow(bodies)

    async def until(self, stop: asyncio.Event) -> BaseException | None:
        """Wait for the word to stop, or for a fault of what all services depend on. Theirs they mend themselves."""
        stopping: asyncio.Future[Any] = asyncio.create_task(stop.wait())
        failures = [self._following] if self._following else []
        done, _ = await asyncio.wait([stopping, *failures], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        return next((each.exception() for each in done if each is not stopping), None)

    async def stop(self) -> None:
        """Stop in order: services first, HTTP last."""
        await asyncio.gather(*[each.stop() for each in self.running.values()])
        if self._following:
            self._following.cancel()  # after the services: what they judge by is read to the end of their last batch
        await self._registry.stop()
        for server in self._servers:
            server.should_exit = True
        self._client.close()
