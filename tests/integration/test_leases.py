"""Who may try a delivery, on a real database: one process, for as long as it lives."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.flow import Ground

from kith_notify.deliveries import leases as module
from kith_notify.deliveries.delivery import Delivery
from kith_notify.deliveries.leases import Leases


@pytest.fixture
def collection(ground: Ground) -> Any:
    return ground.client[f"leases_{uuid4().hex[:8]}"]["leases"]


def delivery(name: str, attempts: int = 0) -> Delivery:
    return Delivery(
        delivery=name,
        person="p-00000001",
        subject="iop/day",
        occasion="published",
        number=0,
        attempts=attempts,
        not_before=datetime.now(UTC),
    )


async def test_a_delivery_is_tried_by_one_of_two(collection: Any) -> None:
    first, second = Leases(collection), Leases(collection)
    both = [delivery("a"), delivery("b")]
    assert await first.take(both[:1]) == both[:1]
    assert await second.take(both) == both[1:]
    assert await first.take(both) == [], "what it tries already it does not try again"


async def test_the_next_attempt_is_another_lease(collection: Any) -> None:
    first = Leases(collection)
    await first.take([delivery("a")])
    again = [delivery("a", attempts=1)]
    assert await first.take(again) == again


async def test_what_a_dead_process_held_another_takes_once_its_lease_has_run_out(
    collection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEASE", timedelta(0))
    dead, second, third = Leases(collection), Leases(collection), Leases(collection)
    one = [delivery("a")]
    await dead.take(one)
    monkeypatch.undo()
    assert await second.take(one) == one
    assert await third.take(one) == []
