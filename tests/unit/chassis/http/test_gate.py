"""The gate of a whole application, without servers: challenge, rate, rights, size, in this order."""

import time
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter, FastAPI
from support.maker import Maker

from kith_chassis.http.api import Find, application
from kith_chassis.http.gate import Gate, Guarded
from kith_chassis.http.issuer import Tokens
from kith_chassis.http.limits import LARGEST_BODY, MOST_KEYS, Rates
from kith_chassis.http.tokens import Expected
from kith_cli.published.command import SERVICES
from kith_contracts.bounds import DEEPEST, too_complex
from kith_directory.app import DIRECTORY

MAKER = Maker("https://issuer.example", "https://kith.example", "bcs")
BODIES = "/directory/v1/bcs/bodies"
PROFILE = "/directory/v1/bcs/commands/publish-profile"


async def jwks() -> Any:
    return MAKER.jwks


@pytest.fixture(scope="module")
def whole() -> FastAPI:
    """All routes, once: what a request leaves behind is in the gate, and each test has a gate of its own."""
    return application(list(SERVICES), {}, "test")


@pytest.fixture
async def client(whole: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    whole.state.gate = Gate(Tokens(jwks, Expected(MAKER.issuer, MAKER.audience)), Rates(2))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(whole), base_url="http://127.0.0.1") as asking:
        yield asking


def bearer(**claims: Any) -> dict[str, str]:
    return {"authorization": f"Bearer {MAKER.token(**claims)}"}


async def test_who_passes_learns_that_this_node_serves_nobody(client: httpx2.AsyncClient) -> None:
    answer = await client.get(BODIES, headers=bearer())
    assert (answer.status_code, answer.json()["code"]) == (404, "not-here")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_token_is_asked_for_before_the_content_is_read(client: httpx2.AsyncClient) -> None:
    for content in (b"{", b" " * (LARGEST_BODY + 1), b"[" * 1000):
        answer = await client.post(PROFILE, content=content)
        assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")
        assert answer.headers["www-authenticate"] == 'Bearer realm="kith"'
    expired = await client.get(BODIES, headers=bearer(exp=1))
    assert 'error="invalid_token"' in expired.headers["www-authenticate"]


async def test_the_rights_are_looked_at_before_the_content_is_read(client: httpx2.AsyncClient) -> None:
    answer = await client.post(PROFILE, content=b"{", headers=bearer(roles=["member"]))
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert answer.json()["detail"].endswith("It is for: body-admin, system with networks:write.")
    assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]


async def test_who_asks_too_often_waits_and_others_do_not(client: httpx2.AsyncClient) -> None:
    greedy = bearer(sub="greedy")
    statuses = [(await client.get(BODIES, headers=greedy)).status_code for _ in range(12)]
    assert statuses[:8] == [404] * 8
    assert 429 in statuses
    late = await client.get(BODIES, headers=greedy)
    assert late.json()["code"] == "too-many"
    assert int(late.headers["retry-after"]) >= 1
    assert (await client.get(BODIES, headers=bearer(sub="modest"))).status_code == 404


async def test_an_issuer_that_is_away_is_told_so_and_nobody_is_let_in() -> None:
    async def away() -> Any:
        raise OSError

    gate = Gate(Tokens(away, Expected(MAKER.issuer, MAKER.audience)), Rates(50))
    transport = httpx2.ASGITransport(application([DIRECTORY], {}, "test", gate))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
        answer = await asking.get(BODIES, headers=bearer())
    assert (answer.status_code, answer.json()["code"]) == (503, "away")
    assert answer.headers["retry-after"]


async def test_nobody_is_answered_from_a_database_that_was_not_looked_at_yet() -> None:
    """It may be somebody else's, and what is asked now would be done with the wrong secret."""
    starting: Any = {("bcs", "directory"): SimpleNamespace(body="bcs", prepared=False)}
    gate = Gate(Tokens(jwks, Expected(MAKER.issuer, MAKER.audience)), Rates(50))
    transport = httpx2.ASGITransport(application([DIRECTORY], starting, "test", gate))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=bearer()) as asking:
        sent = await asking.post(PROFILE, json={"body": "bcs", "name": "BCS"})
        answers = [sent, await asking.get(BODIES)]
    assert [(each.status_code, each.json()["code"]) for each in answers] == [(503, "away")] * 2


async def test_what_is_nowhere_and_what_is_for_another_method_are_problems_too(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/nowhere")).json()["code"] == "nothing-here"
    wrong = await client.delete(BODIES)
    assert (wrong.status_code, wrong.json()["code"], wrong.headers["allow"]) == (405, "wrong-method", "GET")


def test_a_route_beside_the_gate_or_without_a_line_is_refused_at_start() -> None:
    def open_router(_find: Find) -> APIRouter:
        routes = APIRouter()
        routes.add_api_route("/people", list, operation_id="directory-bodies")
        return routes

    def unknown_router(_find: Find) -> APIRouter:
        routes = APIRouter(route_class=Guarded)
        routes.add_api_route("/people", list, operation_id="directory-everybody")
        return routes

    with pytest.raises(TypeError, match="not behind the gate"):
        application([DIRECTORY._replace(router=open_router)], {}, "test")
    with pytest.raises(KeyError):
        application([DIRECTORY._replace(router=unknown_router)], {}, "test")


async def test_who_sends_tokens_that_are_refused_waits_and_a_good_one_passes_all_the_same() -> None:
    gate = Gate(Tokens(jwks, Expected(MAKER.issuer, MAKER.audience)), Rates(50), refused=Rates(0.05, burst=60))
    transport = httpx2.ASGITransport(application([DIRECTORY], {}, "test", gate))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
        tried = [await asking.get(BODIES, headers=bearer(exp=1)) for _ in range(5)]
        assert [each.status_code for each in tried] == [401, 401, 401, 429, 429]
        assert int(tried[-1].headers["retry-after"]) >= 1
        assert (await asking.get(BODIES)).status_code == 429, "none at all is no way round"
        assert (await asking.get(BODIES, headers=bearer())).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "refused"),
    [
        (b'{"body": "bcs", "body": "iop", "name": "B"}', "application/json", (400, "name-twice")),
        (b'{"body": "bcs", "links": [{"a": 1, "\\u0061": 2}]}', "application/json", (400, "name-twice")),
        (b'{"body": "bcs", "name": "B"}', "application/json; charset=utf-8", (404, "not-here")),
        (b'{"body": "bcs", "name": "B"}', "text/plain", (415, "not-json")),
        (b'{"body": "bcs", "name": "B"}', "", (415, "not-json")),
        (b"body=bcs&name=B", "application/x-www-form-urlencoded", (415, "not-json")),
        (b'{"name": "\xff"}', "application/json", (400, "not-json")),
    ],
)
async def test_content_is_json_is_called_so_and_says_each_name_once(
    client: httpx2.AsyncClient, content: bytes, kind: str, refused: tuple[int, str]
) -> None:
    answer = await client.post(PROFILE, content=content, headers={**bearer(), "content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == refused


async def test_of_a_path_that_is_wrong_each_parameter_is_named_in_plain_words(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/events/v1/bcs/events/I!P/Day_One", headers=bearer())
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == (422, "invalid-field", "lead")
    assert [each["field"] for each in problem["errors"]] == ["lead", "event"]
    assert "^" not in answer.text
    assert "*" not in answer.text


async def test_all_faults_of_a_request_are_told_at_once(client: httpx2.AsyncClient) -> None:
    wrong = {"body": 7, "name": "", "made-up": "secret"}
    headers = {**bearer(), "idempotency-key": "with a space"}
    answer = await client.post("/directory/v1/bcs/commands/publish-profile", json=wrong, headers=headers)
    problem = answer.json()
    assert answer.status_code == 422
    assert {"body", "name", "idempotency-key"} <= {each["field"] for each in problem["errors"]}
    assert {each["code"] for each in problem["errors"]} >= {"string-type", "string-pattern-mismatch"}
    assert all(each["sentence"] for each in problem["errors"])
    assert "secret" not in answer.text
    assert "made-up" not in answer.text


# Limits


def test_depth_and_number_of_names_are_counted_outside_of_strings() -> None:
    assert not too_complex(b"[" * DEEPEST + b"]" * DEEPEST)
    assert too_complex(b"[" * (DEEPEST + 1))
    assert not too_complex(b'{"a": "' + b"[" * 100 + b'\\"' + b"{" * 100 + b'"}')
    assert not too_complex(b"[" + b"{}," * MOST_KEYS + b"{}]", MOST_KEYS)
    assert too_complex(b"[" + b"{}," * (MOST_KEYS + 1) + b"{}]", MOST_KEYS)
    assert too_complex(b'{"a":1' + b',"a":1' * MOST_KEYS + b"}", MOST_KEYS)


@pytest.mark.parametrize("piece", [b'"', b'"\\', b"\\", b'\\"', b"{}", b"[", b"]", b'"a', b'a"\\\\', b',"', b"\x00"])
def test_no_content_takes_long_to_look_at(piece: bytes) -> None:
    content = piece * (LARGEST_BODY // len(piece))
    for unfinished in (content, b'"' + content, content + b"\\", b'["' + content + b'"]'):
        began = time.process_time()
        too_complex(unfinished)
        assert time.process_time() - began < 1, "it would be minutes if the time grew with the square of the length"


def test_a_bucket_fills_again_with_time() -> None:
    now = 0.0
    rates = Rates(10, lambda: now)
    assert [rates.take("x") for _ in range(40)] == [0] * 40
    assert rates.take("x") == 1
    now = 0.5
    assert [rates.take("x") for _ in range(6)] == [0] * 5 + [1]
    now = 1000.0
    assert [rates.take("x") for _ in range(41)].count(0) == 40
