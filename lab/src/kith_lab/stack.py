"""`kith status`, `kith stop` and `kith reset`: what runs below the data folder, its end, and its removal."""

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.filesize import decimal
from rich.prompt import Confirm

from kith_cli.errors import StackError
from kith_lab.servers.folder import Recorded, StackFolder, State
from kith_lab.servers.processes import Process, end, ended, resident_bytes, tell
from kith_lab.troubles import troubles_of

FINE, FAILED = 0, 1

_OWNER_GRACE = 45.0  # it stops its nodes, then the servers, the first time writing Kafka's class archive
_GRACE = 10.0
_MINUTE, _HOUR, _DAY = 60, 3600, 86400

DataFolder = Annotated[Path, Parameter(name="--data", env_var="KITH_DATA")]
DATA = Path(".kith")


@dataclass(frozen=True)
class ProcessStatus:
    """One process of a stack, or a server of somebody else's that the stack uses (then there is no pid)."""

    name: str
    pid: int | None
    address: str
    since: str
    memory_bytes: int


@dataclass(frozen=True)
class StackStatus:
    """One folder below the data folder. "left over": the process that ran it was killed, others still run; "in
    trouble": it runs, and something in it does not work.
    """

    name: str
    folder: str
    state: Literal["running", "in trouble", "starting", "left over", "stopped"]
    data_bytes: int
    processes: tuple[ProcessStatus, ...]
    troubles: tuple[str, ...] = ()

    @property
    def runs(self) -> bool:
        return self.state != "stopped"


def survey(data: Path = DATA) -> list[StackStatus]:
    """All stacks below the data folder, by name, and how they are; folders which are not ours are passed over."""
    return [_with_troubles(_status(folder), folder.read()) for folder in _folders(data)]


def status(*, data: DataFolder = DATA, as_json: Annotated[bool, Parameter("--json", negative="")] = False) -> int:
    """Shows what runs, where it is reached, since when, what it takes, and what is wrong with it.

    The exit code is 1 when nothing runs, or something is wrong.

    Parameters
    ----------
    data
        The folder that holds everything of Kith's.
    as_json
        Print it for programs.
    """
    stacks = survey(data)
    if as_json:
        print(json.dumps([asdict(stack) for stack in stacks], indent=2))
    else:
        _show(stacks, data, Console())
    wrong = any(stack.troubles for stack in stacks)
    return FINE if any(stack.runs for stack in stacks) and not wrong else FAILED


async def stop(name: str | None = None, *, data: DataFolder = DATA) -> int:
    """Stops what runs; the data stay. The exit code is 1 when nothing ran.

    Parameters
    ----------
    name
        One stack of several, such as demo.
    data
        The folder that holds everything of Kith's.
    """
    console = Console()
    running = [folder for folder in _chosen(data, name) if _status(folder).runs]
    for folder in running:
        console.out(f"stopping {folder.path.name} ...", highlight=False)
        gone = await _end(folder)
        console.out(f"stopped {', '.join(one.name for one in gone)}", highlight=False)
    if not running:
        console.print("Nothing runs. Next: kith demo")
        return FAILED
    console.print("The data stay until the next start. Next: kith demo begins anew, kith reset removes them")
    return FINE


def reset(name: str | None = None, *, data: DataFolder = DATA, yes: bool = False) -> int:
    """Removes the data of stacks that do not run.

    Parameters
    ----------
    name
        One stack of several, such as demo.
    data
        The folder that holds everything of Kith's.
    yes
        Do not ask.
    """
    console = Console()
    targets = _chosen(data, name)
    if not targets:
        console.print(f"Nothing to remove in {data.absolute()}. Next: kith demo")
        return FINE
    for folder in targets:
        if (one := _status(folder)).runs:
            raise StackError(f"{folder.path} is {one.state}, so its data stay. Next: kith stop")
        console.out(f"to be removed: {folder.path} ({decimal(one.data_bytes)})", highlight=False)
    if not yes and not _agreed():
        console.print("Nothing was removed.")
        return FAILED
    for folder in targets:
        if not folder.claim():
            raise StackError(f"{folder.path} was started meanwhile, so its data stay. Next: kith stop")
        folder.remove()
    console.print("Removed. Next: kith demo")
    return FINE


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise StackError("There is no terminal to ask at: add --yes to remove the data.")
    return Confirm.ask("Remove it for good?", default=False)


def _folders(data: Path) -> list[StackFolder]:
    entries = sorted(data.iterdir()) if data.is_dir() else []
    return [folder for folder in map(StackFolder, entries) if folder.is_ours]


def _chosen(data: Path, name: str | None) -> list[StackFolder]:
    folders = _folders(data)
    if name is None:
        return folders
    chosen = [folder for folder in folders if folder.path.name == name]
    if not chosen:
        known = ", ".join(folder.path.name for folder in folders) or "none"
        raise StackError(f"There is no stack {name} in {data.absolute()}. There: {known}")
    return chosen


def _status(folder: StackFolder) -> StackStatus:
    state = folder.read()
    return StackStatus(
        name=folder.path.name,
        folder=str(folder.path),
        state=_word(state),
        data_bytes=folder.size(),
        processes=_processes(state) if state and state.alive else (),
    )


def _with_troubles(status: StackStatus, state: State | None) -> StackStatus:
    if status.state != "running" or not state or not (troubles := troubles_of(state)):
        return status
    return replace(status, state="in trouble", troubles=troubles)


def _word(state: State | None) -> Literal["running", "starting", "left over", "stopped"]:
    if not state or not state.alive:
        return "stopped"
    if not state.owner.alive:
        return "left over"
    return "running" if state.ready else "starting"


def _processes(state: State) -> tuple[ProcessStatus, ...]:
    noted = {one.name for one in state.processes}
    elsewhere = (
        ProcessStatus(name, None, address, "", 0) for name, address in state.addresses.items() if name not in noted
    )
    ours = (
        ProcessStatus(one.name, one.process.pid, one.address, one.since, resident_bytes(one.process))
        for one in state.alive
    )
    return (*ours, *elsewhere)


async def _end(folder: StackFolder) -> tuple[Recorded, ...]:
    """Ends the process that runs the stack, which ends the others, then those that are left; whom it found."""
    state = folder.read()
    alive = state.alive if state else ()
    if state and state.owner.alive and state.owner.process.pid != os.getpid():
        tell(state.owner.process, signal.SIGTERM)
        await ended([state.owner.process], _OWNER_GRACE)
    latest = folder.read() or state  # it may have noted more until it ended
    if latest:
        await end(_pids(latest), _GRACE)
    if alive and folder.claim():
        folder.forget()
        folder.release()
    return alive


def _pids(state: State) -> list[Process]:
    return [one.process for one in (*state.processes, state.owner)]


def _show(stacks: list[StackStatus], data: Path, console: Console) -> None:
    for stack in stacks:
        console.out(f"{stack.name}: {stack.state}, {decimal(stack.data_bytes)} in {stack.folder}", highlight=False)
        width = max((len(one.name) for one in stack.processes), default=0)
        for one in stack.processes:
            memory = decimal(one.memory_bytes) if one.pid else "elsewhere"
            line = f"  {one.name:<{width}}  {one.pid or '-':>8}  {memory:>9}  {_age(one.since):>6}  {one.address}"
            console.out(line, highlight=False)
        for trouble in stack.troubles:
            console.out(f"  ! {trouble}", highlight=False)
    if any(stack.runs for stack in stacks):
        console.print("Next: kith stop")
    else:
        console.print(f"Nothing runs in {data.absolute()}. Next: kith demo")


def _age(since: str) -> str:
    if not since:
        return ""
    seconds = (datetime.now(UTC) - datetime.fromisoformat(since)).total_seconds()
    for size, unit in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
