"""Processes that can be told apart from later ones with the same number, and their end."""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_BOOT_ID = _PROC / "sys/kernel/random/boot_id"
_GONE = ("Z", "X")  # ended, but not yet reaped by its parent
_PAUSE = 0.05


@dataclass(frozen=True)
class Process:
    """A process id and when the process was born: numbers are used again, the pair is not."""

    pid: int
    born: str


def identify(pid: int) -> Process | None:
    """The living process with this number, or None."""
    born = _born_by_proc(pid) if _BOOT_ID.exists() else _ps(pid, "lstart=")
    return Process(pid, born) if born else None


def is_alive(process: Process) -> bool:
    return identify(process.pid) == process


def resident_bytes(process: Process) -> int:
    """Memory it holds now, or 0 when it has ended."""
    if not is_alive(process):
        return 0
    if _BOOT_ID.exists():
        return int(_read(_PROC / str(process.pid) / "statm", "0 0").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return int(_ps(process.pid, "rss=") or 0) * 1024


def tell(process: Process, number: signal.Signals) -> None:
    """Signals the process, unless it has ended: then there is nobody to tell."""
    if not is_alive(process):
        return
    try:
        os.kill(process.pid, number)
    except ProcessLookupError:
        return  # ended in between, which is all that was wanted


async def ended(processes: Iterable[Process], within: float) -> bool:
    """Waits up to `within` seconds for all of them to end, and says whether they did."""
    deadline = time.monotonic() + within
    waiting = list(processes)
    while waiting := [process for process in waiting if is_alive(process)]:
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(_PAUSE)
    return True


async def end(processes: Iterable[Process], grace: float) -> None:
    """Asks them to stop, and kills those that still live after `grace` seconds; never this process itself."""
    others = [process for process in processes if process.pid != os.getpid()]
    for process in others:
        tell(process, signal.SIGTERM)
    if not await ended(others, grace):
        for process in others:
            tell(process, signal.SIGKILL)
        await ended(others, grace)


def _born_by_proc(pid: int) -> str:
    stat = _read(_PROC / str(pid) / "stat", "")
    fields = stat.rpartition(")")[2].split()  # the name before the last ")" may hold anything
    if not fields or fields[0] in _GONE:
        return ""
    return f"{_BOOT_ID.read_text().strip()}:{fields[19]}"  # field 22 of proc(5), starttime


def _read(file: Path, absent: str) -> str:
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return absent


def _ps(pid: int, column: str) -> str:
    ps = shutil.which("ps") or "/bin/ps"
    command = [ps, "-o", "state=", "-o", column, "-p", str(pid)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    state, _, value = finished.stdout.strip().partition(" ")
    return "" if state[:1] in _GONE else value.strip()
