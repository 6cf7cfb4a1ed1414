"""What all contestants run over: the same commands on the same topic, and for each run a database of its own."""

import gc
import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from kith_chassis import garbage
from kith_chassis.kafka.registry import Registry
from kith_chassis.kafka.sender import Sender
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.trust import Trust
from kith_chassis.keys.vault import Vault
from kith_chassis.mongo import connect, database
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.wire import document, record
from kith_chassis.service import PUBLIC
from kith_contracts.directory.charters import NetworkCharter, TermsOfReference
from kith_contracts.directory.networks import CharterNetwork, DescribeNetwork
from kith_contracts.headers import source_of
from kith_contracts.message import Command
from kith_contracts.topics import PARTITIONED, Channel, topic_name
from kith_directory.app import DIRECTORY
from kith_directory.networks.network import Network
from kith_lab.servers.mongo import EmbeddedMongo
from kith_lab.servers.stack import MONGO_VARIABLE, Stack

NETWORKS: Final = 200
FACTS_EACH: Final = 2
"""Every command makes NetworkUpdated and NetworkPublished."""
SECRET: Final = b"\x42" * 32
SERVICE: Final = "directory"
AT_ONCE: Final = 1000
PATH: Final = DIRECTORY._replace(
    handlers=tuple(each for each in DIRECTORY.handlers if each.message.contract.channel not in PUBLIC)
)
"""The directory without its listings: to fold what it has said itself would handle each message a second time, which
neither the limit nor the peer does.
"""


def settle() -> None:
    """Let no run pay for what an earlier one has left in memory."""
    gc.unfreeze()
    garbage.settle()


class Course:
    """One variant. Its body has its name, so that each variant has topics of its own."""

    service = PATH

    def __init__(self, variant: str, messages: int, stack: Stack, registry: Registry) -> None:
        self.body, self.messages = variant, messages
        self.facts = messages * FACTS_EACH
        self.reader = stack.office.for_principal(variant)
        """As whom what comes out is read."""
        self.cluster, self._stack = stack.office.for_principal(variant), stack
        self.mongo_url, self.client = stack.mongo_url, connect(stack.mongo_url)
        assert stack.office.keys
        self.trust = Trust(variant, Keyring(stack.office.keys, variant), registry)
        self.vault = Vault(SECRET, self.body, None)
        self.commands_topic = topic_name(Channel.PRIVATE_COMMANDS, self.body, SERVICE)
        self.records: dict[int, list[Any]] = defaultdict(list)
        """The commands as they came back from the broker, by partition."""

    @property
    def group(self) -> str:
        return f"{self.body}.{self.service.name}"

    @property
    def command_partitions(self) -> list[TopicPartition]:
        return [TopicPartition(self.commands_topic, index) for index in range(PARTITIONED)]

    @property
    def fact_partitions(self) -> list[TopicPartition]:
        facts, shared = (topic_name(channel, self.body, SERVICE) for channel in (Channel.PRIVATE_FACTS, Channel.SHARED))
        return [*[TopicPartition(facts, index) for index in range(PARTITIONED)], TopicPartition(shared, 0)]

    def database(self, prefix: str) -> Any:
        """The database of one run."""
        return database(self.client, prefix, self.body, self.service.name)

    def _commands(self) -> Iterator[Command]:
        for number in range(self.messages):
            if self.body == "distinct":
                yield CharterNetwork(network=f"{self.body}/network-{number:05d}", charter=charter(number))
            else:
                yield DescribeNetwork(network=self._known(number % NETWORKS), charter=charter(number))

    def _known(self, index: int) -> str:
        return f"{self.body}/network-{index:05d}"

    async def lay(self) -> None:
        """Put all commands on their topic, and read them back once."""
        source, now = source_of(self.body, "systems/bench"), datetime.now(UTC)
        records = [
            record(command, to=self.body, source=source, id=f"bench-{number:08d}", now=now, vault=self.vault)
            for number, command in enumerate(self._commands())
        ]
        sender = Sender(self.cluster, "bench")
        for first in range(0, len(records), AT_ONCE):
            await sender.send(records[first : first + AT_ONCE])
        await sender.stop()
        consumer = await self.commands_consumer()
        while sum(map(len, self.records.values())) < self.messages:
            for partition, fetched in (await consumer.getmany(timeout_ms=1000)).items():
                self.records[partition.partition] += fetched
        await consumer.stop()

    async def commands_consumer(self) -> Any:
        """A bare consumer at the beginning of the commands, which fetches as the service's own does."""
        consumer = AIOKafkaConsumer(
            **self.cluster.arguments(),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=1_000_000,
            fetch_max_bytes=4_000_000,
        )
        await consumer.start()
        consumer.assign(self.command_partitions)
        return consumer

    def states(self) -> list[dict[str, Any]]:
        """The networks that the commands describe anew, as documents; none where the commands charter them."""
        if self.body == "distinct":
            return []
        known = (Network(network=self._known(n), charter=charter(-1), public_version=1) for n in range(NETWORKS))
        return [document(network, 1, self.vault) for network in known]

    @asynccontextmanager
    async def fresh_database(self) -> AsyncIterator[None]:
        """A server of its own for one round, unless one is given: the embedded database slows down, and may stand still
        for a minute, with all that earlier rounds have left in it.
        """
        if os.environ.get(MONGO_VARIABLE):
            yield
            return
        folder, before = self._stack.folder.path / "round", (self.mongo_url, self.client)
        server = EmbeddedMongo(folder, record=self._stack.record)
        await server.start()
        self.mongo_url, self.client = server.url, connect(server.url)
        try:
            yield
        finally:
            self.client.close()
            self.mongo_url, self.client = before
            await server.stop()
            shutil.rmtree(folder)

    async def furnish(self, prefix: str) -> Ledger:
        """Indexes, incarnation and states of the database of one run."""
        ledger = Ledger(self.client, self.database(prefix))
        await ledger.prepare("0" * 32)
        if states := self.states():
            await ledger.states.insert_many(states)
        return ledger

    async def left(self, prefix: str, *, revisions: bool = True) -> dict[str, Any]:
        """What a run has left in its database. A state's revision counts the transactions that changed it: it is the
        same only for runs that cut the commands into transactions in the same way.
        """
        found = self.database(prefix)
        offsets = (
            await found["offsets"].find({"_id": {"$regex": f"^{self.group}/{self.commands_topic}/"}}).to_list(None)
        )
        return {
            "offsets": sorted((each["_id"], each["next"], each["number"]) for each in offsets if each["number"]),
            "states": _digest(
                await found["states"].find().to_list(None),
                ("_id", "tags", "state", *(["revision"] if revisions else [])),
            ),
            "claims": _digest(await found["claims"].find().to_list(None), ("_id", "outcome")),
            "claimed": await found["claims"].count_documents({}),
            "parked": await found["parked"].count_documents({}),
        }


def _digest(documents: Sequence[dict[str, Any]], names: Sequence[str]) -> str:
    lines = sorted(repr([each[name] for name in names]) for each in documents)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def charter(number: int) -> NetworkCharter:
    """About 900 bytes, different for each number in what everybody sees."""
    return NetworkCharter(
        name="Women in Science and Engineering, West Midlands",
        purpose=f"Meets every month to share what members have learned at work; edition {number} of this purpose.",
        aims=[
            "Bring together members of all organisations of the consortium who work in the region",
            "Offer mentors to everyone who returns to work after a break of a year or longer",
            "Give evidence to consultations about pay, promotion and parental leave",
        ],
        for_you_if="You work, study or have worked in science or engineering, or think about doing so.",
        findable="everyone",
        joinable="anyone",
        how_to_ask="Write to the committee; somebody answers within a week.",
        regions=["West Midlands", "Warwickshire", "Staffordshire"],
        terms=TermsOfReference(text="The committee meets four times a year and keeps minutes that members can read."),
    )
