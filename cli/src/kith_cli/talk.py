"""`kith send` and `kith facts`: a command to a node, and what was said on a topic."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import httpx2
from cyclopts import Parameter

from kith_cli.embedded.errors import StackError
from kith_cli.logbook import partitions, records

NodeUrl = Annotated[str, Parameter(name="--node", env_var="KITH_NODE_URL")]
Bootstrap = Annotated[str, Parameter(name="--kafka", env_var="KITH_KAFKA_BOOTSTRAP")]


def send(body: str, service: str, command: str, data: str = "-", *, node: NodeUrl, key: str | None = None) -> int:
    """Send a command to a node and show its outcome. The exit code is 0 when it is done, 1 when it is refused.

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
    try:
        answer = httpx2.post(url, content=text, headers=headers, timeout=30)
    except httpx2.HTTPError as error:
        raise StackError(f"The node at {node} does not answer ({type(error).__name__}). Is it running?") from None
    print(json.dumps(answer.json(), indent=2))
    if answer.status_code == httpx2.codes.ACCEPTED:
        print(f"Next: curl {node.rstrip('/')}{answer.json()['ask']}", file=sys.stderr)
    return 0 if answer.is_success else 1


def facts(topic: str, *, kafka: Bootstrap, follow: bool = False) -> None:
    """Show what is on a topic, one JSON object a line, from its beginning to its present end.

    Parameters
    ----------
    topic
        `kith.shared.iop.events`, `kith.private.bcs.directory.facts`, ...
    kafka
        Address of the cluster, host:port.
    follow
        Go on with what comes, until interrupted.
    """
    asyncio.run(_show(topic, kafka, follow=follow))


async def _show(topic: str, bootstrap: str, *, follow: bool) -> None:
    found = await partitions(bootstrap, lambda name: name == topic)
    if not found:
        raise StackError(f"There is no topic {topic}, or it may not be read.")
    async for record in records(bootstrap, found, follow=follow):
        print(json.dumps(_plain(record)), flush=True)


def _plain(record: Any) -> dict[str, Any]:
    headers = {name: value.decode("utf-8", "replace") for name, value in record.headers}
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
