"""What everyone may read without a token: counted by address, and asked for again only if it has changed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Final

import httpx2
import pytest
from fastapi import APIRouter, Request, Response
from support.maker import Maker

from kith_chassis.api import Find, application
from kith_chassis.gate import Gate
from kith_chassis.issuer import Tokens
from kith_chassis.limits import Rates
from kith_chassis.public import FRESH, Public, conditional
from kith_chassis.tokens import Expected
from kith_directory.app import DIRECTORY

MAKER: Final = Maker("https://issuer.example", "https://kith.example", "bcs")
CHANGED: Final = datetime(2027, 1, 4, 9, 30, 15, 123456, tzinfo=UTC)
FEED: Final = "/directory/v1/bcs/feed.atom"


async def jwks() -> Any:
    return MAKER.jwks


def router(_find: Find) -> APIRouter:
    """One page that is open to all, under a name that the table has."""
    routes = APIRouter(route_class=Public)

    @routes.get("/feed.atom", operation_id="directory-feed")
    async def page(request: Request) -> Response:
        return conditional(request, b"content", "application/atom+xml", CHANGED)

    return routes


@pytest.fixture
async def client() -> AsyncIterator[httpx2.AsyncClient]:
    gate = Gate(Tokens(jwks, Expected(MAKER.issuer, MAKER.audience)), Rates(1000), Rates(2))
    app = application([DIRECTORY._replace(router=router)], {}, "test", gate)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1") as asking:
        yield asking


async def test_it_needs_no_token_and_any_page_may_show_it(client: httpx2.AsyncClient) -> None:
    answer = await client.get(FEED)
    assert (answer.status_code, answer.content) == (200, b"content")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == f"public, max-age={FRESH}"
    assert answer.headers["last-modified"] == "Mon, 04 Jan 2027 09:30:15 GMT"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_who_has_it_already_is_told_so(client: httpx2.AsyncClient) -> None:
    tag = (await client.get(FEED)).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = await client.get(FEED, headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    since = {"if-modified-since": format_datetime(CHANGED.replace(microsecond=0), usegmt=True)}
    assert (await client.get(FEED, headers=since)).status_code == 304


@pytest.mark.parametrize(
    "headers",
    [
        {"if-none-match": '"other"'},
        {"if-none-match": ""},
        {"if-modified-since": "Mon, 04 Jan 2027 09:30:14 GMT"},
        {"if-modified-since": "yesterday"},
        {"if-modified-since": "Mon, 99 Jan 2027 09:30:14 GMT"},
        {"if-none-match": '"other"', "if-modified-since": "Mon, 04 Jan 2028 09:30:15 GMT"},
    ],
    ids=["another tag", "no tag", "a second earlier", "no date", "no day", "another tag, a later date"],
)
async def test_who_has_something_else_gets_it(client: httpx2.AsyncClient, headers: dict[str, str]) -> None:
    assert (await client.get(FEED, headers=headers)).status_code == 200


async def test_strangers_are_counted_by_themselves(client: httpx2.AsyncClient) -> None:
    answers = [await client.get(FEED) for _ in range(12)]
    assert [each.status_code for each in answers[:8]] == [200] * 8
    late = answers[-1]
    assert (late.status_code, late.json()["code"]) == (429, "too-many")
    assert int(late.headers["retry-after"]) >= 1
    bearer = {"authorization": f"Bearer {MAKER.token()}"}
    outcome = await client.get("/directory/v1/bcs/commands/x", headers=bearer)
    assert outcome.json()["code"] == "not-here", "who has a token is not held up by strangers"


def test_a_page_is_open_only_under_a_name_that_the_table_has() -> None:
    def unnamed(_find: Find) -> APIRouter:
        routes = APIRouter(route_class=Public)
        routes.add_api_route("/people", list, operation_id="directory-person")
        return routes

    with pytest.raises(TypeError, match="not behind the gate"):
        application([DIRECTORY._replace(router=unnamed)], {}, "test")
