"""Two bodies of which one writes letters to the other, from its events service or from its directory."""

import json
from dataclasses import dataclass
from typing import Any

from support.flow import Ground, Home, envelope
from support.joint import charter, terms
from support.signing import Sent
from support.witness import Seen, read_all


@dataclass(frozen=True)
class Pair:
    """Two bodies with their topics, of which one writes to the other."""

    ground: Ground
    sender: Home
    reader: Home

    @property
    def inbox(self) -> str:
        return f"kith.inbox.{self.reader.slug}.events"

    async def propose(self, *events: str) -> None:
        """The sender proposes these to the reader: a letter each."""
        parties = [
            {"body": each.slug, "networks": [f"{each.slug}/n"], **_half()} for each in (self.sender, self.reader)
        ]
        for name in events:
            event = f"{self.sender.slug}/{name}"
            seats = [{"part": "talk", "quotas": {self.reader.slug: 1}, "pool": 3, "offer_hours": 0}]
            text = terms(event, parties=parties, seats=seats)
            text["plan"]["parts"] = text["plan"]["parts"][:1]
            headers = envelope("events.propose-agreement", f"urn:kith:source:{self.sender.slug}/systems/crm")
            content = json.dumps({"subject": event, "terms": text}).encode()
            await self.ground.send(
                [Sent(f"kith.private.{self.sender.slug}.events.commands", event.encode(), content, headers)]
            )

    async def proposed(self) -> set[str]:
        """What has arrived at the reader."""
        found = self.ground.client[f"kith_{self.reader.slug}_events"]["states"].find({"_id": {"$regex": "^proposal/"}})
        return {each["_id"].rpartition("/")[2] async for each in found}

    async def welcome(self, *networks: str) -> None:
        """The sender welcomes the reader in networks of these names: a letter each."""
        for name in networks:
            network = f"{self.sender.slug}/{name}"
            for command, data in (
                ("charter-network", {"charter": charter()}),
                ("welcome-bodies", {"bodies": [self.reader.slug]}),
            ):
                headers = envelope(f"directory.{command}", f"urn:kith:source:{self.sender.slug}/systems/crm")
                content = json.dumps({"network": network, **data}).encode()
                await self.ground.send([Sent(self.sender.commands, network.encode(), content, headers)])

    async def welcomed(self) -> set[str]:
        """In which networks the reader knows its people to be welcome."""
        states = self.ground.client[f"kith_{self.reader.slug}_directory"]["states"]
        found = await states.find_one({"_id": f"neighbour/{self.sender.slug}"})
        return {each.rpartition("/")[2] for each in json.loads(found["state"])["networks"]} if found else set()

    async def letters(self, of: Home, service: str = "events") -> list[Seen]:
        return await read_all(self.ground.office, f"kith.inbox.{of.slug}.{service}")


def _half() -> dict[str, Any]:
    return {"cash_percent": 50, "kind_percent": 50}
