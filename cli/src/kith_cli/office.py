"""What the consortium's office does: it makes the cluster ready for bodies, and says in the registry who takes part."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kith_chassis.kafka.cluster import Cluster
from kith_chassis.kafka.registry import read_registry
from kith_chassis.kafka.sender import Sender
from kith_chassis.keys.vault import Vault
from kith_chassis.path.wire import record
from kith_cli.keys import office_of, signer
from kith_cli.office_registry import admission, news
from kith_contracts.consortium import BodyRegistered
from kith_contracts.headers import source_of
from kith_contracts.registry import topics_for
from kith_contracts.topics import Topic
from kith_contracts.words import OFFICE


async def admit_bodies(office: Cluster, bodies: Iterable[BodyRegistered], into: Path | None = None) -> None:
    """The cluster first, so that all is there when the registry tells of the bodies; then the registrations.

    Passwords of new users go into the folder `into`, by default the office's own folder of keys.
    """
    admitted = list(bodies)
    await asyncio.to_thread(prepare, office, admitted, topics_for(each.body for each in admitted), into)
    known, now = await known_bodies(office), datetime.now(UTC)
    wanted = [admission(each, known.get(each.body), now) for each in admitted]
    await register(office, [fact for each in wanted if (fact := news(each, known.get(each.body)))])


def prepare(
    office: Cluster, bodies: Sequence[BodyRegistered], topics: Iterable[Topic], into: Path | None = None
) -> None:
    """Topics, and users, rights and quotas of these bodies; nothing is taken away. Blocks; raises StackError."""
    from kith_cli.cluster.admin import Admin  # noqa: PLC0415 - its client takes half a second to import
    from kith_cli.cluster.apply import carry_out, wait_until_seen  # noqa: PLC0415
    from kith_cli.cluster.plan import plan  # noqa: PLC0415
    from kith_cli.cluster.state import desired, ours  # noqa: PLC0415

    wanted = replace(desired(bodies), topics={topic.name: topic for topic in topics})
    with Admin(office) as admin:
        found = ours(admin.observe(wanted.topics), wanted.users)
        changes = plan(wanted, found).changes
        carry_out(admin, changes, into or office.keys)
        wait_until_seen(admin, changes)  # or the first login of a new user would be refused


async def known_bodies(office: Cluster) -> dict[str, BodyRegistered]:
    """The registry, as far as the office has signed it."""
    return await read_registry(office, office_of(office.keys))


async def register(office: Cluster, facts: Sequence[BodyRegistered]) -> None:
    """Say this to everyone, in the registry, signed with the office's key. The only writer there is."""
    if not facts:
        return
    sign = signer(office.keys)
    now = datetime.now(UTC)
    vault = Vault(b"\0" * 32, OFFICE, None)  # the registry has nothing personal, so nothing is sealed
    sender = Sender(office, OFFICE)
    try:
        records = [
            record(
                fact,
                to=OFFICE,
                source=source_of(OFFICE, "registry"),
                id=f"{fact.body}.{fact.version}.{now:%Y%m%d%H%M%S%f}",
                now=now,
                vault=vault,
                sign=sign,
            )
            for fact in facts
        ]
        await sender.send(records)
    finally:
        await sender.stop()
