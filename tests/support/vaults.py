"""A vault whose wrapped keys lie in memory, and its keys of the day in a folder, if it has one."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from kith_chassis.keys.day_keys import Days
from kith_chassis.keys.vault import Vault

SECRET = bytes(range(32))


class Found(NamedTuple):
    """What a question has found."""

    documents: list[dict[str, Any]]

    async def to_list(self, _most: None) -> list[dict[str, Any]]:
        return self.documents


class Keys:
    """A collection in memory, as far as a vault uses one."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}

    def find(self, wanted: dict[str, Any], _fields: None = None) -> "Found":
        return Found([{"_id": id, **self.found[id]} for id in wanted["_id"]["$in"] if id in self.found])

    async def bulk_write(self, updates: Iterable[Any], *, ordered: bool) -> None:
        assert not ordered
        for each in updates:
            id, condition = each._filter["_id"], {name: text for name, text in each._filter.items() if name != "_id"}
            if "$setOnInsert" in each._doc:
                self.found.setdefault(id, each._doc["$setOnInsert"])
            elif id in self.found and all(self.found[id].get(name) == text for name, text in condition.items()):
                self.found[id] = {**self.found[id], **each._doc["$set"]}


def new_vault(body: str = "bcs", keys: Keys | None = None, secret: bytes = SECRET, days: Days | None = None) -> Vault:
    return Vault(secret, body, keys or Keys(), days)
