"""What a body keeps outside databases and topics: small files in a folder of its own, which nobody but its node reads.

- `<KITH_KEYS>/bcs/kafka.json`: user and password on the cluster, from the consortium's office
- `<KITH_KEYS>/bcs/office.json`: the public half of the key with which the office signs the registry
- `<KITH_KEYS>/bcs/signing/`: private keys with which the body signs; their public halves are in the registry
- `<KITH_KEYS>/bcs/events/`: the private half of the key of each event that the body leads, until its period is over
- `<KITH_KEYS>/bcs/id`: a random name of this folder, which the body's database remembers, see `home.py`
- `<KITH_KEYS>/bcs/days/`: one key for each day, which wraps the keys of persons and is forgotten with its day
"""

import os
import secrets
from pathlib import Path


class KeyringError(Exception):
    """A file of the keyring is missing or cannot be read; the text says which, and what to do."""


class Keyring:
    """The folder of one body. Nothing is kept in memory here: files may be renewed while the node runs."""

    def __init__(self, folder: Path, body: str) -> None:
        """`folder` is that of all bodies of a node."""
        self.folder = folder / body

    def read(self, name: str) -> bytes:
        """The content of `kafka.json`, `signing/2026-11.json`...; raises KeyringError."""
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise KeyringError(f"{self.folder / name} cannot be read ({error.strerror}).") from None

    def names(self, under: str) -> list[str]:
        """The files of a subfolder in order of name, as `read` takes them."""
        found = (self.folder / under).glob("*") if (self.folder / under).is_dir() else ()
        return sorted(f"{under}/{each.name}" for each in found if each.is_file() and not each.name.startswith("."))

    def write(self, name: str, content: bytes) -> None:
        """Whole or not at all, on disk when this returns, and readable by the owner alone."""
        path = self.folder / name
        part = self._part(path, content)
        try:
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        self._sync(path.parent)

    def create(self, name: str, content: bytes) -> bytes:
        """As `write`, unless the file is there: of several processes that share the folder the first one wins. The
        result is what the file holds.
        """
        path = self.folder / name
        part = self._part(path, content)
        try:
            os.link(part, path)
        except FileExistsError:
            return self.read(name)
        finally:
            part.unlink(missing_ok=True)
        self._sync(path.parent)
        return content

    @staticmethod
    def _part(path: Path, content: bytes) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Replicas share the folder, and in containers one process id: a name of two would mix two keys.
        part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return part

    def destroy(self, name: str) -> None:
        """Remove the file for good, and what a killed `create` has left of it; one that is not there is destroyed
        already.
        """
        path = self.folder / name
        for each in (path, *path.parent.glob(f".{path.name}.*.part")):
            each.unlink(missing_ok=True)
        if path.parent.is_dir():
            self._sync(path.parent)

    @staticmethod
    def _sync(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
