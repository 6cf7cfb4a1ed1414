"""`kith repair`: after a log was lost, says from where on a node reads it again. Nothing else may set that."""

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from cyclopts import Parameter
from pymongo.errors import PyMongoError
from rich.console import Console
from rich.table import Table

from kith_chassis.kafka.cluster import Cluster
from kith_chassis.mongo import database
from kith_chassis.path import crash
from kith_cli.errors import StackError
from kith_cli.names import Body
from kith_cli.reach import Reach, Store
from kith_contracts.registry import SERVICES

FINE, LEFT = 0, 2
"""Exit codes; 1 is a failure."""
ANSWER: Final = 15.0


@dataclass(frozen=True)
class Astray:
    """A partition of which a node does not know what comes next."""

    service: str
    stream: str
    place: TopicPartition
    next: int
    start: int
    end: int
    stands: str

    def to(self, start: str) -> int:
        """What comes next from now on."""
        match start:
            case "start":
                return self.start
            case "end":
                return self.end
        return int(start)


def _offset(_type: object, value: str) -> None:
    if value not in ("start", "end") and not value.isdecimal():
        raise ValueError("It is start, end, or a number.")


def repair(
    body: Body,
    /,
    *,
    reach: Reach,
    store: Store = Store(),  # noqa: B008 - it is frozen
    topic: tuple[str, ...] = (),
    begin: Annotated[str, Parameter("--from", validator=_offset)] = "start",
    yes: Annotated[bool, Parameter("--yes", negative="")] = False,
) -> int:
    """Let a node go on where a log no longer holds what comes next. A node that runs goes on within seconds.

    Find out first why the log was lost, and what was in it. The exit code is 0 when no partition is stopped afterwards,
    and 2 when something does.

    Parameters
    ----------
    body
        Whose node it is.
    topic
        Only these topics, by their names.
    begin
        Where to go on: `start`, all that the log holds now; `end`, only what comes from now on; or a number.
    yes
        Do it, and do not ask.
    """
    crash.arm(os.environ.get("KITH_CRASH", ""))
    try:
        return asyncio.run(_repair(body, reach.as_principal(body), topic, begin, yes, store))
    except PyMongoError as error:
        raise StackError(f"The database of KITH_MONGO_URL does not answer ({type(error).__name__}).") from None


async def _repair(  # noqa: PLR0917 - what was asked for
    body: str, cluster: Cluster, topics: Sequence[str], begin: str, yes: bool, store: Store
) -> int:
    client = store.client()
    try:
        offsets = {each: database(client, store.prefix, body, each)["offsets"] for each in sorted(SERVICES)}
        found = [each for each in await _astray(cluster, offsets) if not topics or each.place.topic in topics]
        if not found:
            print("No partition has stopped: the logs hold what comes next.")
            return FINE
        _show(found, begin)
        if wrong := [each for each in found if not each.start <= each.to(begin) <= each.end]:
            raise StackError(f"{wrong[0].stream}: the log holds {wrong[0].start} to {wrong[0].end}.")
        if not (yes or _agreed()):
            print("Nothing is changed. With --yes it is done.")
            return LEFT
        return await _carry_out(found, offsets, begin)
    finally:
        client.close()


async def _carry_out(found: Sequence[Astray], offsets: dict[str, Any], begin: str) -> int:
    """Each by itself, and only where nothing was taken since: killed in between, the next run finds the rest. Who owns
    it may have changed: a node begins anew with all its partitions when one of them goes on.
    """
    left = 0
    for each in found:
        as_found = {"_id": each.stream, "next": each.next}
        change = {"$set": {"next": each.to(begin)}, "$unset": {"stands": ""}, "$inc": {"epoch": 1}}
        crash.point("repairing")
        done = await offsets[each.service].update_one(as_found, change)
        left += not done.matched_count
        print(f"{each.stream}: " + ("goes on" if done.matched_count else "has changed meanwhile; look again"))
    return LEFT if left else FINE


async def _astray(cluster: Cluster, offsets: dict[str, Any]) -> list[Astray]:
    known = [
        (service, found, TopicPartition(*_place(found["_id"])))
        for service, collection in offsets.items()
        async for found in collection.find()
        if found["next"] >= 0
    ]
    places = sorted({place for _, _, place in known})
    starts, ends = await _ranges(cluster, places)
    return [
        Astray(service, each["_id"], at, each["next"], starts[at], ends[at], each.get("stands", ""))
        for service, each, at in known
        if at in ends and (each.get("stands") or not starts[at] <= each["next"] <= ends[at])
    ]


def _place(stream: str) -> tuple[str, int]:
    _, topic, partition = stream.split("/")
    return topic, int(partition)


async def _ranges(cluster: Cluster, places: Sequence[TopicPartition]) -> tuple[dict[Any, int], dict[Any, int]]:
    consumer = AIOKafkaConsumer(**cluster.arguments())
    await consumer.start()
    try:
        there = [place for place in places if place.topic in await consumer.topics()]
        async with asyncio.timeout(ANSWER):
            return await consumer.beginning_offsets(there), await consumer.end_offsets(there)
    except TimeoutError:
        raise StackError("Kafka does not say where its logs begin and end.") from None
    finally:
        await consumer.stop()


def _show(found: Sequence[Astray], begin: str) -> None:
    table = Table(title="Partitions that have stopped")
    for heading in ("group, topic and partition", "next", "the log holds", "goes on at", "why"):
        table.add_column(heading)
    for each in found:
        held = f"{each.start} to {each.end}"
        why = each.stands.partition(". Once")[0] or "the log does not hold it"
        table.add_row(each.stream, str(each.next), held, str(each.to(begin)), why)
    Console().print(table)


def _agreed() -> bool:
    return sys.stdin.isatty() and input("Go on there? [y/N] ").strip().lower() in ("y", "yes")
