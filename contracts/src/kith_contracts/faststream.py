"""For a body's own FastStream application: a decoder that makes a checked message of a record. Nothing more.

Needs the extra `kith-contracts[faststream]`. Nothing else of this package imports FastStream.
"""

from datetime import UTC, datetime

from faststream.kafka import KafkaMessage

from kith_contracts.message import Message
from kith_contracts.registry import Envelope, read

__all__ = ["decode"]


async def decode(message: KafkaMessage) -> Envelope[Message]:
    """The envelope of one record, as `kith_contracts.registry.read` makes it; raises `Unreadable`.

    Pass it to a subscriber as `decoder=decode`, without `batch`. It checks type, source, topic and key. It verifies no
    signature: see `kith_contracts.signing`. Personal fields stay sealed, so it reads no topics about people.
    """
    record = message.raw_message
    if isinstance(record, tuple):
        raise TypeError("one record at a time: make the subscriber without batch")
    appended = datetime.fromtimestamp(record.timestamp / 1000, UTC)
    return read(record.topic, record.headers, record.value, key=record.key, appended=appended)
