"""kafka-python's admin client, closed whatever happens: one that finds no broker would leave its thread and sockets."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket
from typing import Any, Final

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError
from kafka.net import KafkaNetSocket
from kafka.net.compat import KafkaNetClient

from kith_chassis.kafka.cluster import Cluster

logging.getLogger("kafka").setLevel(logging.CRITICAL)  # in its debug log it tells passwords
PATIENCE_MS: Final = 20_000


class _Direct(KafkaNetSocket):  # type: ignore[misc]
    """No proxy; a socket whose connection is refused is closed, where kafka-python 3.0 leaves it to the collector.

    It is chosen by the scheme of `proxy_url`, kafka-python's own place for other ways of connecting.
    """

    SCHEMES = ("direct",)

    async def sock_connect(self, net: Any, sock: socket, sockaddr: Any, timeout_at: float | None = None) -> socket:
        try:
            connected: socket = await super().sock_connect(net, sock, sockaddr, timeout_at=timeout_at)
        except BaseException:
            sock.close()
            raise
        return connected


@contextmanager
def admin_client(cluster: Cluster, within_ms: int = PATIENCE_MS) -> Iterator[KafkaAdminClient]:
    """A client that has found a broker; raises kafka-python's KafkaError."""
    made: list[Any] = []

    def make(**settings: Any) -> Any:
        made.append(KafkaNetClient(**settings))
        return made[-1]

    settings = cluster.arguments() | {"proxy_url": "direct://"}
    try:
        client = KafkaAdminClient(
            **settings, bootstrap_timeout_ms=within_ms, request_timeout_ms=within_ms, kafka_client=make
        )
    except KafkaError:
        for each in made:
            each.close()
            each._manager._net.stop()  # noqa: SLF001 - there is no client yet that could be closed
        raise
    try:
        yield client
    finally:
        client.close()


def sent(client: KafkaAdminClient, request: Any) -> Any:
    """The answer to a request for which the client has no method."""
    manager = client._manager  # noqa: SLF001 - the way that its own methods take
    return manager.run(manager.send, request)
