"""Services as real processes that can be killed, stopped and continued; forked, so that each starts quickly."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent.parent


class Process:
    """One service process."""

    def __init__(self, pid: int) -> None:
        self.pid, self.log, self.url = pid, Path(), ""
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def alive(self) -> bool:
        return not self.ended.done()

    def tell(self, number: signal.Signals) -> None:
        if self.alive:
            os.kill(self.pid, number)

    async def end(self, within: float = 60.0) -> int:
        """Its exit code, once it has ended by itself; negative for a signal."""
        async with asyncio.timeout(within):
            return await asyncio.shield(self.ended)

    async def kill(self) -> None:
        self.tell(signal.SIGKILL)
        await self.end()

    async def stop(self, within: float = 15.0) -> int:
        self.tell(signal.SIGTERM)
        return await self.end(within)

    def said(self, event: str) -> list[dict[str, Any]]:
        """The lines of its log with this event."""
        return [line for line in self.lines() if line.get("event") == event]

    def lines(self) -> list[dict[str, Any]]:
        found = []
        for line in self.log.read_text().splitlines() if self.log.exists() else []:
            try:
                found.append(json.loads(line))
            except ValueError:
                found.append({"event": line})
        return found


class Hatchery:
    """Starts services by forking them from one process that has imported everything."""

    def __init__(self, server: asyncio.subprocess.Process) -> None:
        self._server = server
        self._hatched: dict[int, Process] = {}
        self._answers: asyncio.Queue[int] = asyncio.Queue()
        self._lock = asyncio.Lock()
        self._listening = asyncio.create_task(self._listen())

    async def hatch(self, service: str, environment: Mapping[str, str], log: Path) -> Process:
        assert self._server.stdin
        async with self._lock:
            request = {"service": service, "environment": dict(environment), "log": str(log)}
            self._server.stdin.write(json.dumps(request).encode() + b"\n")
            process = self._hatched[await self._answers.get()]
        process.log, process.url = log, f"http://127.0.0.1:{environment['KITH_HTTP_PORT']}"
        return process

    async def close(self) -> None:
        for process in self._hatched.values():
            process.tell(signal.SIGKILL)
        assert self._server.stdin
        self._server.stdin.close()
        await self._server.wait()
        await self._listening

    async def _listen(self) -> None:
        assert self._server.stdout
        while line := await self._server.stdout.readline():
            answer = json.loads(line)
            if "code" in answer:
                self._hatched[answer["pid"]].ended.set_result(answer["code"])
            elif "pid" in answer:
                self._hatched[answer["pid"]] = Process(answer["pid"])
                self._answers.put_nowait(answer["pid"])


@asynccontextmanager
async def hatchery() -> AsyncIterator[Hatchery]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "support.hatch",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=TESTS,
        env=environment | {"PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])},
    )
    hatching = Hatchery(server)
    try:
        yield hatching
    finally:
        await hatching.close()
