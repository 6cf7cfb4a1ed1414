"""Records as a topic holds them, made of samples or of messages, and read as every reader does."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from kith_cli.published.golden.all import samples
from kith_contracts.message import Message
from kith_contracts.registry import Envelope, Open, read, subject_of
from kith_contracts.topics import Channel
from kith_contracts.words import body_of

SAMPLES: Final = samples()


class Record(NamedTuple):
    """One record; tests replace a part of it."""

    topic: str
    headers: list[tuple[str, bytes | None]]
    value: bytes | None
    key: bytes | None

    def read(self, open_sealed: Open | None = None) -> Envelope[Message]:
        return read(self.topic, self.headers, self.value, key=self.key, open_sealed=open_sealed)

    def with_header(self, name: str, value: bytes | None) -> "Record":
        """The same record with another value of this header, or without it."""
        others = [(other, text) for other, text in self.headers if other != name]
        return self._replace(headers=others if value is None else [*others, (name, value)])

    def with_data(self, data: Any) -> "Record":
        return self._replace(value=encoded(data))


def encoded(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def of_sample(sample: Mapping[str, Any]) -> Record:
    headers: list[tuple[str, bytes | None]] = [(name, text.encode()) for name, text in sample["headers"].items()]
    return Record(sample["topic"], headers, encoded(sample["data"]), sample["key"].encode())


def golden(name: str) -> Record:
    """The golden record of this message, `events.list-event`."""
    return of_sample(SAMPLES[f"{name}.v1.json"])


def of_message(message: Message) -> Record:
    """A record of any message, on a topic and from a source that may carry it."""
    contract, key = message.contract, message.key
    receiver = sender = body_of(key) if contract.channel is Channel.SHARED else "bcs"
    if contract.lead and contract.channel is not Channel.SHARED:
        home = body_of(subject_of(message))
        sender, receiver = (home, "iop") if contract.lead == "sender" else ("iop", home)
    if contract.channel is Channel.REGISTRY:
        sender = "office"
    headers = {
        "ce_specversion": "1.0",
        "ce_id": "1",
        "ce_source": f"urn:kith:source:{sender}/{contract.service}",
        "ce_type": contract.type,
    }
    value = message.model_dump_json().encode()
    return Record(contract.topic(receiver), [(n, t.encode()) for n, t in headers.items()], value, key.encode())
