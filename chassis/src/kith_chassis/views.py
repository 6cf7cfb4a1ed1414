"""Reads past the decisions: what a service knows, by id, by kind or by tag. Queries read this and never a decision."""

from typing import Any, TypeVar

from kith_chassis.decision import Ref, State
from kith_chassis.vault import Vault
from kith_chassis.wire import state_of

S = TypeVar("S", bound=State)


class StoredViews:
    """The states of one service of one body."""

    def __init__(self, states: Any, vault: Vault) -> None:
        self._states, self._vault = states, vault

    async def get(self, ref: Ref) -> Any:
        """The state there, or None."""
        found = await self._states.find_one({"_id": ref.path})
        return (await self._opened(ref.model, [found]))[0] if found else None

    async def many(self, refs: tuple[Ref, ...]) -> dict[str, Any]:
        """Those of these states that there are, by path."""
        models = {ref.path: ref.model for ref in refs}
        found = await self._states.find({"_id": {"$in": list(models)}}).to_list(None)
        await self._vault.load(each["person"] for each in found if "person" in each)
        return {each["_id"]: state_of(models[each["_id"]], each, self._vault) for each in found}

    async def page(self, model: type[S], under: str = "", after: str = "", most: int = 200) -> list[S]:
        """States of a kind in order of id, those below `under`, after the id `after`."""
        start = f"{model.kind}/{under}"
        bounds: dict[str, str] = {"$gte": start, "$lt": start + "\U0010ffff"}
        if after:
            bounds = {"$gt": f"{model.kind}/{after}", "$lt": start + "\U0010ffff"}
        found = await self._states.find({"_id": bounds}).sort("_id", 1).limit(most).to_list(most)
        return await self._opened(model, found)

    async def tagged(self, model: type[S], tags: tuple[str, ...], after: str, most: int) -> list[S]:
        """States of a kind that have any of these tags, in order of id, after the id `after`."""
        bounds = {"$gt": f"{model.kind}/{after}", "$lt": f"{model.kind}/\U0010ffff"}
        found = (
            await self._states.find({"tags": {"$in": list(tags)}, "_id": bounds})
            .sort("_id", 1)
            .limit(most)
            .to_list(most)
        )
        return await self._opened(model, found)

    async def _opened(self, model: type[S], found: list[dict[str, Any]]) -> list[S]:
        await self._vault.load(each["person"] for each in found if "person" in each)
        return [state_of(model, each, self._vault) for each in found]  # type: ignore[misc]
