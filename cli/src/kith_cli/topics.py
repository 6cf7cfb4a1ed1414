"""`kith topics`: the cluster compared with what the registry and the contracts say, and made to be so."""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from aiokafka.errors import UnknownTopicOrPartitionError
from cyclopts import Parameter

from kith_chassis.kafka.cluster import Cluster
from kith_cli.cluster.admin import Admin
from kith_cli.cluster.apply import carry_out, wait_until_seen
from kith_cli.cluster.plan import Change, Plan
from kith_cli.cluster.plan import plan as plan_of
from kith_cli.cluster.state import Desired, State, desired, ours
from kith_cli.cluster.strimzi import rendered
from kith_cli.errors import StackError
from kith_cli.office import known_bodies
from kith_cli.reach import Reach
from kith_contracts.consortium import BodyRegistered

FINE, DIFFERS = 0, 2
"""Exit codes; 1 is a failure."""
SHOWN: Final = 40
"""Lines of a plan that are printed; all of them are in --json."""
AsJson = Annotated[bool, Parameter("--json", negative="")]
Deleted = Annotated[tuple[str, ...], Parameter(negative="")]


def plan(
    *,
    reach: Reach,
    delete: Deleted = (),
    render: Literal["strimzi"] | None = None,
    as_json: AsJson = False,
) -> int:
    """Show what differs between the cluster and what the registry and the contracts say.

    The exit code is 0 when nothing differs, and 2 when something does.

    Parameters
    ----------
    delete
        What `apply` would be allowed to delete, each by its name: `kith.shared.ni.events`, `user:ni`, `rights:ni`,
        `quota:ni`.
    render
        `strimzi`: print what should be as resources for Strimzi's operators, and look at no cluster but the registry.
    as_json
        Print it for programs.
    """
    office = reach.as_principal()
    if render:
        print(rendered(desired(asyncio.run(registry(office)).values())), end="")
        return FINE
    found = survey(office, delete)
    _show(found, as_json=as_json)
    if not found.in_order and not as_json:
        named = " ".join(f"--delete {target}" for target in delete)
        print(f"Next: kith topics apply --plan {found.digest} {named}".rstrip())
    return FINE if found.in_order else DIFFERS


def apply(
    *,
    reach: Reach,
    plan: str | None = None,
    delete: Deleted = (),
    into: Path | None = None,
    as_json: AsJson = False,
) -> int:
    """Make the cluster as the registry and the contracts say. Nothing is deleted that is not named.

    The exit code is 0 when all is as it should be afterwards, 2 when something is left that was not named.

    Parameters
    ----------
    plan
        The hash that `kith topics plan` printed: nothing is done if anything has changed since.
    delete
        What may be deleted, each by its name: `kith.shared.ni.events`, `user:ni`, `rights:ni`, `quota:ni`.
    into
        The folder for the passwords of users that are missing; by default the folder of keys.
    as_json
        Print what was done for programs.
    """
    office = reach.as_principal()
    found = survey(office, delete)
    if plan and plan != found.digest:
        raise StackError(f"The cluster or the registry has changed since plan {plan}. Next: kith topics plan")
    if strange := set(delete) - {change.target for change in found.changes}:
        raise StackError(f"There is nothing to delete of that name: {', '.join(sorted(strange))}")
    if found.faults:
        raise StackError("\n".join(found.faults))
    with Admin(office) as admin:
        carry_out(admin, found.changes, into or office.keys, _to_errors)
        wait_until_seen(admin, found.changes)
    if as_json:
        _show(found, as_json=True)
    else:
        print(f"{len(found.changes)} changes.")
        _show_some("left, because nobody named it", found.held_back)
    return DIFFERS if found.held_back else FINE


async def registry(office: Cluster) -> Mapping[str, BodyRegistered]:
    """The bodies that it names; none before there is a registry."""
    try:
        return await known_bodies(office)
    except UnknownTopicOrPartitionError:
        return {}


def survey(office: Cluster, delete: Sequence[str] = ()) -> Plan:
    """The plan for a whole cluster."""
    wanted = desired(asyncio.run(registry(office)).values())
    return plan_of(wanted, observed(office, wanted), delete)


def observed(office: Cluster, wanted: Desired) -> State:
    """What there is of Kith."""
    with Admin(office) as admin:
        return ours(admin.observe(), wanted.users | wanted.suspended)


def _show(found: Plan, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(found) | {"changes": _plain(found.changes), "held_back": _plain(found.held_back)}))
        return
    print(f"{len(found.changes)} changes, {len(found.held_back)} deletions to be named, {len(found.faults)} faults.")
    _show_some("to do", found.changes)
    _show_some("left, because nobody named it", found.held_back)
    for fault in found.faults:
        print(f"  fault: {fault}")


def _show_some(what: str, changes: Sequence[Change]) -> None:
    for change in changes[:SHOWN]:
        by = f"   --delete {change.target}" if what.startswith("left") else ""
        print(f"  {what}: {change}{by}")
    if len(changes) > SHOWN:
        print(f"  {what}: {len(changes) - SHOWN} more; see all with --json")


def _plain(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [{"kind": change.kind, "target": change.target, "text": str(change)} for change in changes]


def _to_errors(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
