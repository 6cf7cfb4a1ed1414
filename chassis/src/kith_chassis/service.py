"""One service of one body, put together: what it consumes follows from its catalogue of handlers."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

import structlog
from fastapi import APIRouter
from faststream.kafka import KafkaBroker
from uuid_utils import uuid7

from kith_chassis import servers
from kith_chassis.bell import Bell
from kith_chassis.catalogue import Handler
from kith_chassis.kafka.clock import BrokerClock
from kith_chassis.kafka.consumer import broker_of, subscriber_of
from kith_chassis.kafka.lenient import install
from kith_chassis.kafka.sender import Sender
from kith_chassis.keys.day_keys import Days
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.trust import Trust
from kith_chassis.keys.vault import Vault
from kith_chassis.mongo import database
from kith_chassis.path.decide import Decider
from kith_chassis.path.echo import Echo
from kith_chassis.path.flow import Flow
from kith_chassis.path.group import LAST_BATCH, Group, look_at_logs, show_lag
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.outcomes import Outcomes
from kith_chassis.path.parking import Overview
from kith_chassis.path.post import Post
from kith_chassis.path.recovery import Recovery
from kith_chassis.path.relay import Relay
from kith_chassis.path.speech import stream_name
from kith_chassis.path.submit import Submit
from kith_chassis.path.timers import Timers
from kith_chassis.path.upkeep import Upkeep
from kith_chassis.path.wire import partition_of
from kith_chassis.path.work import Work
from kith_chassis.patience import Patience, at_most
from kith_chassis.settings import Settings
from kith_chassis.views import StoredViews
from kith_contracts.access.table import Offices
from kith_contracts.headers import source_of
from kith_contracts.message import Command
from kith_contracts.registry import LETTERS
from kith_contracts.topics import Channel, partitions_of, topic_name

log = structlog.get_logger()
PUBLIC: Final = (Channel.REGISTRY, Channel.SHARED)


async def _named(_running: "BodyService", command: Command) -> frozenset[str]:
    return frozenset({command.network}) if hasattr(command, "network") else frozenset()


class Service(NamedTuple):
    """What a service is: a name, a catalogue, its reads, its workers."""

    name: str
    handlers: tuple[Handler, ...]
    router: "Callable[[Callable[[str], BodyService]], APIRouter]"
    workers: "tuple[Callable[[BodyService], Coroutine[Any, Any, None]], ...]" = ()
    networks_of: "Callable[[BodyService, Any], Coroutine[Any, Any, frozenset[str]]]" = _named
    """The networks of the own body that a command is about: whoever serves one of them is its officer."""
    offices_of: "Callable[[BodyService, str], Coroutine[Any, Any, Offices | None]] | None" = None
    """The offices of a person at home here; `None` if there is nobody of this id."""
    shares_of: "Callable[[BodyService, frozenset[str]], Coroutine[Any, Any, frozenset[str]]] | None" = None
    """Those of these networks, in whose names other bodies stand, that the own body owns with others."""
    pages: "Callable[[Callable[[], Sequence[BodyService]]], APIRouter] | None" = None
    """What it answers at addresses that name no body, for all bodies of the node."""

    @property
    def commands(self) -> tuple[type[Command], ...]:
        """What may be sent to it over HTTP: all that is refused in words."""
        return tuple(each.message for each in self.handlers if each.refused and issubclass(each.message, Command))


class BodyService:
    """A service at work for one body."""

    def __init__(
        self, service: Service, body: str, settings: Settings, client: Any, *, trust: Trust | None = None
    ) -> None:
        """Without `trust` it signs nothing and believes everything: for trials of a service by itself."""
        self.service, self.body, self.settings, self._trust = service, body, settings, trust
        self.source = source_of(body, service.name)
        name = f"{body}.{service.name}"
        keys = database(client, settings.database_prefix, body, "keys")["keys"]
        days = Days(Keyring(settings.keys, body), settling=2 * settings.upkeep_seconds)
        self.vault = Vault(settings.secret_bytes, body, keys, days)
        self.ledger = Ledger(client, database(client, settings.database_prefix, body, service.name), keys)
        self.views = StoredViews(self.ledger.states, self.vault)
        self._cluster = settings.cluster(body)
        self._clock = BrokerClock()
        self._sender = Sender(self._cluster, f"{name}.submit", clock=self._clock)
        self.submit = Submit(body, self._sender, self.vault)
        own_facts = topic_name(Channel.PEOPLE_FACTS, body, service.name)
        self._upkeep = Upkeep(self.vault, self._sender, own_facts, settings.upkeep_seconds)
        self.outcomes = Outcomes(self.ledger)
        self.parking = Overview(self.ledger.parked_now)
        self.bell = Bell()
        self.echo = Echo(body, self._cluster, client, settings.database_prefix)
        self.groups: list[Group] = []
        self._known: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._name, self._patience, self._recovery = name, Patience(), Recovery()
        self._post = self._post_by(trust) if trust and service.name in LETTERS else None
        self.prepared = False  # may it be asked: is its database its own, and ready?
        self._servers = [
            servers.broker(self._cluster, lambda: [each.consumer for each in self.groups if each.consumer]),
            servers.database(client, settings.mongo_url.get_secret_value()),
        ]
        install()
        servers.install()

    def _post_by(self, trust: Trust) -> Post:
        sender = Sender(self._cluster, f"{self._name}.post")
        stream = partial(stream_name, self.vault, self.ledger)
        return Post(self.service.name, trust, self.ledger.archive, sender, self.vault, stream=stream)

    @property
    def flows(self) -> list[Flow]:
        """That of its own topics, and that of what all bodies share."""
        return [each.flow for each in self.groups]

    def own_topics(self) -> list[str]:
        """Commands, inbox and facts of the own body that the catalogue names."""
        contracts = [handler.message.contract for handler in self.service.handlers]
        return sorted({contract.topic(self.body) for contract in contracts if contract.channel not in PUBLIC})

    def public_topics(self, bodies: Iterable[str]) -> list[str]:
        """The registry, and the shared topics of these bodies that the catalogue names."""
        contracts = [handler.message.contract for handler in self.service.handlers]
        shared = [each for each in contracts if each.channel is Channel.SHARED]
        topics = {contract.topic(body) for contract in shared for body in bodies}
        return sorted(topics | {topic_name(Channel.REGISTRY, "", "")})

    def watch(self) -> None:
        """Know from now on whether the servers answer."""
        self._tasks += [asyncio.create_task(each.watch()) for each in self._servers]

    async def prepare(self) -> None:
        """Make the database ready; nothing of Kafka is needed for that."""
        await self._patience(lambda: self.ledger.prepare(uuid7().hex))
        await self._patience(self.vault.prepare)
        self.prepared = True

    async def start(self, bodies: set[str]) -> None:
        """Take part, once prepared. `bodies` are those whose shared topics are there now; `follow` tells of more."""
        self._known = set(bodies)
        self.groups.append(await self._group(self._name, self.own_topics))
        self.groups.append(await self._group(f"{self._name}.views", lambda: self.public_topics(self._known)))
        await self._patience(self._consume)
        works = {f"{self._name}, {name}": work for name, work in self._workers().items()}
        works |= {each.flow.group: each.live for each in self.groups}
        self._tasks += [asyncio.create_task(self._recovery(name, work)) for name, work in works.items()]

    def _workers(self) -> dict[str, Callable[[], Coroutine[Any, Any, None]]]:
        """What runs beside the groups, by name."""
        return {
            "timers": Timers(self.ledger.timers, self._sender, self.vault, self._clock, self.bell).run,
            "upkeep": self._upkeep.run,
            "lag": partial(show_lag, self.groups),
            "logs": partial(look_at_logs, self.groups),
            "parking": self.parking.watch,
            **({"post": self._post.run} if self._post else {}),
            **{work.__name__: partial(work, self) for work in self.service.workers},
        }

    def follow(self, bodies: set[str]) -> None:
        """The registry has changed: read the shared topics of these bodies too, and judge by it from now on."""
        for flow in self.flows:
            flow.reconsider()
        if new := bodies - self._known:
            self._known |= new
            log.info("following the shared topics of new bodies", service=self.service.name, bodies=sorted(new))
            self.flows[1].subscribe(self.public_topics(self._known))

    @cached_property
    def _broker(self) -> KafkaBroker:
        """With the password of the moment at which it starts."""
        return broker_of(self._cluster, self._name)

    async def _consume(self) -> None:
        try:
            await self._broker.start()
        except BaseException:
            await self._broker.stop()
            raise

    async def _group(self, name: str, topics: Callable[[], list[str]]) -> Group:
        service, trust, ahead = self.service, self._trust, self.settings.look_ahead
        asked = self._post.take if self._post else lambda _: None
        ledger = await self._patience(self.ledger.open)
        relay = Relay(ledger, Sender(self._cluster, f"{name}.relay", clock=self._clock))
        decider = Decider(
            self.body, service.name, service.handlers, ledger, self.vault, trust=trust, views=self.views, asked=asked
        )
        subscribed = partial(subscriber_of, self._broker, topics(), self.settings)
        flow = Flow(
            name, decider, ledger, relay, subscribed, trust=trust, told=self._told, clock=self._clock, look_ahead=ahead
        )
        if self._post:
            self._post.serve(relay, lambda: [(at.partition, each) for at, each in flow.owned.items()])
        return Group(flow, relay, topics)

    def _told(self, work: Work) -> None:
        self.outcomes.tell(work.claims)
        self.parking.changed |= bool(work.parked)
        self.bell.ring()

    async def stop(self) -> None:
        """Finish the batches under way, begin no other, send what was decided, leave the groups, close."""
        await asyncio.gather(*[each.stop() for each in self.groups])
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(
            at_most(LAST_BATCH, self._broker.stop()),
            self._sender.stop(),
            self.echo.stop(),
            *[each.relay.stop() for each in self.groups],
            *([self._post.stop()] if self._post else []),
        )

    @property
    def ready(self) -> bool:
        """Whether both servers answer, it works on partitions, and has read the views to the ends seen at the start."""
        flows = self.flows if not any(each.trouble for each in self._servers) else []
        return bool(flows) and all(flow.ready for flow in flows) and not self._recovery.alarms

    @property
    def alarms(self) -> dict[str, str]:
        """Partitions that have stopped and why, what has failed, servers that are away, personal data without a key."""
        found = {each.name: each.trouble for each in self._servers} | {f"{self._name}.keys": self._upkeep.trouble}
        alarms = {stream: why for flow in self.flows for stream, why in flow.alarms.items()}
        return alarms | self._recovery.alarms | {name: why for name, why in found.items() if why}

    def stands_still(self, command: Command) -> bool:
        """Whether nobody can decide this now, for the log of such commands does not hold what comes next."""
        topic, key = command.contract.topic(self.body), command.key.encode()
        place = f"{topic}/{partition_of(key, partitions_of(command.contract.channel))}"
        return bool(self.flows) and f"{self._name}/{place}" in self.flows[0].alarms

    @property
    def missing(self) -> dict[str, str]:
        """Letters of others that have not come, or never will. Nothing waits for them, and it is no fault here."""
        return self._post.missing() if self._post else {}
