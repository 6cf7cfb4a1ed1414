"""A flow in memory that owns one partition: it notes what is said of networks, in a dictionary."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, ClassVar

from aiokafka import TopicPartition
from support.eventually import turns
from support.vaults import new_vault

from kith_chassis.catalogue import on, one
from kith_chassis.decision import Circumstances, Decision, State
from kith_chassis.errors import Conflict
from kith_chassis.path.decide import Decider
from kith_chassis.path.flow import Flow
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.mark import HEADER
from kith_chassis.path.wire import partition_of, record
from kith_chassis.path.work import Owned, Work
from kith_chassis.patience import Patience
from kith_contracts.directory.charters import NetworkStatus
from kith_contracts.directory.networks import NetworkCommandRefused, SetNetworkStatus
from kith_contracts.message import Refusal

HERE = TopicPartition("kith.private.bcs.directory.commands", 0)


def placed(network: str) -> str:
    """This name, or one that goes on from it, whose commands belong in the first partition."""
    names = (network, *(f"{network}-{number}" for number in range(100)))
    return next(each for each in names if partition_of(each.encode(), 4) == HERE.partition)


def at(name: str) -> str:
    """Where the note of this network is."""
    return f"note/{placed(f'bcs/{name}')}"


RULE = placed("bcs/rule")


class Note(State):
    """What was last said of a network, and what the rule said at that time."""

    kind: ClassVar[str] = "note"
    network: str
    status: str
    rule: str = ""

    @property
    def id(self) -> str:
        return self.network


def note(at: Circumstances, said: SetNetworkStatus, known: Note | None, rule: Note | None) -> Decision:
    if said.status == "ended":
        return Decision(forgets=(Note.at(said.network),))
    fresh = Note(network=said.network, status=said.status, rule=rule.status if rule else "")
    done = NetworkCommandRefused(command=at.id, type="noted", **Refusal("noted", "Noted.").told())
    return Decision() if known == fresh else Decision(states=(fresh,), says=(done,))


class Memory(Ledger):
    """A ledger in memory. Its next commit waits until it is told how to end."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.claimed: set[bytes] = set()
        self.aside: list[dict[str, Any]] = []
        self.incarnation, self._order = "0" * 32, 0
        self.reads: list[set[str]] = []
        self.fail: list[Exception] = []
        self.ends: asyncio.Queue[Exception | None] = asyncio.Queue()
        self.tries = 0

    async def load(
        self, paths: Iterable[str], guarded: Iterable[str], claims: Iterable[bytes]
    ) -> tuple[list[dict[str, Any]], set[bytes]]:
        self.reads.append({*paths, *guarded})
        if self.fail:
            raise self.fail.pop()
        return [self.kept[path] for path in self.reads[-1] if path in self.kept], self.claimed & {*claims}

    async def kept_of(self, sender: str) -> list[int]:
        return []

    async def commit(self, work: Work) -> None:
        self.tries += 1
        ending = await self.ends.get()
        try:
            if ending:
                raise ending
            self._keep(work)
        finally:
            self.ends.task_done()

    def _keep(self, work: Work) -> None:
        for each, _ in work.documents:
            if each["revision"] != self.kept.get(each["_id"], {"revision": 0})["revision"] + 1:
                raise Conflict(each["_id"])
        if self.claimed & work.claims.keys():
            raise Conflict("claims")
        for path in work.forgetting.states:
            del self.kept[path]
        self.kept |= {each["_id"]: each for each, _ in work.documents}
        self.claimed |= work.claims.keys()
        self.aside += work.parked


class Consumer:
    """Has one partition, and notes where it was told to go."""

    def __init__(self) -> None:
        self.sought: list[int] = []

    async def getmany(self) -> dict[TopicPartition, list[Any]]:
        return {}

    def assignment(self) -> set[TopicPartition]:
        return {HERE}

    def seek(self, _partition: TopicPartition, offset: int) -> None:
        self.sought.append(offset)

    def pause(self, *_partitions: TopicPartition) -> None:
        pass


class Node:
    """A flow that owns one partition, and what it is given."""

    def __init__(self, *, look_ahead: bool = True) -> None:
        self.ledger, self.vault, self.consumer = Memory(), new_vault(), Consumer()
        self.sent: list[dict[str, Any]] = []
        relay: Any = SimpleNamespace(forget=lambda: None, patience=Patience(), hand_over=self._hand_over)
        self.decided: list[str] = []
        rule = one(Note, lambda _message, _at: RULE)
        handler = on(SetNetworkStatus, self._decide)(known=one(Note, "network"), rule=rule)
        decider = Decider("bcs", "directory", [handler], self.ledger, self.vault)
        subscriber = SimpleNamespace(consumer=self.consumer)
        self.flow = Flow("bcs.directory", decider, self.ledger, relay, lambda _: subscriber, look_ahead=look_ahead)
        self.flow._ownership.owned[HERE] = Owned("stream", 1, 0, 0, {})
        self._sent = 0

    async def _hand_over(self, documents: list[dict[str, Any]]) -> None:
        self.sent += documents

    def numbers(self) -> list[int]:
        """Of all that was said, in order."""
        headers = [dict(message[4]) for document in self.sent for message in document["messages"]]
        return [int(each["kith-number"]) for each in headers]

    def _decide(self, at: Circumstances, said: SetNetworkStatus, known: Note | None, rule: Note | None) -> Decision:
        self.decided.append(said.network.partition("/")[2].partition("-")[0])
        return note(at, said, known, rule)

    async def take(self, *said: tuple[str, NetworkStatus], again: bool = False) -> None:
        """Give it the next portion; returns when that is under way."""
        await self.flow.handle([self._fetched(*each, again=again) for each in said])

    def _fetched(self, network: str, status: NetworkStatus, *, again: bool) -> Any:
        said = SetNetworkStatus(network=placed(network), status=status)
        id = "same" if again else f"m{self._sent}"
        sent = record(
            said, to="bcs", source="urn:kith:source:bcs/systems/crm", id=id, now=datetime.now(UTC), vault=self.vault
        )
        self._sent += 1
        return SimpleNamespace(
            topic=sent.topic,
            partition=0,
            offset=self._sent - 1,
            key=sent.key,
            value=sent.value,
            headers=tuple(each for each in sent.headers if each[0] != HEADER),  # as a system sends it
            timestamp=1_795_000_000_000,
        )

    async def end(self, *endings: Exception | None) -> None:
        """Let as many commits end like this, and all come to rest."""
        for each in endings:
            self.ledger.ends.put_nowait(each)
        async with asyncio.timeout(5):
            await self.ledger.ends.join()
        await turns()

    @property
    def next(self) -> int:
        return self.flow.owned[HERE].next

    def notes(self) -> dict[str, str]:
        return {
            path.removeprefix("note/bcs/").partition("-")[0]: each["state"] for path, each in self.ledger.kept.items()
        }
