"""Carries out changes in their order, each kind in one request; begun again after whatever ended it, it converges."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from kith_chassis.kafka.cluster import FILE, Cluster, Credential, new_credential
from kith_chassis.keys.keyring import Keyring
from kith_chassis.path import crash
from kith_cli.cluster.admin import Admin
from kith_cli.cluster.plan import Change, Settings
from kith_cli.cluster.state import State
from kith_cli.errors import StackError
from kith_cli.locks import try_lock

SEEN_WITHIN: Final = 60.0
"""Seconds until a broker must show what its controller has taken."""
PAUSE: Final = 0.05
_LOCK: Final = ".lock"


def carry_out(
    admin: Admin, changes: Sequence[Change], keys: Path | None = None, say: Callable[[str], None] = lambda _: None
) -> None:
    """Do all of these. New users get their passwords from `keys`, or into it. Raises StackError."""
    for kind, group in groupby(changes, lambda change: change.kind):
        batch = list(group)
        say(f"{kind}: {len(batch)}")
        crash.point("before-change")
        _carry_out(admin, batch, keys)
        crash.point("after-change")


def _carry_out(admin: Admin, batch: Sequence[Change], keys: Path | None) -> None:
    """Changes of one kind."""
    names, whats = [change.name for change in batch], [change.what for change in batch]
    by_name: dict[str, Any] = dict(zip(names, whats, strict=True))
    match batch[0].kind:
        case "create topic":
            admin.create_topics(by_name.values())
        case "configure topic":
            admin.configure(by_name)
        case "create user":
            create_users(admin, names, keys)
        case "allow":
            admin.allow(whats)  # type: ignore[arg-type] # they are rights
        case "set quota" | "remove quota":
            admin.set_quotas(by_name)
        case "revoke":
            admin.revoke(whats)  # type: ignore[arg-type] # they are rights
        case "delete user":
            admin.delete_users(names)
        case "delete topic":
            admin.delete_topics(names)


def create_users(admin: Admin, users: Sequence[str], keys: Path | None) -> None:
    """Passwords are on disk before the cluster knows them: whoever is killed in between begins again with the same."""
    if keys is None:
        raise StackError(f"New users need a folder for their passwords: {', '.join(users)}. Name it with --keys.")
    with locked(keys):
        admin.set_passwords([kept_credential(keys, user) for user in users])


def kept_credential(keys: Path, user: str) -> Credential:
    """The credential in this folder, made now if there is none."""
    keyring = Keyring(keys, user)
    if not (keyring.folder / FILE).exists():
        keyring.write(FILE, new_credential(user).kept)
    crash.point("password-kept")
    return Cluster("", user, keys).credential()


@contextmanager
def locked(keys: Path) -> Iterator[None]:
    """Two that make passwords in one folder do it one after the other."""
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    while (descriptor := try_lock(keys / _LOCK)) is None:
        time.sleep(PAUSE)
    try:
        yield
    finally:
        os.close(descriptor)


def wait_until_seen(admin: Admin, changes: Sequence[Change]) -> None:
    """Wait until the broker shows the last of these, and so all: its controller takes changes in order. StackError."""
    deadline = time.monotonic() + SEEN_WITHIN
    while changes and not _is_seen(admin, changes[-1]):
        if time.monotonic() > deadline:
            raise StackError(f"The cluster took this, but does not show it: {changes[-1]}. Next: kith topics plan")
        time.sleep(PAUSE)


def _is_seen(admin: Admin, change: Change) -> bool:
    found = admin.observe([change.name] if "topic" in change.kind else [])
    return _shows(found, change)


def _settings(change: Change) -> Settings:
    assert isinstance(change.what, tuple)
    return change.what  # type: ignore[return-value] # of topics that are configured


def _shows(found: State, change: Change) -> bool:
    name = change.name
    settings = found.topics[name].config if name in found.topics else {}
    return {
        "create topic": lambda: name in found.topics,
        "configure topic": lambda: all(settings.get(key) == value for key, value in _settings(change)),
        "create user": lambda: name in found.users,
        "allow": lambda: change.what in found.rights,
        "set quota": lambda: found.quotas.get(name) == change.what,
        "revoke": lambda: change.what not in found.rights,
        "remove quota": lambda: name not in found.quotas,
        "delete user": lambda: name not in found.users,
        "delete topic": lambda: name not in found.topics,
    }[change.kind]()
