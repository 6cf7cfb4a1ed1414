"""Waiting for what will be so, without guessing how long it takes. No test waits in another way."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE = 0.05
LONGEST_PAUSE = 0.5


async def eventually(check: Callable[[], Awaitable[T]], within: float = 60.0) -> T:
    """What `check` answers as soon as it is true and raises no AssertionError.

    The longer it takes the more seldom it is asked: each question takes time from those who work on the answer.
    """
    began = time.monotonic()
    while True:
        try:
            if answer := await check():
                return answer
            failed = AssertionError(f"still {answer!r} after {within} s")
        except AssertionError as error:
            failed = error
        waited = time.monotonic() - began
        if waited > within:
            raise failed
        await asyncio.sleep(min(max(PAUSE, waited / 10), LONGEST_PAUSE))


async def elapse(seconds: float, because: str) -> None:
    """Let time pass, where time itself is what a test needs; it says why no event could tell."""
    assert because
    await asyncio.sleep(seconds)


async def turns(most: int = 200) -> None:
    """Let all tasks go on until they wait for something that this test holds; no clock is needed for that."""
    for _ in range(most):
        await asyncio.sleep(0)
