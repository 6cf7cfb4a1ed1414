"""Two corrections of aiokafka.

It reads batches and records that aiokafka would stop at for good, see `fetched`. And it says that a broker refuses a
password: aiokafka calls that "unable to bootstrap", as if the broker were away.
"""

from typing import Any, Final

from aiokafka.client import AIOKafkaClient, create_conn
from aiokafka.consumer import fetcher
from aiokafka.errors import KafkaConnectionError, KafkaError

from kith_chassis.errors import is_refusal
from kith_chassis.fetched import LenientRecords, Share

CONNECTION: Final = (
    *("client_id", "request_timeout_ms", "ssl_context", "security_protocol"),
    *("sasl_mechanism", "sasl_plain_username", "sasl_plain_password"),
)
"""What a client hands on to its connections."""

_bootstrap: Final = AIOKafkaClient.bootstrap


async def bootstrap(client: Any) -> None:
    """As aiokafka; but where no broker can be had and one of them refuses the password, raise that."""
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
    """Let every client of this process do so."""
    fetcher.MemoryRecords = LenientRecords
    fetcher.FetchResult = Share
    AIOKafkaClient.bootstrap = bootstrap
