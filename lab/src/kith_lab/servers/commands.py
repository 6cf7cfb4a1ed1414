"""Commands that end by themselves, run without blocking the loop."""

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finished:
    code: int
    out: str
    err: str


async def run(*command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Finished:
    """Waits for its end; when the waiting is cancelled, the command is killed."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, cwd=cwd, env={**os.environ, **(env or {})}
    )
    try:
        out, err = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return Finished(process.returncode or 0, out.decode(errors="replace"), err.decode(errors="replace"))
