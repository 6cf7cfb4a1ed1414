"""Waiting for what will be so, without guessing how long it takes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE = 0.05


async def eventually(check: Callable[[], Awaitable[T]], within: float = 60.0) -> T:
    """What `check` answers as soon as it is true and raises no AssertionError."""
    deadline = time.monotonic() + within
    while True:
        try:
            if answer := await check():
                return answer
            failed = AssertionError(f"still {answer!r} after {within} s")
        except AssertionError as error:
            failed = error
        if time.monotonic() > deadline:
            raise failed
        await asyncio.sleep(PAUSE)
