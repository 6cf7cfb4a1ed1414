"""Sessions of visitors, in a real database: what a token opens, and what whoever reads the database learns."""

import asyncio
import os
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
from starlette.requests import Request
from support.flow import Ground

from kith_chassis.http.own_issuer import OwnIssuer
from kith_chassis.run import Behind
from kith_chassis.settings import Settings
from kith_console.console import Console
from kith_console.node import Node
from kith_console.sessions import Held, Session, Sessions
from kith_console.settings import ConsoleSettings
from kith_lab.issuer import Issuer
from kith_lab.provider import CLIENT, Guise, TrialProvider

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


async def test_a_file_is_held_for_its_session_alone_and_sealed(sessions: Sessions, database: Any) -> None:
    token, other = await sessions.start(BEN), await sessions.start(BEN)
    held = Held(b"number,name\n1,Canary\n" * 1_000, {"number": "Canary"})
    await sessions.hold(token, BEN, Held(b"another", {}))
    await sessions.hold(token, BEN, held)
    assert await sessions.held(token) == held
    assert await sessions.held(other) is None
    [kept] = [each async for each in database["files"].find()]
    assert set(kept) == {"_id", "until", "whose", "sealed"}
    assert b"Canary" not in kept["sealed"]
    await sessions.let_go(token)
    assert await sessions.held(token) is None


async def test_a_file_goes_with_its_session_and_after_half_an_hour(sessions: Sessions, database: Any) -> None:
    files = database["files"]
    for end in (sessions.end, lambda _: sessions.end_all(BEN)):
        token = await sessions.start(BEN)
        await sessions.hold(token, BEN, Held(b"a file", {}))
        await end(token)
        assert await files.count_documents({}) == 0
    token = await sessions.start(BEN)
    await sessions.hold(token, BEN, Held(b"a file", {}))
    await files.update_one({}, {"$set": {"until": datetime.now(UTC)}})
    assert await sessions.held(token) is None
    await sessions.start(Session())
    assert await files.count_documents({}) == 0, "somebody's next sign-in removes what is old"


@pytest.fixture
async def provider(tmp_path: Path) -> AsyncIterator[TrialProvider]:
    """Takes each refresh token once."""
    running = TrialProvider({"bcs": Issuer.create(tmp_path, "bcs")})
    running.guises["bcs"] = [Guise("Ben", "member", ("member",), "p-00000001")]
    async with running:
        yield running


def console_of(ground: Ground, provider: TrialProvider) -> Console:
    issuer = {"issuer": "https://login.example", "audience": "https://kith.example"}
    secret = b64encode(os.urandom(32)).decode()
    settings = Settings.model_validate({**issuer, "bodies": "bcs", "secret": secret, "keys": "/none"})
    own = {"url": "http://127.0.0.1:9", "issuer": provider.issuer_of("bcs"), "client_id": CLIENT}
    behind = Behind(settings, None, OwnIssuer(settings.secret_bytes, settings.audience), ground.client)
    return Console(ConsoleSettings.model_validate(own), behind, Node(url="http://127.0.0.1:9"))


async def signed_in(console: Console) -> str:
    """The token of a session whose access token has just ended."""
    assert console.provider
    address, began = await console.provider.begin()
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(f"{address}&as=0")
    query = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    session = await console.provider.finish(began, query)
    session.until = 0
    return await console.sessions.start(session)


async def test_requests_at_one_moment_renew_a_session_once_and_all_go_on(
    ground: Ground, provider: TrialProvider
) -> None:
    console = console_of(ground, provider)
    cookie = f"{console.cookie}={await signed_in(console)}".encode()
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": [(b"cookie", cookie)]})
    found = await asyncio.gather(*[console.session_of(request) for _ in range(5)])
    assert [(each.person, each.fresh) for each in found] == [("p-00000001", True)] * 5
    assert len({each.renewal for each in found}) == 1


async def test_what_somebody_typed_is_known_to_be_theirs_when_their_session_cannot_go_on(
    ground: Ground, provider: TrialProvider
) -> None:
    console = console_of(ground, provider)
    token = await signed_in(console)
    session = await console.sessions.load(token)
    assert session
    session.renewal = "taken already"
    await console.sessions.save(token, session)
    cookie = f"{console.cookie}={token}".encode()
    over = await console.session_of(
        Request({"type": "http", "method": "GET", "path": "/", "headers": [(b"cookie", cookie)]})
    )
    assert (over.signed_in, over.ended) == (False, session.subject)
    assert await console.sessions.load(token) is None
