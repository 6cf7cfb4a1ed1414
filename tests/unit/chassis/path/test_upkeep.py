"""What the upkeep of keys does between two looks, without servers."""

import asyncio
from typing import Any, cast

import pytest
from support.eventually import eventually
from support.vaults import new_vault

from kith_chassis.keys import vault
from kith_chassis.path import upkeep
from kith_chassis.path.upkeep import Upkeep


async def test_a_key_leaves_memory_in_time_however_seldom_keys_are_looked_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert vault.LIFE + vault.SWEEPING <= 600, "after ten minutes no process has it, say the docs"
    monkeypatch.setattr(vault, "LIFE", 0.0)
    monkeypatch.setattr(upkeep, "SWEEPING", 0.01)
    keys = new_vault()
    await keys.ensure(["p-0001"])
    keys.seal("p-0001", b"while it is there")

    async def nothing(_upkeep: Upkeep) -> None:
        """The one look is over."""

    monkeypatch.setattr(Upkeep, "look", nothing)
    running = asyncio.create_task(Upkeep(keys, cast("Any", None), "kith.people.bcs.events.facts", 3600.0).run())

    async def gone() -> bool:
        try:
            keys.seal("p-0001", b"after")
        except KeyError:
            return True
        return False

    await eventually(gone)
    running.cancel()
