"""Answers in JSON: the same for who reads them, and nothing that a page would take for its own."""

import json
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from support.nasty import NASTY

from kith_chassis.http.api import application
from kith_chassis.http.escapes import harmless
from kith_chassis.http.public import LinkedData

WORDS: Final = [*NASTY, "a\u2028b\u2029c"]


class Told(BaseModel):
    """An answer that the framework writes by itself."""

    words: list[str]


def app() -> FastAPI:
    """Answers in all the ways in which ours are written."""
    made = application([], {}, "test")
    made.add_api_route("/model", lambda: Told(words=WORDS), response_model=Told)
    made.add_api_route("/response", lambda: JSONResponse({"words": WORDS}), response_model=None)
    made.add_api_route("/linked", lambda: LinkedData({"words": WORDS}), response_model=None)
    made.add_api_route("/text", lambda: PlainTextResponse("<b>&</b>"), response_model=None)
    return made


@pytest.fixture
async def client() -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app()), base_url="http://127.0.0.1") as asking:
        yield asking


@pytest.mark.parametrize("path", ["/model", "/response", "/linked"])
async def test_no_answer_in_json_ends_the_script_that_a_page_puts_it_in(client: httpx2.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert not [each for each in "<>&\u2028\u2029" if each in answer.text]
    assert answer.json() == {"words": WORDS}
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_is_no_json_stays_as_it_is(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/text")).text == "<b>&</b>"


VALUES: Final = st.recursive(st.none() | st.booleans() | st.text(), st.lists, max_leaves=8)


@settings(deadline=None)
@given(VALUES | st.dictionaries(st.text(), VALUES))
def test_whatever_is_written_is_read_the_same(value: Any) -> None:
    for ascii_alone in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_alone).encode("utf-8", "surrogatepass")
        assert json.loads(harmless(text).decode("utf-8", "surrogatepass")) == value
