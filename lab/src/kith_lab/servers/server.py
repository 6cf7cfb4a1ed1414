"""One server as a child process: in a session of its own, with its output in a log file, ended with its parent."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from kith_cli.errors import ServerEnded, StackError

# Told the name, process id and address of each process that is started.
Record = Callable[[str, int, str], None]

_TETHER = Path(__file__).with_name("tether.py")
_TAIL_LINES = 20
_PAUSE = 0.02


def tail(log: Path, lines: int = _TAIL_LINES) -> str:
    with log.open(errors="replace") as text:
        return "".join(deque(text, lines)).strip()


def opened_log(path: Path) -> BinaryIO:
    """The end of a log, which nobody reads but the owner: its folder too, if it is made here."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    output = os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")
    path.chmod(0o600)  # one of an earlier version was made for all to read
    return output


class Server:
    def __init__(self, name: str, log: Path, record: Record | None = None) -> None:
        self.name = name
        self.log = log
        self._record = record
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def spawn(self, command: Sequence[str], address: str, cwd: Path, env: Mapping[str, str]) -> None:
        if self.pid:
            raise StackError(f"{self.name} already runs as process {self.pid}.")
        tether = (sys.executable, "-I", "-S", str(_TETHER), str(os.getpid()))
        with opened_log(self.log) as output:
            self._process = await asyncio.create_subprocess_exec(
                *tether,
                *command,
                stdin=DEVNULL,
                stdout=output,
                stderr=STDOUT,
                cwd=cwd,
                env={**os.environ, **env},
                start_new_session=True,
            )
        if self._record:
            self._record(self.name, self._process.pid, address)

    async def ready(self, answers: Callable[[], Awaitable[bool]], within: float) -> None:
        """Waits until it answers; StackError with the end of its log when it dies or takes too long."""
        deadline = time.monotonic() + within
        while not await answers():
            if not self.pid:
                raise ServerEnded(self._failure("ended while starting"))
            if time.monotonic() > deadline:
                raise StackError(self._failure(f"did not answer within {within:.0f} s"))
            await asyncio.sleep(_PAUSE)

    async def stop(self, grace: float) -> int:
        """Asks it to stop and waits, killing it after `grace` seconds; its exit code, as in subprocess."""
        if not self._process:
            return 0
        if self.pid:
            self._process.terminate()
        try:
            return await asyncio.wait_for(self._process.wait(), grace)
        except TimeoutError:
            return await self.kill()

    async def kill(self) -> int:
        """Ends it as a power failure would: SIGKILL."""
        if not self._process:
            return 0
        if self.pid:
            self._process.kill()
        return await self._process.wait()

    def _failure(self, what: str) -> str:
        return f"{self.name} {what}. The end of {self.log}:\n{tail(self.log)}"
