"""The folder of one stack: whose it is, what runs from it, and what may be removed of it."""

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kith_cli.errors import StackError
from kith_cli.locks import try_lock
from kith_lab.servers.processes import Process, identify, is_alive

MARKER = ".kith-stack"
_LOCK = ".lock"
_STATE = "stack.json"
_KEPT = (MARKER, _LOCK)


@dataclass(frozen=True)
class Recorded:
    """A process as it was noted when it was started."""

    name: str
    process: Process
    address: str
    since: str
    """ISO 8601, UTC."""

    @property
    def alive(self) -> bool:
        return is_alive(self.process)


@dataclass(frozen=True)
class State:
    """What `stack.json` holds: the process that runs the stack, its servers, and where they are reached."""

    owner: Recorded
    ready: bool = False
    addresses: dict[str, str] = field(default_factory=dict)
    processes: tuple[Recorded, ...] = ()

    @property
    def alive(self) -> tuple[Recorded, ...]:
        """Who lives, the owner first; with a dead owner the others are leftovers."""
        return tuple(one for one in (self.owner, *self.processes) if one.alive)


def recorded(name: str, pid: int, address: str) -> Recorded:
    """Notes a process; one that has ended already gets a birth that matches nobody."""
    process = identify(pid) or Process(pid, "")
    return Recorded(name, process, address, datetime.now(UTC).isoformat(timespec="seconds"))


class StackFolder:
    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: int | None = None

    @property
    def is_ours(self) -> bool:
        return (self.path / MARKER).is_file()

    def claim(self) -> bool:
        """Takes the folder for this process, making it when it is new; False while another one has it.

        StackError when it holds somebody else's files.
        """
        if not self.is_ours and self.path.exists() and any(self.path.iterdir()):
            raise StackError(f"{self.path} is not a folder of Kith's (no {MARKER} in it): name another one.")
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.path / MARKER).touch()
        self._lock = try_lock(self.path / _LOCK)
        return self._lock is not None

    def release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def read(self) -> State | None:
        """What was noted last, by a run that may be over."""
        try:
            raw = json.loads((self.path / _STATE).read_text())
        except FileNotFoundError:
            return None
        return State(
            owner=_load(raw["owner"]),
            ready=raw["ready"],
            addresses=raw["addresses"],
            processes=tuple(_load(one) for one in raw["processes"]),
        )

    def write(self, state: State) -> None:
        part = self.path / f"{_STATE}.part"
        part.touch(mode=0o600)
        part.write_text(json.dumps(asdict(state), indent=2))
        part.replace(self.path / _STATE)

    def forget(self) -> None:
        (self.path / _STATE).unlink(missing_ok=True)

    def wipe(self) -> None:
        """Removes what this folder holds, and nothing elsewhere: links are removed, not followed.

        The caller has claimed the folder; its mark and lock stay.
        """
        if self._lock is None:
            raise StackError(f"{self.path} is not claimed, so nothing in it is removed.")
        for entry in self.path.iterdir():
            if entry.name in _KEPT:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def remove(self) -> None:
        """Removes the folder itself too, and gives it up; the caller has claimed it."""
        self.wipe()
        (self.path / MARKER).unlink()
        (self.path / _LOCK).unlink()
        self.path.rmdir()
        self.release()

    def size(self) -> int:
        """Bytes on the disk; a file that vanishes while we count has none."""
        total = 0
        for folder, _, names in os.walk(self.path):
            for name in names:
                try:
                    total += os.lstat(Path(folder) / name).st_blocks * 512  # sparse files count as they are
                except FileNotFoundError:
                    continue
        return total


def _load(raw: dict[str, object]) -> Recorded:
    process = raw["process"]
    if not isinstance(process, dict):
        raise StackError(f"{_STATE} is damaged: {raw}")
    return Recorded(
        str(raw["name"]),
        Process(int(process["pid"]), str(process["born"])),
        str(raw["address"]),
        str(raw["since"]),
    )
