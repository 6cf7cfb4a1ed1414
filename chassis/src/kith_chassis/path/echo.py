"""Whether this node has read what it has just said: the pages that a command changes are often folds of its facts, made
by another flow or service. `done` is answered when all of them can show it.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition

from kith_chassis.errors import PASSING, told
from kith_chassis.kafka.cluster import Cluster
from kith_chassis.mongo import database
from kith_chassis.patience import at_most
from kith_contracts.registry import MODELS
from kith_contracts.topics import Channel, address_of, partitions_of

if TYPE_CHECKING:
    from kith_chassis.service import BodyService

log = structlog.get_logger()
PAUSE: Final = 0.02
"""Seconds between two looks."""
AT_ONCE: Final = 3
"""Looks at the same time: each asks the broker, and then compares until all is read."""
HOPS: Final = 3
"""How far what follows is followed: a letter to oneself says a fact, which another service reads."""
LONGEST_LOOK: Final = 2.0
"""Seconds of one look; nobody waits longer for an answer."""
CLOSING: Final = 2.0
HEARD: Final = (Channel.INBOX, Channel.SHARED, Channel.PRIVATE_FACTS, Channel.PEOPLE_FACTS)
"""Where what was decided is said. Commands of others that wait are nothing that was said."""
SERVICES: Final = frozenset(model.contract.service for model in MODELS.values() if model.contract.service != "registry")


class Echo:
    """Of one body at this node. Other processes of the node are asked about in the database."""

    def __init__(self, body: str, cluster: Cluster, client: Any, prefix: str) -> None:
        self._body, self._cluster = body, cluster
        self._databases = {service: database(client, prefix, body, service) for service in SERVICES}
        self._asker: Any = None
        self._waiting: list[asyncio.Future[bool]] = []
        self._looks, self._turns = set[asyncio.Task[None]](), asyncio.Semaphore(AT_ONCE)
        self._starting = asyncio.Lock()
        self._topics: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._given_up: dict[TopicPartition, int] = {}
        """Ends that were waited for in vain: what stands before them holds no record, and nobody waits for it again."""

    async def heard(self, here: Sequence["BodyService"], within: float) -> bool:
        """Wait until all is read that was said by now, and what followed of it; False after so many seconds. `here` are
        the services of the body in this process. One look serves all who came before it.
        """
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        if len(self._waiting) == 1:
            self._looks.add(look := asyncio.create_task(self._look_for_all(here)))
            look.add_done_callback(self._looks.discard)
        try:
            async with asyncio.timeout(within):
                heard: bool = await future
                return heard
        except TimeoutError:
            return False

    async def _look_for_all(self, here: Sequence["BodyService"]) -> None:
        await asyncio.sleep(PAUSE)
        async with self._turns:
            waiting, self._waiting = self._waiting, []
            heard = await self._look(here)
        for each in waiting:
            if not each.done():
                each.set_result(heard)

    async def _look(self, here: Sequence["BodyService"]) -> bool:
        behind: Mapping[TopicPartition, int] = {}
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                for _ in range(HOPS):
                    await self._sent(here)
                    ends = await self._ends(here)
                    if not (behind := await self._behind(ends, here)):
                        break
                    while behind:
                        await asyncio.sleep(PAUSE)
                        behind = await self._behind(behind, here)
        except TimeoutError:
            self._given_up |= behind
            return False
        except PASSING as error:
            log.warning("cannot tell whether an outcome can be read yet", error=told(error))
            return False
        return True

    async def _sent(self, here: Sequence["BodyService"]) -> None:
        """Wait until the broker has all that was decided; by other processes too, as the database knows."""
        decided = [(relay, relay.handed_over) for each in here for relay in [group.relay for group in each.groups]]
        while any(relay.sent < number for relay, number in decided):  # noqa: ASYNC110 - they are several
            await asyncio.sleep(PAUSE)
        for service in SERVICES - {each.service.name for each in here}:
            pending = await _pending(self._databases[service])
            while pending:
                await asyncio.sleep(PAUSE)
                pending = await _pending(self._databases[service], pending)

    async def _ends(self, here: Sequence["BodyService"]) -> dict[TopicPartition, int]:
        places = [*self._read_here(here), *await self._read_elsewhere(here)]
        async with self._starting:
            if self._asker is None:
                asker = AIOKafkaConsumer(**self._cluster.arguments(), client_id=f"{self._body}.echo")
                try:
                    await asker.start()
                except BaseException:
                    await asker.stop()
                    raise
                self._asker = asker
        ends: dict[TopicPartition, int] = await self._asker.end_offsets(places)
        return {at: end for at, end in ends.items() if end > self._given_up.get(at, 0)}

    def _read_here(self, here: Sequence["BodyService"]) -> Iterable[TopicPartition]:
        """What services of this process read: a topic that nobody reads may not be there, and nobody waits for it."""
        topics = frozenset().union(*[topics for each in here for topics in self._read_by_groups(each)])
        for topic in topics:
            if (address := address_of(topic)) and address.channel in HEARD:
                yield from (TopicPartition(topic, at) for at in range(partitions_of(address.channel)))

    def _read_by_groups(self, service: "BodyService") -> tuple[frozenset[str], frozenset[str]]:
        """The topics of its own that each of its two groups reads; they stay the same as long as it runs."""
        if (name := service.service.name) not in self._topics:
            own, public = service.own_topics(), service.public_topics([self._body])
            self._topics[name] = frozenset(own), frozenset(public)
        return self._topics[name]

    async def _read_elsewhere(self, here: Sequence["BodyService"]) -> set[TopicPartition]:
        """What services of other processes have read of it, as the database knows."""
        found = set[TopicPartition]()
        for service in SERVICES - {each.service.name for each in here}:
            async for each in self._databases[service]["offsets"].find({}, {"_id": 1}):
                _, topic, at = each["_id"].rsplit("/", 2)
                address = address_of(topic)
                if address and address.channel in HEARD and address.body == self._body:
                    found.add(TopicPartition(topic, int(at)))
        return found

    async def _behind(
        self, ends: Mapping[TopicPartition, int], here: Sequence["BodyService"]
    ) -> dict[TopicPartition, int]:
        """Of these ends, those that some reader of the node has not come to."""
        behind = set[TopicPartition]()
        names = {each.service.name for each in here}
        unknown = {service: dict(_streams(self._body, service, ends)) for service in SERVICES - names}
        for each in here:
            unknown[each.service.name] = rest = {}
            for flow, topics in zip(each.flows, self._read_by_groups(each), strict=False):
                for at in (at for at in ends if at.topic in topics):
                    stream = f"{flow.group}/{at.topic}/{at.partition}"
                    if owned := flow.owned.get(at):
                        behind |= {at} if owned.next < ends[at] else set()
                    elif stream not in flow.alarms:
                        rest[stream] = at
        for service, streams in unknown.items():
            if streams:
                found = self._databases[service]["offsets"].find({"_id": {"$in": list(streams)}}, {"next": 1})
                behind |= {at async for one in found if one["next"] < ends[at := streams[one["_id"]]]}
        return {at: ends[at] for at in behind}

    async def stop(self) -> None:
        for look in self._looks:
            look.cancel()
        asker, self._asker = self._asker, None
        if asker is not None:
            await at_most(CLOSING, asker.stop())


async def _pending(service: Any, among: Iterable[str] | None = None) -> list[str]:
    """What was decided and not yet sent; of these ids, or of all."""
    query = {} if among is None else {"_id": {"$in": list(among)}}
    return [each["_id"] async for each in service["outbox"].find(query, {"_id": 1})]


def _streams(body: str, service: str, ends: Iterable[TopicPartition]) -> Iterable[tuple[str, TopicPartition]]:
    for at in ends:
        for group in (f"{body}.{service}", f"{body}.{service}.views"):
            yield f"{group}/{at.topic}/{at.partition}", at
