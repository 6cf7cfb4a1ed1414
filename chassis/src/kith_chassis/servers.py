"""Whether the broker and the database answer a service now; and if one does not: since when, why, and what to do."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from aiokafka.client import AIOKafkaClient, create_conn
from aiokafka.errors import KafkaConnectionError, KafkaError
from aiokafka.protocol.metadata import MetadataRequest
from pymongo.errors import OperationFailure

from kith_chassis.errors import WrongPassword, is_refusal, told
from kith_chassis.kafka.aiokafka_private import bootstrap_with, client_of
from kith_chassis.kafka.cluster import Cluster
from kith_chassis.keys.keyring import KeyringError

log = structlog.get_logger()
CONNECTION: Final = (
    *("client_id", "request_timeout_ms", "ssl_context", "security_protocol"),
    *("sasl_mechanism", "sasl_plain_username", "sasl_plain_password"),
)
"""What a client of aiokafka hands on to its connections."""
PAUSE: Final = 2.0
"""Seconds between an answer and the next question."""
ANSWER_WITHIN: Final = 4.0
"""Seconds after which a question counts as not answered; the answer may still come."""
AWAY_AFTER: Final = 9.0
"""Seconds since the last answer after which a server counts as away: a leader that changes takes less."""


class Server:
    """One server, asked again and again. A password that it refuses is no outage, and is told at once."""

    def __init__(
        self,
        name: str,
        ask: Callable[[], Awaitable[object]],
        remedy: Callable[[BaseException], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`remedy` says in a sentence or two what is wrong and what to do, given how `ask` failed."""
        self.name, self._ask, self._remedy, self._clock = name, ask, remedy, clock
        self._error: BaseException | None = None
        self._answered, self._since = clock(), datetime.now(UTC)
        self._said = False

    @property
    def trouble(self) -> str:
        """What is wrong, since when, and what to do; empty while it answers."""
        if self._error is None or (not is_refusal(self._error) and self._clock() - self._answered < AWAY_AFTER):
            return ""
        return f"{self._remedy(self._error)} (Last answer: {self._since:%Y-%m-%dT%H:%M:%SZ}.)"

    async def watch(self) -> None:
        """Ask until cancelled."""
        while True:
            asking = asyncio.ensure_future(self._ask())
            try:
                while not (await asyncio.wait({asking}, timeout=ANSWER_WITHIN))[0]:
                    self._hear(TimeoutError("no answer"))
            finally:
                asking.cancel()
            self._hear(asking.exception())
            await asyncio.sleep(PAUSE)

    def _hear(self, error: BaseException | None) -> None:
        self._error = error
        if error is None:
            self._answered, self._since = self._clock(), datetime.now(UTC)
        trouble = self.trouble
        if trouble and not self._said:
            log.error("a server does not answer, or refuses this node", server=self.name, why=trouble)
        elif self._said and not trouble:
            log.info("a server answers again", server=self.name)
        self._said = bool(trouble)


def broker(cluster: Cluster, consumers: Callable[[], Sequence[Any]]) -> Server:
    """The broker, asked by each of these consumers over its own connection, which takes a new password before; while
    there is none, over a connection for this question alone.
    """

    async def ask() -> None:
        found = consumers()
        try:
            for each in found:
                cluster.renew(client_of(each))
            await asyncio.gather(*[_answer(client_of(each)) for each in found])  # behind a fetch, which takes long
        except KafkaError:
            await _greet(cluster)  # says why, which the client of a consumer keeps to itself
            raise
        if not found:
            await _greet(cluster)

    return Server(f"Kafka at {cluster.bootstrap}", ask, lambda error: _kafka_remedy(cluster, error))


def database(client: Any, url: str) -> Server:
    """The database, asked over the connections that all work with."""
    user, address = _user_and_address(url)

    def remedy(error: BaseException) -> str:
        if is_refusal(error):
            return _refused_by_database(url)
        return (
            f"The database at {address} does not answer {f'{user} ' if user else ''}({told(error)}). Start it, or "
            "correct KITH_MONGO_URL and restart this node; nothing is lost meanwhile."
        )

    return Server(f"database at {address}", lambda: client.admin.command("ping"), remedy)


async def greet(client: Any, url: str) -> None:
    """One answer of the database, before anything else is asked of it; raises WrongPassword."""
    try:
        await client.admin.command("ping")
    except OperationFailure as error:
        if is_refusal(error):
            raise WrongPassword(_refused_by_database(url)) from None
        raise


def _refused_by_database(url: str) -> str:
    user, address = _user_and_address(url)
    return (
        f"The database at {address} refuses the user {user or '(none)'}: authentication failed. Correct the user or "
        "the password in KITH_MONGO_URL, or make that user in the database, and restart this node."
    )


async def _answer(client: Any) -> None:
    """Any broker's answer, to the lightest question that needs the right to ask."""
    if (node := client.get_random_node()) is None:
        raise KafkaConnectionError("no broker is known")
    await client.send(node, MetadataRequest([]))


async def _greet(cluster: Cluster) -> None:
    client = AIOKafkaClient(**cluster.arguments())
    try:
        await client.bootstrap()
    finally:
        await client.close()


_bootstrap: Final = AIOKafkaClient.bootstrap


async def bootstrap(client: Any) -> None:
    """As aiokafka, which calls it "unable to bootstrap" whatever is wrong; but where no broker can be had and one of
    them refuses the password, raise that.
    """
    try:
        await _bootstrap(client)
    except KafkaConnectionError:
        for host, port, _ in client.hosts:
            await _raise_refusal(client, host, port)
        raise


async def _raise_refusal(client: Any, host: str, port: int) -> None:
    same = {name: getattr(client, f"_{name}") for name in CONNECTION}
    try:
        connection = await create_conn(host, port, **same)
    except (KafkaError, OSError, TimeoutError) as error:
        if is_refusal(error):
            raise
    else:
        connection.close()


def install() -> None:
    """Let every client of this process say so."""
    bootstrap_with(bootstrap)


def _kafka_remedy(cluster: Cluster, error: BaseException) -> str:
    if isinstance(error, KeyringError):
        return str(error)
    if is_refusal(error):
        user = cluster.principal
        with suppress(KeyringError):
            user = cluster.credential().user
        return (
            f"Kafka at {cluster.bootstrap} refuses the user {user}: authentication failed. The password in "
            f"{cluster.credential_file} is wrong, or the office has not admitted {user} yet. Put the file that the "
            "office made last in its place; this node reads it again by itself."
        )
    return (
        f"Kafka at {cluster.bootstrap} does not answer ({told(error)}). Start it, or correct KITH_KAFKA_BOOTSTRAP, "
        "KITH_KAFKA_PROTOCOL or KITH_KAFKA_CA_FILE and restart this node; nothing is lost meanwhile."
    )


def _user_and_address(url: str) -> tuple[str, str]:
    """Of a MongoDB address; without its password."""
    credential, _, rest = url.partition("://")[2].rpartition("@")
    return credential.partition(":")[0], rest.partition("/")[0].partition("?")[0]
