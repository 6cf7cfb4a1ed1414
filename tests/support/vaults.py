"""A vault whose keys lie in memory."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from kith_chassis.vault import Vault

SECRET = bytes(range(32))


class Keys:
    """A collection in memory, as far as a vault uses one."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}

    async def find(self, wanted: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        for id in wanted["_id"]["$in"]:
            if id in self.found:
                yield {"_id": id, **self.found[id]}

    async def bulk_write(self, updates: Iterable[Any], *, ordered: bool) -> None:
        assert not ordered
        for each in updates:
            self.found.setdefault(each._filter["_id"], each._doc["$setOnInsert"])


def new_vault(body: str = "bcs", keys: Keys | None = None, secret: bytes = SECRET) -> Vault:
    return Vault(secret, body, keys or Keys())
