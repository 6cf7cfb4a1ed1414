"""Each refusal over HTTP names a field, and `*` where it is no single one."""

from typing import Any

import httpx2
import pytest
from aiokafka.errors import KafkaConnectionError, TopicAuthorizationFailedError
from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict

from kith_chassis.errors import told
from kith_chassis.http.limits import LARGEST_BODY, bounded
from kith_chassis.http.problems import handle_in
from kith_contracts.words import Line

JSON = {"content-type": "application/json"}


class Asked(BaseModel):
    """Something that somebody sends."""

    model_config = ConfigDict(extra="forbid")
    sentence: Line


def application() -> FastAPI:
    app = FastAPI()
    handle_in(app)

    @app.post("/asked")
    async def asked(content: Asked) -> str:
        return content.sentence

    @app.post("/bounded")
    async def read(request: Request) -> int:
        return len(await (await bounded(request)).body())

    @app.get("/fault")
    async def fault() -> None:
        raise RuntimeError("an oversight")

    return app


@pytest.mark.parametrize(
    ("method", "path", "content", "refused"),
    [
        ("POST", "/bounded", b" " * (LARGEST_BODY + 1), (413, "too-large", "*")),
        ("POST", "/bounded", b"[" * 30_000, (400, "too-complex", "*")),
        ("POST", "/asked", b"{", (400, "not-json", "*")),
        ("POST", "/asked", b"", (422, "invalid-field", "*")),
        ("POST", "/asked", b"7", (422, "invalid-field", "*")),
        ("POST", "/asked", b'{"sentence": "x", "made-up": 1}', (422, "invalid-field", "*")),
        ("POST", "/asked", b"{}", (422, "invalid-field", "sentence")),
        ("POST", "/asked", b'{"sentence": "\\u200b"}', (422, "invalid-field", "sentence")),
        ("GET", "/asked", b"", (405, "wrong-method", "*")),
        ("GET", "/nowhere", b"", (404, "nothing-here", "*")),
        ("GET", "/fault", b"", (500, "fault", "*")),
    ],
)
async def test_it_names_a_field(method: str, path: str, content: bytes, refused: tuple[int, str, str]) -> None:
    transport = httpx2.ASGITransport(app=application(), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://node") as client:
        answer = await client.request(method, path, content=content, headers=JSON)
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == refused


async def test_what_nobody_can_see_is_named_in_a_sentence() -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(application()), base_url="http://node") as client:
        problem = (await client.post("/asked", json={"sentence": "Alice\u202egnitirw"})).json()
    assert problem["detail"] == "sentence: It has a character that turns the direction of text (U+202E). Delete it."


async def test_a_body_without_rights_is_told_that_it_is_suspended_and_not_that_a_server_is_away() -> None:
    app = FastAPI()
    handle_in(app)

    @app.get("/{what}")
    async def failing(what: str) -> None:
        raise TopicAuthorizationFailedError("kith.private.bcs") if what == "right" else KafkaConnectionError("gone")

    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1") as asking:
        answers = [await asking.get(f"/{what}") for what in ("right", "server")]
    assert [(each.status_code, each.json()["code"]) for each in answers] == [(503, "suspended"), (503, "away")]
    assert "kith.private" not in answers[0].text
    assert told(TopicAuthorizationFailedError("kith.private.bcs")).startswith("TopicAuthorizationFailedError: The ")
