"""The decoder for FastStream makes of a record what `read` makes of it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from faststream.kafka import KafkaMessage
from faststream.kafka.message import FAKE_CONSUMER

from kith_contracts.directory.networks import ProfilePublished
from kith_contracts.faststream import decode
from kith_contracts.registry import Unreadable

TOPIC = "kith.shared.bcs.directory"
HEADERS = (
    ("ce_specversion", b"1.0"),
    ("ce_type", ProfilePublished.contract.type.encode()),
    ("ce_source", b"urn:kith:source:bcs/directory"),
    ("ce_id", b"1"),
)


def fetched(**changes: Any) -> KafkaMessage:
    record = {"topic": TOPIC, "headers": HEADERS, "key": b"bcs", "timestamp": 1_700_000_000_500}
    content = ProfilePublished(body="bcs", name="BCS", version=3).model_dump_json().encode()
    raw = SimpleNamespace(**record | {"value": content} | changes)
    return KafkaMessage(raw_message=raw, body=b"what FastStream made of it", consumer=FAKE_CONSUMER)


async def test_a_record_becomes_an_envelope() -> None:
    envelope = await decode(fetched())
    assert envelope.message == ProfilePublished(body="bcs", name="BCS", version=3)
    assert (envelope.id, envelope.source, envelope.topic) == ("1", "urn:kith:source:bcs/directory", TOPIC)
    assert envelope.appended == datetime(2023, 11, 14, 22, 13, 20, 500_000, UTC)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"value": None}, "no-data"), ({"key": b"iop"}, "wrong-key"), ({"headers": ()}, "no-envelope")],
    ids=["no content", "of another", "no headers"],
)
async def test_what_no_contract_fits_is_unreadable(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Unreadable) as told:
        await decode(fetched(**changes))
    assert told.value.code == code


async def test_a_batch_is_no_record() -> None:
    with pytest.raises(TypeError, match="without batch"):
        await decode(KafkaMessage(raw_message=(), body=[], consumer=FAKE_CONSUMER))
