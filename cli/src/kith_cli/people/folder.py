"""A folder into which somebody puts lists: what in it is whole, and where each goes afterwards.

One watcher works in a folder at a time; the kernel frees its lock when it ends, however it ends. A file is moved away
last, so whatever is killed before that begins again with the same file, which changes nothing twice.
"""

import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from kith_cli.errors import StackError
from kith_cli.locks import try_lock

KINDS: Final = (".csv", ".tsv", ".txt")
LOCK: Final = ".kith-lock"
DONE, REFUSED = "done", "refused"
OWNER_ONLY: Final = 0o700
LARGEST: Final = 4_000_000
"""Bytes of a list, as the node takes it."""


class Dropped(NamedTuple):
    """A file in the folder, and how it was when it was looked at."""

    path: Path
    size: int
    changed: float
    """Since when it is as it is, in seconds since 1970."""

    @property
    def kept_as(self) -> str:
        """Its name afterwards: a later file of the same name does not replace it."""
        return f"{datetime.fromtimestamp(self.changed, UTC):%Y%m%dT%H%M%S}-{self.path.name}"


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Whether this process is the one that works in the folder. Raises StackError, or what the system says."""
    if not folder.is_dir():
        raise StackError(f"{folder} is no folder.")
    for name in (DONE, REFUSED):
        (folder / name).mkdir(OWNER_ONLY, exist_ok=True)
    descriptor = try_lock(folder / LOCK)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            os.close(descriptor)


def dropped(folder: Path) -> list[Dropped]:
    """All lists in the folder, the oldest first. What has another kind of name, or is no plain file, is not looked at:
    a link could lead anywhere.
    """
    found = []
    for path in folder.iterdir():
        if path.suffix.lower() in KINDS and not path.name.startswith("."):
            about = path.lstat()
            if stat.S_ISREG(about.st_mode):
                found.append(Dropped(path, about.st_size, about.st_mtime))
    return sorted(found, key=lambda each: (each.changed, each.path.name))


def content_of(file: Dropped) -> bytes | None:
    """All of it; None if it has changed meanwhile: somebody still writes it."""
    try:
        descriptor = os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as opened:
        content = opened.read(LARGEST + 1)
        about = os.fstat(opened.fileno())
    return content if (about.st_size, about.st_mtime) == (file.size, file.changed) else None


def put_away(file: Dropped, where: str, result: Mapping[str, Any]) -> None:
    """Write what came of it, then move the file."""
    folder = file.path.parent / where
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    part = folder / f".{file.kept_as}.part"
    part.write_text(text, "utf-8")
    part.replace(folder / f"{file.kept_as}.result.json")
    file.path.replace(folder / file.kept_as)
