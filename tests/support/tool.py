"""The operator's tool, called as its users call it: a process with its own environment. It is forked from one that has
loaded the tool already, because loading takes longer than most commands.
"""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

CONTEXT: Final = multiprocessing.get_context("forkserver")
LOADED: Final = ["kith_cli.main", "kith_cli.parking.command", "kith_cli.admission"]


async def run(words: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str]:
    """Its exit code, as `subprocess` tells it, and what it says on both streams."""
    CONTEXT.set_forkserver_preload(LOADED)
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        process = CONTEXT.Process(target=_call, args=(list(words), {"COLUMNS": "200", **environment}, str(said)))
        await asyncio.to_thread(_until_ended, process)
        return process.exitcode or 0, said.read_text()


def _until_ended(process: "multiprocessing.process.BaseProcess") -> None:
    process.start()
    process.join()


def _call(words: list[str], environment: dict[str, str], said: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    out = os.open(said, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.argv = ["kith", *words]
    from kith_chassis.path import crash
    from kith_cli.main import main

    crash.arm(environment.get("KITH_CRASH", ""))
    main()
