"""What is wrong with a stack that runs: processes that have ended, and what its nodes say of themselves."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import httpx2

from kith_lab.servers.folder import Recorded, State
from kith_lab.servers.ports import PLAIN

WITHIN: Final = 3.0
"""Seconds that a node has to answer."""
NODE: Final = "node "
"""How the names of nodes begin."""


def troubles_of(state: State) -> tuple[str, ...]:
    """A line for each trouble, for people to read; none if all is well."""
    ended = [
        f"{one.name} has ended: process {one.process.pid}, {one.address}" for one in state.processes if not one.alive
    ]
    nodes = [one for one in state.processes if one.alive and one.name.startswith(NODE)]
    with ThreadPoolExecutor(max(1, len(nodes))) as threads:
        told = threads.map(_said_by, nodes)
        return (*ended, *[line for lines in told for line in lines])


def _said_by(node: Recorded) -> list[str]:
    try:
        answer = httpx2.get(f"{node.address}/health/ready", timeout=WITHIN, verify=PLAIN).json()
    except (httpx2.HTTPError, ValueError):
        return [f"{node.name} does not answer within {WITHIN:.0f} s: {node.address}/health/ready"]
    alarms = [f"{node.name}: {why if ' at ' in name else f'{name}: {why}'}" for name, why in answer["alarms"].items()]
    waits = answer["status"] != "ready" and not alarms
    return [f"{node.name} is not ready yet: {', '.join(answer['waiting'])}"] if waits else alarms
