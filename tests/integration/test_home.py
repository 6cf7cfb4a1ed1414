"""A node with another secret or another folder of keys does not start, and changes nothing."""

import asyncio
import base64
import os
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from support.flow import Ground, Home

from kith_chassis import home
from kith_chassis.keys.day_keys import Days
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.vault import Vault
from kith_chassis.patience import Patience

PERSONS = ["p-00000001", "p-00000002"]


class Body:
    """The databases of one body, and processes that come to them."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self.keys: Any = ground.client[f"home_{uuid4().hex[:8]}"]["keys"]
        self.folder, self.secret = folder, os.urandom(32)

    def vault(self, secret: bytes = b"", folder: Path | None = None) -> tuple[Vault, Keyring]:
        keyring = Keyring(folder or self.folder, "bcs")
        return Vault(secret or self.secret, "bcs", self.keys, Days(keyring)), keyring

    async def fault(self, secret: bytes = b"", folder: Path | None = None) -> str:
        return await home.fault(*self.vault(secret, folder), "bcs")

    async def kept(self) -> list[Any]:
        found: list[Any] = await self.keys.find().to_list(None)
        return [*found, await self.keys.database[home.COLLECTION].find().to_list(None)]


@pytest.fixture
async def body(ground: Ground, tmp_path: Path) -> Body:
    return Body(ground, tmp_path / "keys")


async def test_who_comes_again_with_the_same_is_at_home(body: Body, tmp_path: Path) -> None:
    assert await body.fault() == ""
    await body.vault()[0].ensure(PERSONS)
    assert await body.fault() == ""
    shutil.copytree(body.folder, copy := tmp_path / "copy")
    assert await body.fault(folder=copy) == ""


async def test_another_secret_is_named_and_changes_nothing(body: Body) -> None:
    await body.fault()
    await body.vault()[0].ensure(PERSONS)
    before = await body.kept()
    fault = await body.fault(os.urandom(32))
    assert fault.startswith("KITH_SECRET or KITH_SECRET_FILE: ")
    assert "the database of bcs" in fault
    assert await body.kept() == before
    assert await body.fault() == ""


async def test_a_new_folder_of_keys_is_named_and_stays_empty(body: Body, tmp_path: Path) -> None:
    await body.fault()
    fault = await body.fault(folder=tmp_path / "new")
    assert fault.startswith(f"KITH_KEYS: {tmp_path / 'new' / 'bcs'} ")
    assert not (tmp_path / "new").exists()


async def test_an_older_copy_of_the_folder_is_named(body: Body, tmp_path: Path) -> None:
    await body.fault()
    shutil.copytree(body.folder, old := tmp_path / "old")
    await body.vault()[0].ensure(PERSONS)
    fault = await body.fault(folder=old)
    assert fault.startswith(f"KITH_KEYS: {old / 'bcs'} does not open the keys of persons")
    assert await body.fault() == ""


async def test_a_database_without_a_home_takes_none_from_whoever_cannot_open_it(body: Body, tmp_path: Path) -> None:
    await body.vault()[0].ensure(PERSONS)
    for secret, folder in ((os.urandom(32), None), (b"", tmp_path / "new")):
        fault = await body.fault(secret, folder)
        assert "KITH_KEYS: " in fault
        assert "KITH_SECRET" in fault
    assert await body.fault() == ""


async def test_of_many_that_are_first_at_once_one_secret_and_one_folder_count(body: Body, tmp_path: Path) -> None:
    comers = [(os.urandom(32), tmp_path / name) for name in "abcd" for _ in range(3)]
    comers += comers
    patience = Patience()

    async def at_home(secret: bytes, folder: Path) -> bool:
        return await patience(lambda: body.fault(secret, folder)) == ""

    found = await asyncio.gather(*[at_home(*each) for each in comers])
    assert len({each for each, ok in zip(comers, found, strict=True) if ok}) == 1
    assert sum(found) == 2, "both replicas of it"


async def test_a_node_that_hosts_two_bodies_says_both_and_ends_with_2(ground: Ground) -> None:
    home, other = await ground.new_home(), await ground.new_home()
    both = {"KITH_BODIES": f"{home.slug},{other.slug}"}
    process = await home.start_ready(**both)
    assert await process.stop() == 0
    wrong = await home.start(**both, KITH_SECRET=base64.b64encode(os.urandom(32)).decode())
    assert await wrong.end() == 2
    told = wrong.log.read_text()
    assert [f"database of {each.slug} was made" in told for each in (home, other)] == [True, True]
    assert "critical" not in told
    again = await home.start_ready(**both)
    assert await again.stop() == 0


async def test_a_node_with_a_new_folder_of_keys_ends_with_2(ground: Ground, tmp_path: Path) -> None:
    home: Home = await ground.new_home()
    process = await home.start_ready()
    assert await process.stop() == 0
    for name in ("kafka.json", "signing"):  # what the office gives again, and a new signing key
        source, target = ground.keys / home.slug / name, tmp_path / home.slug / name
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    wrong = await home.start(KITH_KEYS=str(tmp_path))
    assert await wrong.end() == 2
    assert f"KITH_KEYS: {tmp_path / home.slug} is not the folder" in wrong.log.read_text()
