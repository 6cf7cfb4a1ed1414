"""`kith demo`: starts everything, plays the story, shows the report, and stays up for who wants to look around."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from kith_lab.demo.nursery import Nursery
from kith_lab.servers.stack import Stack, demand_others

DataFolder = Annotated[Path, Parameter(name="--data", env_var="KITH_DATA")]


def demo(
    *,
    once: Annotated[bool, Parameter("--once", negative="")] = False,
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
    data: DataFolder = Path(".kith"),
) -> int:
    """Run seven bodies on real Kafka and a real database, and play how they hold an event together.

    What an earlier demo left is removed first. The exit code is 0 only if every check holds.

    Parameters
    ----------
    once
        End after the report; otherwise all stays up until interrupted.
    as_json
        Print the report as one JSON object on standard output; progress goes to standard error.
    data
        The folder that holds everything of Kith's.
    """
    return asyncio.run(_interruptible(data / "demo", once=once, as_json=as_json))


async def _interruptible(folder: Path, *, once: bool, as_json: bool) -> int:
    playing = asyncio.create_task(_demo(folder, once=once, as_json=as_json))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, playing.cancel)
    try:
        return await playing
    except asyncio.CancelledError:
        return 130


async def _demo(folder: Path, *, once: bool, as_json: bool) -> int:
    console = Console(stderr=as_json)
    say = _teller(console)
    began = time.monotonic()
    await demand_others()
    say("Kafka and the database start")
    loading = asyncio.create_task(asyncio.to_thread(_story))  # the imports of two processes, while two servers start
    async with Nursery() as nursery, Stack(folder, fresh=True, name="demo", say=say) as stack:
        play = await loading
        return 0 if await play(stack, nursery, console, say, began, once=once, as_json=as_json) else 1


def _story() -> Callable[..., Awaitable[bool]]:
    from kith_lab.demo.play import play  # noqa: PLC0415 - takes longer to load than the servers to be asked for

    return play


def _teller(console: Console) -> Callable[[str], None]:
    began = time.monotonic()

    def say(what: str) -> None:
        console.print(f"[dim]{time.monotonic() - began:6.1f} s[/]  {what}", highlight=False)

    return say
