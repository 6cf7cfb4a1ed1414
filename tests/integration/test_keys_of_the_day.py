"""Keys of persons in a real database, wrapped by keys of the day in a real folder: turned, raced for, interrupted."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from support.flow import Ground
from support.keys_on_disk import Home, data_keys

from kith_chassis.kafka.sender import Sender
from kith_chassis.keys import vault as module
from kith_chassis.keys.day_keys import Days
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.vault import LEAVING, Vault
from kith_chassis.path.upkeep import Upkeep

SECRET = bytes(range(32))
PERSONS = [f"p-{number:08d}" for number in range(30)]


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


class Quiet:
    """Counts heartbeats, for there is no topic."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    async def send(self, records: list[Any]) -> None:
        self.sent += records


class Body:
    """A body without services: its keys, its folder, and as many processes as one likes."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self.keys: Any = ground.client[f"days_{uuid4().hex[:8]}"]["keys"]
        self.folder, self.clock, self.sender = folder, Clock(), Quiet()

    def vault(self, settling: float = 0.0) -> Vault:
        return Vault(SECRET, "bcs", self.keys, Days(Keyring(self.folder, "bcs"), settling, self.clock))

    def upkeep(self, vault: Vault | None = None) -> Upkeep:
        return Upkeep(vault or self.vault(), cast("Sender", self.sender), "kith.people.bcs.events.facts", 1.0)

    @property
    def days(self) -> list[str]:
        return sorted(path.stem for path in (self.folder / "bcs" / "days").glob("*.key"))

    async def documents(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.keys.find().to_list(None)
        return found


@pytest.fixture
async def body(ground: Ground, tmp_path: Path) -> Body:
    return Body(ground, tmp_path)


async def test_a_day_later_all_living_are_wrapped_anew_and_the_old_key_is_gone(body: Body) -> None:
    vault = body.vault()
    await vault.ensure(PERSONS)
    sealed = {person: vault.seal(person, person.encode()) for person in PERSONS}
    before, copies = body.days, await body.documents()
    body.clock.now += timedelta(days=1)
    await body.upkeep().look()
    assert not set(before) & set(body.days)
    fresh = body.vault()
    await fresh.load(PERSONS)
    assert all(fresh.open(person, text) == person.encode() for person, text in sealed.items())
    thief = Home("bcs", SECRET, body.folder / "bcs")
    assert len(data_keys(thief, await body.documents())) == len(PERSONS)
    assert not data_keys(thief, copies), "what a journal keeps of yesterday opens no more"


async def test_who_is_forgotten_is_not_wrapped_anew(body: Body) -> None:
    vault = body.vault()
    await vault.ensure(PERSONS)
    gone, leaving = (vault.key_id(person) for person in PERSONS[:2])
    now = datetime.now(UTC)
    await body.keys.update_one({"_id": gone}, {"$set": {"forgotten": now - LEAVING * 1.1}})
    await body.keys.update_one({"_id": leaving}, {"$set": {"forgotten": now}})
    body.clock.now += timedelta(days=1)
    await body.upkeep().look()
    wrapped = {each["_id"] for each in await body.documents() if "wrapped" in each}
    assert gone not in wrapped
    assert leaving in wrapped, "services of home still need it to clear up"
    assert len(wrapped) == len(PERSONS) - 1
    assert len(body.days) == 1
    assert len(body.sender.sent) == 4, "each partition of the topic is moved on"


@pytest.mark.parametrize("step", ["_let_go", "_destroy_old_days", "_beat"])
async def test_killed_at_any_step_the_next_look_does_the_rest(
    body: Body, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    await body.vault().ensure(PERSONS)
    before = body.days
    body.clock.now += timedelta(days=1)

    async def die(_upkeep: Upkeep) -> None:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(Upkeep, step, die)
        with pytest.raises(SystemExit):
            await body.upkeep().look()
    await body.upkeep().look()
    assert not set(before) & set(body.days)
    fresh = body.vault()
    await fresh.ensure(PERSONS)
    assert len(await body.documents()) == len(PERSONS), "nobody has got another key"
    assert all(fresh.seal(person, b"") for person in PERSONS)


async def test_killed_in_the_middle_of_wrapping_anew_it_goes_on(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = body.vault()
    await vault.ensure(PERSONS)
    body.clock.now += timedelta(days=1)
    real: Callable[..., Awaitable[None]] = Vault.wrap_anew

    async def only_half(self: Vault, documents: Any, day: str) -> None:
        await real(self, list(documents)[: len(PERSONS) // 2], day)
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(Vault, "wrap_anew", only_half)
        with pytest.raises(SystemExit):
            await body.upkeep().look()
    assert len({each["day"] for each in await body.documents()}) == 2
    await body.upkeep().look()
    assert {each["day"] for each in await body.documents()} == set(body.days)


async def test_six_processes_do_it_at_once_while_keys_are_made(body: Body) -> None:
    vaults = [body.vault() for _ in range(6)]
    sealed: dict[str, str] = {}

    async def use(vault: Vault, number: int) -> None:
        for turn in range(4):
            person = f"p-new-{number}-{turn}"
            await vault.ensure([person, *PERSONS])
            sealed[person] = vault.seal(person, b"x")
            await asyncio.sleep(0)

    for _ in range(3):
        body.clock.now += timedelta(hours=12)
        await asyncio.gather(
            *[use(vault, number) for number, vault in enumerate(vaults)],
            *[body.upkeep(vault).look() for vault in vaults],
        )
    await body.upkeep().look()
    assert {each["day"] for each in await body.documents()} == {max(body.days)}
    fresh = body.vault()
    await fresh.load(sealed)
    assert all(fresh.open(person, text) == b"x" for person, text in sealed.items())


async def test_a_key_that_is_made_late_by_an_old_key_of_the_day_is_not_lost(body: Body) -> None:
    """A process has decided on the key of the day, and sleeps; when it wakes up that key is destroyed."""
    slow, late = body.vault(), "p-late-0001"
    insertion = slow._insertion(late, slow.days.newest(), {})
    body.clock.now += timedelta(days=1)
    await body.upkeep().look()
    await body.keys.bulk_write([insertion])
    await slow.ensure([late])
    sealed = slow.seal(late, b"x")
    fresh = body.vault()
    await fresh.load([late])
    assert fresh.open(late, sealed) == b"x"


async def test_a_clock_that_jumps_and_comes_back_loses_nothing(body: Body) -> None:
    vault = body.vault()
    await vault.ensure(PERSONS)
    sealed = vault.seal(PERSONS[0], b"x")
    for jump in (timedelta(days=2000), timedelta(days=-2000), timedelta(days=-400), timedelta(days=400)):
        body.clock.now += jump
        await body.upkeep().look()
        fresh = body.vault()
        await fresh.load(PERSONS)
        assert fresh.open(PERSONS[0], sealed) == b"x"
    assert len(body.days) == 1


async def test_a_wrong_folder_is_an_alarm_and_destroys_nothing(body: Body, tmp_path: Path) -> None:
    await body.vault().ensure(PERSONS)
    documents, right = await body.documents(), body.folder
    body.folder = tmp_path / "elsewhere"
    wrong = body.upkeep()
    await wrong.look()
    assert wrong.trouble.startswith(f"{len(PERSONS)} keys of persons cannot be opened")
    assert await body.documents() == documents
    body.folder = right
    healed = body.upkeep()
    await healed.look()
    assert not healed.trouble


async def test_a_destroyed_key_leaves_memory_after_a_while(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = body.vault()
    await vault.ensure(PERSONS[:2])
    await body.keys.update_one({"_id": vault.key_id(PERSONS[0])}, {"$unset": {"wrapped": "", "day": ""}})
    await body.keys.update_one({"_id": vault.key_id(PERSONS[0])}, {"$set": {"forgotten": datetime.now(UTC)}})
    assert not vault.forgotten(PERSONS[0]), "not looked for yet"
    monkeypatch.setattr(module, "LIFE", 0.0)
    await vault.ensure(PERSONS[:2])
    assert vault.forgotten(PERSONS[0])
    with pytest.raises(KeyError):
        vault.seal(PERSONS[0], b"")
    vault.sweep()
    with pytest.raises(KeyError):
        vault.seal(PERSONS[1], b"")


async def test_nobody_gets_a_second_key_after_being_forgotten(body: Body) -> None:
    vault = body.vault()
    await vault.ensure(PERSONS[:1])
    id = vault.key_id(PERSONS[0])
    await body.keys.update_one({"_id": id}, {"$set": {"forgotten": datetime.now(UTC)}, "$unset": {"wrapped": ""}})
    for each in (vault, body.vault()):
        each.drop(PERSONS[:1])
        await each.ensure(PERSONS[:1])
        assert each.forgotten(PERSONS[0])
    assert len(await body.documents()) == 1
