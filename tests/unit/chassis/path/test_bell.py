"""A worker waits until there may be something to do, however many workers wait, and misses no ring."""

import asyncio

import pytest
from support.eventually import eventually

from kith_chassis.bell import Bell

FOR_EVER = 3600.0


async def test_all_who_wait_are_woken_by_one_ring() -> None:
    bell = Bell()
    waiting = [asyncio.create_task(bell.after(bell.rung, 0.0, FOR_EVER)) for _ in range(3)]
    await _all_wait(bell, len(waiting))
    bell.ring()
    await asyncio.gather(*waiting)
    assert not bell._waiting


async def test_who_looked_before_it_rang_does_not_wait() -> None:
    bell = Bell()
    heard = bell.rung
    bell.ring()
    await bell.after(heard, 0.0, FOR_EVER)


async def test_it_is_not_waited_for_longer_than_is_said() -> None:
    await Bell().after(0, 0.0, 0.001)


async def test_it_can_be_rung_when_somebody_has_given_up() -> None:
    bell = Bell()
    waiting = asyncio.create_task(bell.after(bell.rung, 0.0, FOR_EVER))
    await _all_wait(bell, 1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    bell.ring()
    assert bell.rung == 1


async def _all_wait(bell: Bell, count: int) -> None:
    async def there() -> bool:
        return len(bell._waiting) == count

    await eventually(there)
