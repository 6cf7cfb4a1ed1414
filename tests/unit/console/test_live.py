"""The living part of a page: each change is sent, and nothing else is."""

from collections.abc import AsyncIterator
from typing import cast

import pytest
from starlette.responses import HTMLResponse, Response, StreamingResponse

from kith_console import live


def page(part: str, status: int = 200) -> Response:
    return HTMLResponse(f"<p>before</p><!--live-->{part}<!--/live--><p>after</p>", status)


async def sent(*answers: Response, shown: str = "waiting") -> list[str]:
    """What a browser that shows this gets while the page is made as these, one after the other; then it has gone."""
    waiting = list(answers)

    async def make() -> Response:
        return waiting.pop(0)

    async def gone() -> bool:
        return not waiting

    stream = cast(StreamingResponse, live.stream(make, gone, live.mark_of(shown)))
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.headers["cache-control"] == "no-store"
    return [str(each) async for each in cast(AsyncIterator[str], stream.body_iterator)]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAUSE", 0)


async def test_a_change_is_sent_and_what_stays_is_not() -> None:
    assert await sent(page("waiting"), page("waiting"), page("granted"), page("granted")) == [
        ": here\n\n",
        "data: granted\n\n",
    ]


async def test_what_changed_before_the_browser_listened_is_sent() -> None:
    assert await sent(page("granted"), page("granted")) == [": here\n\n", "data: granted\n\n"]


async def test_each_line_of_a_part_is_a_line_of_data() -> None:
    assert await sent(page("a"), page("b\nc\n\nd"), shown="a") == [
        ": here\n\n",
        "data: b\ndata: c\ndata: \ndata: d\n\n",
    ]


async def test_a_new_key_of_a_form_is_no_change() -> None:
    form = '<input type="hidden" name="once" value="{}">'
    assert await sent(page(form.format("one")), page(form.format("two")), shown=form.format("zero")) == [": here\n\n"]


async def test_a_page_that_could_not_be_made_changes_nothing() -> None:
    assert await sent(page("a"), page("b", 503), Response(status_code=401), page("a"), shown="a") == [": here\n\n"]


async def test_a_page_without_a_living_part_ends_at_once() -> None:
    assert await sent(HTMLResponse("<p>still</p>"), page("a")) == [": here\n\n"]
