"""Asks a cluster for one thing in somebody's name, and tells an answer from silence. Nothing asked for has an effect:
what would write is damaged, what would change is for validation only, what would delete names nothing that exists.
"""

import asyncio
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from aiokafka.conn import create_conn
from aiokafka.errors import (
    IllegalSaslStateError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.admin import DescribeConfigsRequest
from kafka.errors import KafkaError as AdminError
from kafka.errors import for_code

from kith_chassis.errors import told
from kith_chassis.kafka.cluster import Cluster
from kith_cli.cluster.client import admin_client, sent


class Verdict(StrEnum):
    ALLOWED = "allowed"
    DENIED = "denied"
    UNREACHABLE = "unreachable"
    """No answer: the cluster is away, or not ready. Neither of the others."""


Answer = tuple[Verdict, str]
"""The verdict, and by which error or code the cluster gave it."""

DENIALS: Final = frozenset({29, 30, 31, 53, 65})
"""Authorization failed: of a topic, a group, the cluster, a transactional id, a delegation token."""
NOT_READY: Final = frozenset({-1, 3, 5, 7, 8, 13, 14, 15, 41, 56, 60})
"""The cluster does not know, has not loaded or cannot do it now. Topics that are asked for exist."""
_LOGIN_MS: Final = 5_000
_REFUSED: Final = (SaslAuthenticationFailed, UnsupportedSaslMechanismError, IllegalSaslStateError)


_HUNG_UP: Final = "the broker hangs up"


async def logged_in(cluster: Cluster, **changed: Any) -> Answer:
    """Log in as this principal and ask for something that needs no right. `changed` are arguments that differ.

    A broker that is asked by somebody who has not logged in hangs up. So does one that dies: hence the second question,
    right afterwards and by the rightful way.
    """
    found = await _try(cluster.arguments() | changed)
    if found == (Verdict.UNREACHABLE, _HUNG_UP) and (await _try(cluster.arguments()))[0] is Verdict.ALLOWED:
        return Verdict.DENIED, _HUNG_UP
    return found


async def _try(arguments: dict[str, Any]) -> Answer:
    host, _, port = arguments["bootstrap_servers"].split(",")[0].rpartition(":")
    rest = {name: value for name, value in arguments.items() if name != "bootstrap_servers"}
    try:
        connection = await create_conn(host, int(port), request_timeout_ms=_LOGIN_MS, **rest)
    except _REFUSED as error:
        return Verdict.DENIED, type(error).__name__
    except (KafkaError, OSError, TimeoutError) as error:
        return Verdict.UNREACHABLE, told(error)
    try:
        await connection.send(DescribeConfigsRequest([]))  # brokers and controllers know it
    except KafkaConnectionError:
        return Verdict.UNREACHABLE, _HUNG_UP
    except (KafkaError, OSError, TimeoutError) as error:
        return Verdict.UNREACHABLE, told(error)
    finally:
        connection.close()
    return Verdict.ALLOWED, "logged in"


async def asked(cluster: Cluster, request: Any) -> Answer:
    """What the cluster says to this request of kafka-python."""
    found = await _response(cluster, request)
    if isinstance(found, str):
        return Verdict.UNREACHABLE, found
    codes = list(_codes(found))
    if denied := [code for code in codes if code in DENIALS]:
        return Verdict.DENIED, for_code(denied[0]).__name__
    if waiting := [code for code in codes if code in NOT_READY]:
        return Verdict.UNREACHABLE, for_code(waiting[0]).__name__
    return Verdict.ALLOWED, ", ".join(sorted({for_code(code).__name__ for code in codes if code})) or "done"


async def shown(cluster: Cluster, request: Any, own: str, hidden: str) -> Answer:
    """Whether an answer that names what is of `own` also names what begins with `hidden`."""
    found = await _response(cluster, request)
    if isinstance(found, str) or own not in (texts := set(_texts(found))):
        return Verdict.UNREACHABLE, found if isinstance(found, str) else "does not name what it should"
    seen = [text for text in texts if text.startswith(hidden)]
    return (Verdict.ALLOWED, f"names {len(seen)} of them") if seen else (Verdict.DENIED, "names none of them")


async def _response(cluster: Cluster, request: Any) -> dict[str, Any] | str:
    """The response, or why there is none."""
    reached, why = await logged_in(cluster)
    if reached is not Verdict.ALLOWED:
        return why
    return await asyncio.to_thread(_send, cluster, request)


def _send(cluster: Cluster, request: Any) -> dict[str, Any] | str:
    try:
        with admin_client(cluster, _LOGIN_MS) as client:
            answer: dict[str, Any] = sent(client, request).to_dict()
    except (AdminError, OSError, TimeoutError) as error:
        return type(error).__name__
    return answer


def _codes(answer: Any) -> Iterator[int]:
    """All error codes, however deep."""
    if isinstance(answer, dict):
        yield from (value for name, value in answer.items() if name == "error_code")
    for each in answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ():
        yield from _codes(each)


def _texts(answer: Any) -> Iterator[str]:
    """All texts, however deep."""
    if isinstance(answer, str):
        yield answer
    for each in answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ():
        yield from _texts(each)
