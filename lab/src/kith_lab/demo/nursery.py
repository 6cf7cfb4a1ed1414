"""Where the demo's nodes come from: one process has imported everything once, and each node is a fork of it.

A node is the same as `kith node`; a fork takes milliseconds where seven imports take many seconds on two cores.
"""

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self


class Child:
    """A forked node: its pid, and its exit code once it has ended."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def returncode(self) -> int | None:
        return self.ended.result() if self.ended.done() else None

    def send_signal(self, number: int) -> None:
        if not self.ended.done():
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        return await asyncio.shield(self.ended)


class Nursery:
    """The process that forks, from the outside."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()
        self._born: asyncio.Queue[int] = asyncio.Queue()
        self._children: dict[int, Child] = {}
        self._listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Start it; what it imports, it imports while others start."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", __name__),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        self._listening = asyncio.create_task(self._listen())
        return self

    async def spawn(self, environment: Mapping[str, str], log: Path) -> Child:
        """Fork a node with these variables, which writes to this log."""
        assert self._process is not None
        assert self._process.stdin is not None
        async with self._lock:
            order = json.dumps({"environment": dict(environment), "log": str(log)})
            self._process.stdin.write(order.encode() + b"\n")
            pid = await self._born.get()
        return self._children[pid]

    async def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            told: dict[str, Any] = json.loads(line)
            if "born" in told:
                self._children[told["born"]] = Child(told["born"])
                self._born.put_nowait(told["born"])
            elif (child := self._children.get(told["ended"])) and not child.ended.done():
                child.ended.set_result(told["code"])

    async def __aexit__(self, *_error: object) -> None:
        """End it; nodes that still live end with it."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            await self._process.wait()
        if self._listening:
            await self._listening


def main() -> None:
    """Fork on demand until standard input ends."""
    from kith_cli.node import node  # noqa: PLC0415, F401 - what all children share

    gc.collect()
    gc.freeze()  # a child's own collections then leave alone what it shares, and need not copy it
    children: set[int] = set()

    def reap(*_signal: object) -> None:
        for pid in list(children):
            try:
                ended, status = os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:  # reaped by a signal that came while this one was handled
                continue
            if ended:
                children.discard(pid)
                _tell({"ended": pid, "code": os.waitstatus_to_exitcode(status)})

    signal.signal(signal.SIGCHLD, reap)
    for line in sys.stdin:
        order = json.loads(line)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        pid = os.fork()
        if pid == 0:
            _become_node(order)
        children.add(pid)
        _tell({"born": pid})
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])  # who is not reaped yet keeps its pid
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _become_node(order: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.environ.update(order["environment"])
    code = 1
    try:
        from kith_cli.node import node  # noqa: PLC0415 - imported before the fork

        node()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


def _tell(what: dict[str, int]) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main()
