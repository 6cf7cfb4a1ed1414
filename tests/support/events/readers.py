"""What is read of a node in memory, as its API reads it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from support.events.scenes import EVENT
from support.speaking import FakeViews, Node

from kith_chassis.service import BodyService
from kith_events.agreements.api_advice import Beside, beside


class View(FakeViews):
    """With the reads of one state that the API has."""

    async def get(self, ref: Any) -> Any:
        return (await self.many((ref,))).get(ref.path)

    async def page(self, model: Any, under: str = "", after: str = "", most: int = 100) -> list[Any]:
        return await super().page(model, under, after, most)


def running(node: Node, calendars: Path | None = None) -> BodyService:
    settings = SimpleNamespace(calendars=calendars)
    return cast("BodyService", SimpleNamespace(views=View(node), body=node.body, settings=settings))


async def told(node: Node, of: Any) -> Beside:
    """What stands beside the text of the usual event."""
    return (await beside(running(node), [of]))[EVENT]
