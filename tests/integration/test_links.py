"""Links that are out, in a real database: each is good once and for a while, and the database tells nothing of them."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.flow import Ground

from kith_notify.links.store import LIFE, Link, Links

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
BEN = Link("p-00000001", "ben@mail.example")


@pytest.fixture
def collection(ground: Ground) -> Any:
    return ground.client[f"links_{uuid4().hex[:8]}"]["links"]


@pytest.fixture
def links(collection: Any) -> Links:
    return Links(collection)


async def test_a_link_is_good_once(links: Links) -> None:
    await links.keep("a token", BEN, NOW)
    assert await links.take("another token", NOW) is None
    assert await links.take("a token", NOW) == BEN
    assert await links.take("a token", NOW) is None


async def test_of_many_at_one_moment_one_gets_it(links: Links) -> None:
    await links.keep("a token", BEN, NOW)
    found = await asyncio.gather(*[links.take("a token", NOW) for _ in range(20)])
    assert [each for each in found if each] == [BEN]


@pytest.mark.parametrize(("after", "good"), [(LIFE - timedelta(seconds=1), True), (LIFE, False)])
async def test_a_link_is_good_for_fifteen_minutes(links: Links, after: timedelta, good: bool) -> None:
    assert timedelta(minutes=15) == LIFE
    await links.keep("a token", BEN, NOW)
    assert bool(await links.take("a token", NOW + after)) is good


async def test_what_is_over_goes_with_the_next(links: Links, collection: Any) -> None:
    await links.keep("a token", BEN, NOW)
    await links.keep("another token", BEN, NOW + LIFE)
    assert await collection.count_documents({}) == 1


async def test_the_database_has_neither_the_token_nor_whose_it_is(links: Links, collection: Any) -> None:
    await links.keep("a token", BEN, NOW)
    [kept] = [each async for each in collection.find()]
    assert set(kept) == {"_id", "until", "sealed"}
    for said in ("a token", *BEN):
        assert said.encode() not in kept["_id"] + kept["sealed"]


async def test_what_is_put_in_place_of_another_gives_nobody_a_session(links: Links, collection: Any) -> None:
    await links.keep("mine", Link("p-00000002", "eve@mail.example"), NOW)
    await links.keep("yours", BEN, NOW)
    [first, second] = [each async for each in collection.find()]
    await collection.update_one({"_id": first["_id"]}, {"$set": {"sealed": second["sealed"]}})
    found = [await links.take("mine", NOW), await links.take("yours", NOW)]
    assert found.count(None) == 1
