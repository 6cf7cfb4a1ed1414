"""`kith send` and `kith facts`: a command to a node, and what was said on a topic."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import httpx2
from cyclopts import Parameter

from kith_chassis.cluster import Cluster
from kith_cli.embedded.errors import StackError
from kith_cli.logbook import partitions, records
from kith_cli.reach import Reach
from kith_contracts.rights import systems_of
from kith_contracts.topics import Channel, address_of
from kith_contracts.words import OFFICE


def _web_address(_type: object, value: str) -> None:
    if not value.startswith(("http://", "https://")):
        raise ValueError("The address of a node begins with http:// or https://.")


NodeUrl = Annotated[str, Parameter(name="--node", env_var="KITH_NODE_URL", validator=_web_address)]


def send(body: str, service: str, command: str, data: str = "-", *, node: NodeUrl, key: str | None = None) -> int:
    """Send a command to a node and show its outcome. The exit code is 0 when it is done, 1 when it is refused.

    The token is taken from KITH_TOKEN, never from an argument: others on the machine can read arguments.

    Parameters
    ----------
    body
        In whose name: `bcs`.
    service
        `directory` or `events`.
    command
        `charter-network`, ...
    data
        The content as JSON, `@file`, or `-` for standard input.
    node
        Address of the node, http://127.0.0.1:8080.
    key
        Idempotency-Key: sent again with the same key, the command takes effect once.
    """
    text = sys.stdin.read() if data == "-" else Path(data[1:]).read_text() if data.startswith("@") else data
    url = f"{node.rstrip('/')}/{service}/v1/{body}/commands/{command}"
    headers = {"content-type": "application/json"} | ({"idempotency-key": key} if key else {})
    if token := os.environ.get("KITH_TOKEN"):
        headers["authorization"] = f"Bearer {token.strip()}"
    try:
        answer = httpx2.post(url, content=text, headers=headers, timeout=30)
    except httpx2.HTTPError as error:
        raise StackError(f"The node at {node} does not answer ({type(error).__name__}). Is it running?") from None
    print(json.dumps(answer.json(), indent=2))
    if answer.status_code == httpx2.codes.ACCEPTED:
        ask = f"{node.rstrip('/')}{answer.json()['ask']}"
        print(f'Next: curl -H "Authorization: Bearer $KITH_TOKEN" {ask}', file=sys.stderr)
    if answer.status_code == httpx2.codes.UNAUTHORIZED:
        print(f"Next: export KITH_TOKEN=$(kith token body-admin --body {body})", file=sys.stderr)
    return 0 if answer.is_success else 1


def facts(
    topic: str,
    *,
    reach: Reach,
    who: Annotated[str | None, Parameter(name="--as", env_var="KITH_PRINCIPAL")] = None,
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
