"""Tests marked `beside` wait for a clock. They begin together with the first test of their folder, go on while others
run, and are waited for at their own place.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest


@asynccontextmanager
async def begun(items: Iterable[pytest.Item], **given: Any) -> AsyncIterator[None]:
    """Begin those among the items, with these fixtures; those that nobody waited for are ended."""
    tasks = [_begin(item, given) for item in items if is_beside(item)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


def is_beside(item: pytest.Item) -> bool:
    return item.get_closest_marker("beside") is not None


def _begin(item: pytest.Item, given: dict[str, Any]) -> "asyncio.Task[None]":
    assert isinstance(item, pytest.Function)
    task: asyncio.Task[None] = asyncio.create_task(
        item.obj(**{name: given[name] for name in item._fixtureinfo.argnames})
    )

    async def waited(**_given: Any) -> None:
        await task

    item.obj = waited
    return task
