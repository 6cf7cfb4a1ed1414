"""What a node has parked, as its databases have it: found by id, counted by reason, with neighbours, and removed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kith_chassis.mongo import database
from kith_chassis.path.shelf import id_of
from kith_cli.errors import StackError
from kith_contracts.registry import SERVICES
from kith_contracts.topics import address_of

FIELDS: Final = {"record": 0}


@dataclass(frozen=True)
class Group:
    """Records that one service has parked for one reason."""

    service: str
    code: str
    count: int
    since: datetime


@dataclass(frozen=True)
class Item:
    """One document: a record, or the count of those of which nothing is kept."""

    service: str
    document: dict[str, Any]

    @property
    def id(self) -> str:
        """Short, and the same each time."""
        return id_of(self.service, self.document["_id"])

    @property
    def is_counted(self) -> bool:
        """Whether it is a count only."""
        return "reason" not in self.document

    @property
    def code(self) -> str:
        """Why it is parked."""
        return str(self.document["code"])

    @property
    def at(self) -> datetime:
        """When it was parked; of a count, when the first was."""
        at: datetime = self.document["at"]
        return at

    @property
    def topic(self) -> str:
        """Where it came from."""
        return str(self.document["sender"]).partition(" ")[0]

    @property
    def body(self) -> str:
        """The organisation that has provably sent it; empty if none has."""
        return str(self.document["sender"]).partition(" ")[2]

    @property
    def place(self) -> tuple[str, int, int]:
        """Topic, partition and offset."""
        topic, partition, offset = str(self.document["_id"]).rsplit("/", 2)
        return topic, int(partition), int(offset)


def senders(item: Item) -> list[str]:
    """How its sender is noted: on the topics of one organisation also where a record did not say who it is from."""
    address = address_of(item.topic)
    own = address is not None and address.channel.partition(".")[0] in ("private", "people")
    return [item.topic, f"{item.topic} {address.body}"] if own and address else [str(item.document["sender"])]


def _order(item: Item) -> tuple[datetime, tuple[str, int, int]]:
    return item.at, item.place


class Shelf:
    """All that the services of one body have parked on this node."""

    def __init__(self, client: Any, prefix: str, body: str) -> None:
        self.body = body
        self._databases = {each: database(client, prefix, body, each) for each in sorted(SERVICES)}

    def claims(self, service: str) -> Any:
        """The collection of what became of commands."""
        return self._databases[service]["claims"]

    async def groups(self) -> list[Group]:
        """By service and reason, the largest first."""
        by_code = {"_id": "$code", "count": {"$sum": "$count"}, "since": {"$min": "$at"}}
        found = [
            Group(service, each["_id"], each["count"], each["since"])
            for service, of in self._databases.items()
            for each in await of["parked"].aggregate([{"$group": by_code}]).to_list(None)
        ]
        return sorted(found, key=lambda group: (-group.count, group.service, group.code))

    async def newest(self, most: int, code: str = "") -> list[Item]:
        """The newest single ones, of one reason if it is given."""
        found = [
            Item(service, each)
            for service, of in self._databases.items()
            for each in await of["parked"]
            .find({"code": code} if code else {}, FIELDS)
            .sort([("at", -1), ("_id", -1)])
            .to_list(most)
        ]
        return sorted(found, key=lambda item: item.at, reverse=True)[:most]

    async def named(self, id: str) -> Item:
        """The one of this id, whole. Raises StackError."""
        for service, of in self._databases.items():
            async for each in of["parked"].find({}, {"_id": 1}):
                if Item(service, each).id == id and (whole := await of["parked"].find_one({"_id": each["_id"]})):
                    return Item(service, whole)
        raise StackError(
            f"Nothing with the id {id} is parked at {self.body}: it was replayed or discarded, its 30 days are over, "
            f"or it was never there. Next: kith parked list {self.body}"
        )

    async def neighbours(self, item: Item) -> tuple[Item | None, Item | None]:
        """The records of the same sender that were parked just before and just after it."""
        wanted = {"sender": {"$in": senders(item)}, "reason": {"$exists": True}}
        found = await self._databases[item.service]["parked"].find(wanted, FIELDS).to_list(None)
        others = sorted((Item(item.service, each) for each in found if each["_id"] != item.document["_id"]), key=_order)
        if item.is_counted:
            return (others[-1] if others else None), None
        before = [each for each in others if _order(each) < _order(item)]
        return (before[-1] if before else None), (others[len(before)] if len(before) < len(others) else None)

    async def remove(self, item: Item) -> bool:
        """Whether it was there as it was read, and is gone now."""
        as_read = {name: item.document[name] for name in ("_id", "at", "count")}
        removed = await self._databases[item.service]["parked"].delete_one(as_read)
        return bool(removed.deleted_count)
