"""All that Kith uses of aiokafka besides its public interface, and all that it changes in it. Tried on aiokafka 0.14.0.

Each entry says which issue of https://github.com/aio-libs/aiokafka it is about; where none is named, none was found.
`tests/unit/chassis/kafka/test_aiokafka_private.py` fails when an attribute is gone.
"""

from collections.abc import Callable
from typing import Any, Final

from aiokafka.client import AIOKafkaClient
from aiokafka.consumer import fetcher
from aiokafka.errors import ProducerClosed
from aiokafka.record.default_records import _DefaultRecordBatchPy

PythonBatch: Final[Any] = _DefaultRecordBatchPy
"""The batch reader in Python, which reads a header whose name is not UTF-8 if its buffer does; the compiled one cannot.
No issue is known; FastStream has the like for values (ag2ai/faststream #2458).
"""
FetchResult: Final[Any] = fetcher.FetchResult
"""What a fetch brought of one partition; `batches.Share` hands it out by bytes. No issue is known."""


def read_with(records: type, share: type) -> None:
    """Let every consumer of this process read by these, see `batches.py`: a batch that cannot be read, or unpacks to
    gigabytes, would stop a consumer at that place for good. No issue is known.
    """
    fetcher.MemoryRecords = records
    fetcher.FetchResult = share


def bootstrap_with(bootstrap: Callable[[Any], Any]) -> None:
    """Let every client of this process say why it finds no broker, see `servers.py`. aiokafka says "unable to
    bootstrap" of a wrong password too. No issue is known.
    """
    AIOKafkaClient.bootstrap = bootstrap


def client_of(consumer: Any) -> Any:
    """The connections of a consumer, by which its broker is asked whether it answers. No issue is known."""
    return consumer._client


def set_password(client: Any, password: str) -> None:
    """Use this password from the next connection on: aiokafka has no way to change one. No issue is known."""
    client._sasl_plain_password = password


def fault_of(consumer: Any) -> Any:
    """A future that is done when the consumer fetches no more: a consumer whose fetcher has ended returns empty
    batches for ever. No issue is known.
    """
    return consumer._fetcher.error_future


def rejoin(consumer: Any) -> None:
    """Join the group anew after a right was missing: else the last failure is told for ever. No issue is known."""
    consumer._coordinator.request_rejoin()


def give_up(producer: Any) -> None:
    """Drop what a producer still has to send. `stop()` would go on sending it, without end while the broker is away
    (#1101); and after a rejected batch an idempotent producer stays broken (#1017).
    """
    waiting = producer._message_accumulator
    waiting.fail_all(ProducerClosed())
    waiting._batches.clear()
