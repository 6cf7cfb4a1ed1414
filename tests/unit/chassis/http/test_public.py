"""What everyone may read without a token: counted by address, and asked for again only if it has changed."""

import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Final

import httpx2
import pytest
from fastapi import APIRouter, Request, Response
from support.maker import Maker

from kith_chassis.http.api import Find, application, below
from kith_chassis.http.gate import Gate
from kith_chassis.http.issuer import Tokens
from kith_chassis.http.limits import Rates
from kith_chassis.http.public import FRESH, Public, beside, conditional
from kith_chassis.http.tokens import Expected
from kith_directory.app import DIRECTORY

MAKER: Final = Maker("https://issuer.example", "https://kith.example", "bcs")
CHANGED: Final = datetime(2027, 1, 4, 9, 30, 15, 123456, tzinfo=UTC)
CONTENT: Final = b"What everyone may read. " * 100
FEED: Final = "/directory/v1/bcs/feed.atom"


async def jwks() -> Any:
    return MAKER.jwks


def router(_find: Find) -> APIRouter:
    """One page that is open to all, under a name that the table has."""
    routes = beside(below("directory"))

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


async def test_head_is_get_without_its_content_and_options_tells_other_sites_what_they_may_ask(
    client: httpx2.AsyncClient,
) -> None:
    for path in (FEED, "/health/live"):
        got, head = await client.get(path), await client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        same = ("content-type", "content-length", "etag")
        assert [head.headers.get(name) for name in same] == [got.headers.get(name) for name in same]
        asked = {"origin": "https://site.example", "access-control-request-headers": "if-none-match"}
        allowed = await client.options(path, headers={**asked, "access-control-request-method": "GET"})
        assert (allowed.status_code, allowed.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
        assert allowed.headers["access-control-allow-origin"] == "*"
        assert "if-none-match" in allowed.headers["access-control-allow-headers"].lower()
    assert "etag" in (await client.get(FEED)).headers["access-control-expose-headers"].lower()
    assert (await client.post(FEED)).status_code == 405


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("identity", False),
        ("", False),
    ],
)
def test_what_is_long_and_for_everyone_is_compressed_for_who_takes_it(accepted: str, packed: bool) -> None:
    scope: dict[str, Any] = {"type": "http", "headers": [(b"accept-encoding", accepted.encode())]}
    answer = conditional(Request(scope), CONTENT, "text/plain", None)
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert answer.headers["vary"] == "Accept-Encoding"
    assert (gzip.decompress(bytes(answer.body)) if packed else bytes(answer.body)) == CONTENT
    plain = conditional(Request({"type": "http", "headers": []}), CONTENT, "text/plain", None)
    assert (plain.headers["etag"] != answer.headers["etag"]) is packed, "each form has a tag of its own"
    scope["headers"] += [(b"if-none-match", answer.headers["etag"].encode())]
    assert conditional(Request(scope), CONTENT, "text/plain", None).status_code == 304


def test_what_is_compressed_ends_no_script_element_either() -> None:
    scope = {"type": "http", "headers": [(b"accept-encoding", b"gzip")]}
    answer = conditional(Request(scope), b'"</script>' + CONTENT + b'"', "application/ld+json", None)
    assert b"\\u003c/script" in gzip.decompress(bytes(answer.body))


def test_what_is_short_is_sent_as_it_is() -> None:
    scope = {"type": "http", "headers": [(b"accept-encoding", b"gzip")]}
    assert "content-encoding" not in conditional(Request(scope), b"short", "text/plain", None).headers
