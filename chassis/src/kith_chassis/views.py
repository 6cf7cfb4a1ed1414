"""Reads past the decisions: what a service knows, by id, by kind or by tag. Queries read this and never a decision."""

from typing import Any, Final, TypeVar

import structlog

from kith_chassis.decision import Ref, State
from kith_chassis.errors import told
from kith_chassis.keys.vault import Vault
from kith_chassis.mongo import by_ids
from kith_chassis.path.wire import state_of

log = structlog.get_logger()
S = TypeVar("S", bound=State)
SOME: Final = 500
"""States that are opened at once where all of a kind are."""


class StoredViews:
    """The states of one service of one body."""

    def __init__(self, states: Any, vault: Vault) -> None:
        self._states, self._vault = states, vault

    async def get(self, ref: Ref) -> Any:
        """The state there, or None."""
        found = await self._states.find_one({"_id": ref.path})
        opened = await self._opened(ref.model, [found]) if found else []
        return opened[0] if opened else None

    async def many(self, refs: tuple[Ref, ...]) -> dict[str, Any]:
        """Those of these states that there are, by path."""
        models = {ref.path: ref.model for ref in refs}
        found = await by_ids(self._states, models)
        await self._vault.load(each["person"] for each in found if "person" in each)
        opened = {each["_id"]: self._one(models[each["_id"]], each) for each in found}
        return {path: state for path, state in opened.items() if state}

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
        opened: list[S] = []
        while wanted := most - len(opened):  # more than once only where some cannot be opened
            found = await self._tagged(model, tags, after, wanted).to_list(wanted)
            opened += await self._opened(model, found)
            if len(found) < wanted:
                break
            after = found[-1]["_id"].removeprefix(f"{model.kind}/")
        return opened

    async def matching(self, model: type[S], tags: tuple[str, ...], after: str, most: int) -> list[S]:
        """States of a kind that have all of these tags, in order of id, after the id `after`."""
        bounds = {"$gt": f"{model.kind}/{after}", "$lt": f"{model.kind}/\U0010ffff"}
        # The embedded database uses its index for one of several, and not for all of several.
        wanted = {"$all": list(tags)} if len(tags) > 1 else {"$in": list(tags)}
        found = await self._states.find({"tags": wanted, "_id": bounds}).sort("_id", 1).limit(most).to_list(most)
        return await self._opened(model, found)

    async def ids(self, model: type[State], tags: tuple[str, ...], after: str, most: int) -> list[str]:
        """The ids of those states, whether they can be opened or not."""
        found = await self._tagged(model, tags, after, most, {"_id": 1}).to_list(most)
        return [each["_id"].removeprefix(f"{model.kind}/") for each in found]

    async def retag(self, model: type[State]) -> None:
        """Write the tags of a kind anew, for states that were stored before the model had one of them. Nothing else
        changes in a state; who writes one meanwhile writes its tags as well.
        """
        after = f"{model.kind}/"
        while found := await self._states.find(_between(after, model)).sort("_id", 1).limit(SOME).to_list(SOME):
            for each, state in zip(found, await self._each(model, found), strict=True):
                if state and (tags := list(state.tags(self._vault.keyed))) != each["tags"]:
                    as_found = {"_id": each["_id"], "revision": each["revision"]}
                    await self._states.update_one(as_found, {"$set": {"tags": tags}})
            after = found[-1]["_id"]

    def _tagged(self, model: type[State], tags: tuple[str, ...], after: str, most: int, *fields: dict[str, int]) -> Any:
        bounds = {"$gt": f"{model.kind}/{after}", "$lt": f"{model.kind}/\U0010ffff"}
        return self._states.find({"tags": {"$in": list(tags)}, "_id": bounds}, *fields).sort("_id", 1).limit(most)

    async def _opened(self, model: type[S], found: list[dict[str, Any]]) -> list[S]:
        return [state for state in await self._each(model, found) if state]

    async def _each(self, model: type[S], found: list[dict[str, Any]]) -> list[S | None]:
        await self._vault.load(each["person"] for each in found if "person" in each)
        return [self._one(model, each) for each in found]

    def _one(self, model: type[S], found: dict[str, Any]) -> S | None:
        """The state, or None where the key of its person is gone, or what lies there is not what we wrote."""
        try:
            return state_of(model, found, self._vault)  # type: ignore[return-value]
        except (KeyError, ValueError) as error:
            log.warning("leaving out a state that cannot be opened", kind=model.kind, error=told(error))
            return None


def _between(after: str, model: type[State]) -> dict[str, Any]:
    """All of a kind that come after this one."""
    return {"_id": {"$gt": after, "$lt": f"{model.kind}/\U0010ffff"}}
