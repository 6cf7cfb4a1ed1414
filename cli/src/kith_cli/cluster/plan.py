"""From what is to what should be, as a list of changes in a safe order. Pure: it compares two states."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from kith_cli.cluster.state import Desired, State
from kith_contracts.access.cluster import Quota, Right
from kith_contracts.topics import Topic

Kind = Literal[
    "create topic",
    "configure topic",
    "create user",
    "allow",
    "set quota",
    "revoke",
    "remove quota",
    "delete user",
    "delete topic",
]
ORDER: Final[tuple[Kind, ...]] = Kind.__args__  # type: ignore[attr-defined]
"""A right comes after what it is about, and goes before it."""
DELETING: Final = frozenset(ORDER[ORDER.index("revoke") :])
Settings = tuple[tuple[str, str | None], ...]
"""Names with values; without one, what the broker has by default."""


class Change(NamedTuple):
    """One thing to be done."""

    kind: Kind
    name: str
    """The topic or the principal."""
    what: Topic | Settings | Right | Quota | None = None

    @property
    def target(self) -> str:
        """How a deletion is named by whoever allows it: `kith.shared.bcs.events`, `user:bcs`, `rights:bcs`."""
        area = {"revoke": "rights:", "remove quota": "quota:", "delete user": "user:"}.get(self.kind, "")
        return f"{area}{self.name}"

    def __str__(self) -> str:
        """One line for a person."""
        match self.what:
            case Topic(_, partitions, _):
                return f"{self.kind} {self.name} ({partitions} partitions)"
            case Right() as right:
                to = {"allow": "to", "revoke": "the right to"}[self.kind]
                where = f"{right.resource} {right.name}{'*' if right.pattern == 'prefixed' else ''}"
                odd = "" if (right.permission, right.host) == ("allow", "*") else f" ({right.permission}, {right.host})"
                return f"{self.kind} {self.name} {to} {right.operation} {where}{odd}"
            case Quota() as quota:
                return f"{self.kind} of {self.name}: " + ", ".join(f"{n} {v:,}" for n, v in quota._asdict().items())
            case tuple() as settings:
                return f"{self.kind} {self.name}: " + ", ".join(
                    f"{name} = {value or 'default'}" for name, value in settings
                )
        return f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Plan:
    """What to do, what would be done if it were allowed, and what nobody can mend."""

    changes: tuple[Change, ...]
    held_back: tuple[Change, ...]
    """Deletions that were not named."""
    faults: tuple[str, ...]
    digest: str
    """Changes when the registry, the contracts or the cluster do."""

    @property
    def in_order(self) -> bool:
        """Whether the cluster is as it should be."""
        return not (self.changes or self.held_back or self.faults)


def plan(wanted: Desired, found: State, delete: Collection[str] = ()) -> Plan:
    """What leads from one to the other. `delete` names what may be deleted, as `Change.target` does."""
    additions = sorted(_additions(wanted, found), key=_order)
    surplus = sorted(_surplus(wanted, found), key=_order)
    allowed = [change for change in surplus if change.target in delete]
    return Plan(
        (*additions, *allowed),
        tuple(change for change in surplus if change not in allowed),
        tuple(_faults(wanted, found)),
        _digest(wanted, found),
    )


def revocations(found: State, principals: Collection[str]) -> list[Change]:
    """Take all rights from these."""
    return sorted((Change("revoke", r.principal, r) for r in found.rights if r.principal in principals), key=_order)


def _additions(wanted: Desired, found: State) -> Iterator[Change]:
    for name, topic in wanted.topics.items():
        if name not in found.topics:
            yield Change("create topic", name, topic)
        elif settings := _settings(topic.config, found.topics[name].config):
            yield Change("configure topic", name, settings)
    for user in wanted.users - found.users:
        yield Change("create user", user)
    for right in wanted.rights - found.rights:
        yield Change("allow", right.principal, right)
    for principal, quota in wanted.quotas.items():
        if found.quotas.get(principal) != quota:
            yield Change("set quota", principal, quota)


def _surplus(wanted: Desired, found: State) -> Iterator[Change]:
    for right in found.rights - wanted.rights:
        yield Change("revoke", right.principal, right)
    for principal in found.quotas.keys() - wanted.quotas.keys() - wanted.suspended:
        yield Change("remove quota", principal)
    for user in found.users - wanted.users - wanted.suspended:
        yield Change("delete user", user)
    for name in found.topics.keys() - wanted.topics.keys() - wanted.kept:
        yield Change("delete topic", name)


def _settings(wanted: dict[str, str], found: dict[str, str]) -> Settings:
    changed: dict[str, str | None] = {name: value for name, value in wanted.items() if found.get(name) != value}
    return tuple(sorted((changed | dict.fromkeys(found.keys() - wanted.keys())).items()))


def _faults(wanted: Desired, found: State) -> Iterator[str]:
    for name, topic in sorted(wanted.topics.items()):
        there = found.topics.get(name)
        if there and there.partitions != topic.partitions:
            yield (
                f"{name} has {there.partitions} partitions and needs {topic.partitions}. More would tear keys apart: "
                "let it be emptied, delete it by name, and apply again."
            )


def _order(change: Change) -> tuple[int, str, str]:
    return ORDER.index(change.kind), change.name, repr(change.what)


def _digest(*states: State) -> str:
    text = json.dumps([_plain(state) for state in states], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(state: State) -> dict[str, Any]:
    return {
        "topics": {name: [topic.partitions, topic.config] for name, topic in state.topics.items()},
        "users": _sorted(state.users),
        "rights": _sorted(state.rights),
        "quotas": state.quotas,
        "suspended": _sorted(getattr(state, "suspended", ())),
    }


def _sorted(items: Iterable[Any]) -> list[Any]:
    return sorted(items)
