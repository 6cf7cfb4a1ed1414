"""A reader of what other bodies say, and what has become of it: in the topics and in the reader's database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import TopicPartition
from support.eventually import eventually
from support.flow import Ground, Home
from support.forging import Keys
from support.processes import Process
from support.signing import Sent


@dataclass(frozen=True)
class Scene:
    """A reader whose events service runs, a body that is lied about, and the liar, who is a body too."""

    ground: Ground
    reader: Home
    sender: Home
    liar: Home
    keys: Keys
    process: Process

    @property
    def database(self) -> Any:
        return self.ground.client[f"kith_{self.reader.slug}_events"]

    async def send(self, *records: Sent) -> list[str]:
        """Send these; the names of their places."""
        return [f"{at.topic}/{at.partition}/{at.offset}" for at in await self.ground.send(records)]

    async def read(self) -> None:
        """Until the reader has read all that was sent."""
        inbox = [TopicPartition(f"kith.inbox.{self.reader.slug}.events", at) for at in range(4)]
        shared = [TopicPartition(f"kith.shared.{each.slug}.events", 0) for each in (self.sender, self.liar)]
        ends = await self.ground.ends([*inbox, *shared, TopicPartition("kith.registry", 0)])

        async def is_read() -> bool:
            found = {each["_id"]: each["next"] async for each in self.database["offsets"].find()}
            for at, end in ends.items():
                group = f"{self.reader.slug}.events" + ("" if at in inbox else ".views")
                assert max(found.get(f"{group}/{at.topic}/{at.partition}", 0), 0) == end
            return True

        await eventually(is_read)

    async def parked(self) -> dict[str, str]:
        return {each["_id"]: each["reason"].partition(":")[0] async for each in self.database["parked"].find()}

    async def known(self) -> set[str]:
        """The ids of all events and proposals that the reader has taken in."""
        found = self.database["states"].find({"_id": {"$regex": "^(shown|proposal)/"}})
        return {each["_id"] async for each in found}


def published(key: tuple[dict[str, Any], str], not_before: datetime, not_after: datetime) -> dict[str, Any]:
    times = {"not_before": not_before.isoformat(), "not_after": not_after.isoformat()}
    return {"name": key[1].partition("/")[2], "x": key[0]["x"], **times}
