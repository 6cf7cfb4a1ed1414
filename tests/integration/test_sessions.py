"""Sessions of visitors, in a real database: what a token opens, and what whoever reads the database learns."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.flow import Ground

from kith_console.sessions import Session, Sessions

SECRET = b"a secret of this node, 32 bytes.."
BEN = Session("bcs", "p-00000001", "ben", ("member",), ("bcs/forum",), "an access token", 1.0, "a refresh token")


@pytest.fixture
def database(ground: Ground) -> Any:
    return ground.client[f"sessions_{uuid4().hex[:8]}"]


@pytest.fixture
def sessions(database: Any) -> Sessions:
    return Sessions(database, SECRET)


async def test_a_token_opens_its_session_and_no_other(sessions: Sessions) -> None:
    token, other = await sessions.start(BEN), await sessions.start(Session(said="Hello"))
    assert await sessions.load(token) == BEN
    assert await sessions.load(other) == Session(said="Hello")
    for wrong in ("", token[:-1], token.upper(), other[:-1] + token[-1] + "0"):
        assert await sessions.load(wrong) is None


async def test_what_has_changed_is_kept(sessions: Sessions) -> None:
    token = await sessions.start(Session())
    await sessions.save(token, BEN)
    assert await sessions.load(token) == BEN


async def test_a_session_that_is_over_opens_nothing_and_goes(sessions: Sessions, database: Any) -> None:
    over = await sessions.start(BEN, timedelta(seconds=-1))
    assert await sessions.load(over) is None
    await sessions.start(BEN)
    assert await database["sessions"].count_documents({}) == 1


async def test_signed_out_everywhere_means_all_of_the_same_person(sessions: Sessions) -> None:
    here, there = await sessions.start(BEN), await sessions.start(BEN)
    elsewhere = await sessions.start(Session("iop", "p-00000001", "ben", ("member",)))
    eve = await sessions.start(Session("bcs", "p-00000002", "eve", ("member",)))
    await sessions.end_all(BEN)
    assert [await sessions.load(each) for each in (here, there)] == [None, None]
    assert await sessions.load(elsewhere)
    assert await sessions.load(eve)


async def test_one_that_ends_leaves_the_others(sessions: Sessions) -> None:
    here, there = await sessions.start(BEN), await sessions.start(BEN)
    await sessions.end(here)
    assert await sessions.load(here) is None
    assert await sessions.load(there) == BEN


async def test_the_database_says_neither_who_nor_where_nor_with_what(sessions: Sessions, database: Any) -> None:
    token = await sessions.start(BEN)
    [kept] = [each async for each in database["sessions"].find()]
    assert set(kept) == {"_id", "until", "whose", "sealed"}
    for said in (token, "ben", "bcs", "p-00000001", "member", "access", "refresh"):
        assert said.encode() not in kept["sealed"] + kept["whose"] + kept["_id"]


async def test_what_is_put_in_place_of_another_opens_nothing(sessions: Sessions, database: Any) -> None:
    ben, eve = await sessions.start(BEN), await sessions.start(Session("bcs", "p-00000002", "eve", ("member",)))
    [first, second] = [each async for each in database["sessions"].find()]
    await database["sessions"].update_one({"_id": first["_id"]}, {"$set": {"sealed": second["sealed"]}})
    found = [await sessions.load(ben), await sessions.load(eve)]
    assert found.count(None) == 1
