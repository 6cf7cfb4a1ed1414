"""`kith facts`: what was said on a topic."""

import asyncio
import json
from typing import Annotated, Any

from cyclopts import Parameter

from kith_chassis.kafka.cluster import Cluster
from kith_cli.errors import StackError
from kith_cli.logbook import partitions, records
from kith_cli.names import HOLDER
from kith_cli.reach import Reach
from kith_contracts.access.cluster import systems_of
from kith_contracts.topics import Channel, address_of
from kith_contracts.words import OFFICE


def facts(
    topic: str,
    *,
    reach: Reach,
    who: Annotated[str | None, Parameter(name="--as", env_var="KITH_PRINCIPAL"), HOLDER] = None,
    follow: bool = False,
) -> None:
    """Show what is on a topic, one JSON object a line, from its beginning to its present end.

    Parameters
    ----------
    topic
        `kith.shared.iop.events`, `kith.private.bcs.directory.facts`, ...
    who
        Who reads, `bcs-systems`: the name of a folder of keys. By default whoever the topic is for.
    follow
        Go on with what comes, until interrupted.
    """
    asyncio.run(_show(topic, reach.as_principal(who or _reader_of(topic)), follow=follow))


def _reader_of(topic: str) -> str:
    """The body's systems, where they may; else its services; for the registry, the office."""
    address = address_of(topic)
    if address is None or address.channel is Channel.REGISTRY:
        return OFFICE
    for_systems = address.channel in (Channel.SHARED, Channel.PRIVATE_COMMANDS, Channel.PRIVATE_FACTS)
    return systems_of(address.body) if for_systems else address.body


async def _show(topic: str, cluster: Cluster, *, follow: bool) -> None:
    found = await partitions(cluster, lambda name: name == topic)
    if not found:
        raise StackError(f"There is no topic {topic}, or it may not be read.")
    async for record in records(cluster, found, follow=follow):
        print(json.dumps(_plain(record)), flush=True)


def _plain(record: Any) -> dict[str, Any]:
    headers = {name: (value or b"").decode("utf-8", "replace") for name, value in record.headers}
    try:
        data = json.loads(record.value)
    except ValueError:
        data = None
    return {"type": headers.get("ce_type"), "source": headers.get("ce_source"), "time": headers.get("ce_time")} | {
        "key": (record.key or b"").decode("utf-8", "replace"),
        "partition": record.partition,
        "offset": record.offset,
        "data": data,
    }
