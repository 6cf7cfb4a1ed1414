"""kafka-python's admin client, closed whatever happens: one that finds no broker would leave its thread and socket."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError
from kafka.net.compat import KafkaNetClient

from kith_chassis.cluster import Cluster

logging.getLogger("kafka").setLevel(logging.CRITICAL)  # in its debug log it tells passwords
PATIENCE_MS: Final = 20_000


@contextmanager
def admin_client(cluster: Cluster, within_ms: int = PATIENCE_MS) -> Iterator[KafkaAdminClient]:
    """A client that has found a broker; raises kafka-python's KafkaError."""
    made: list[Any] = []

    def make(**settings: Any) -> Any:
        made.append(KafkaNetClient(**settings))
        return made[-1]

    try:
        client = KafkaAdminClient(
            **cluster.arguments(), bootstrap_timeout_ms=within_ms, request_timeout_ms=within_ms, kafka_client=make
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
