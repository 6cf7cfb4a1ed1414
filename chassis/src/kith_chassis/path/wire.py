"""From message to record and from state to document: where personal fields are sealed, and the bytes are fixed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from aiokafka.partitioner import murmur2
from pydantic import BaseModel
from pydantic_core import from_json, to_json

from kith_chassis.decision import State
from kith_chassis.keys.vault import Vault
from kith_chassis.path import mark
from kith_contracts.message import Message, Renewal
from kith_contracts.registry import LARGEST, check_publishable
from kith_contracts.rules import data_classes, strictest_class, violations
from kith_contracts.signing import HEADER, SIGNED, signed_bytes
from kith_contracts.topics import partitions_of

Headers = Sequence[tuple[str, bytes]]


class Record(NamedTuple):
    """What goes to the broker: everything about it is fixed before the first attempt, so a repeat is the same bytes."""

    topic: str
    partition: int
    key: bytes
    value: bytes | None
    headers: Headers


class TooLarge(ValueError):
    """A message that no broker would take; refused where it is made."""


def partition_of(key: bytes, partitions: int) -> int:
    """Where Kafka's own clients put this key (murmur2)."""
    return (_murmur(key) & 0x7FFFFFFF) % partitions


@lru_cache(100_000)
def _murmur(key: bytes) -> int:
    return int(murmur2(key))


def record(
    message: Message,
    *,
    to: str,
    source: str,
    id: str,
    now: datetime,
    vault: Vault,
    more: Iterable[tuple[str, bytes]] = (),
    sign: Callable[[bytes], str] | None = None,
    of_node: bool = True,
) -> Record:
    """The record of a message: CloudEvents 1.0.2 in binary mode, personal fields sealed for the person.

    `to` is the body on whose topic it goes; `sign` makes the signature of what leaves the own body. What is not
    `of_node` has no mark: it counts as what a system says. Raises `TooLarge`, KeyError when the person has no key yet,
    and NoKey.
    """
    contract = message.contract
    publishable(type(message))
    key = message.key.encode()
    value, sealed_for = _data(message, vault)
    if len(value) > LARGEST:
        raise TooLarge(f"{contract.name} has {len(value)} bytes; the most is {LARGEST}")
    headers = [*_constant_headers(type(message), source), ("ce_id", id.encode()), ("ce_subject", key)]
    headers += [("ce_time", timestamp(now)), ("ce_partitionkey", key), *more]
    if sealed_for:
        headers.append(("kith-person", sealed_for.encode()))
    topic, partition = contract.topic(to), partition_of(key, partitions_of(contract.channel))
    if sign and contract.channel in SIGNED:
        payload = signed_bytes(topic, key, headers, value, message.__dict__.get("version"))
        headers.append((HEADER, sign(payload).encode()))
    made = Record(topic, partition, key, value, headers)
    return marked(made, vault) if of_node else made


def marked(record: Record, vault: Vault) -> Record:
    """The record with the node's mark, on a topic where others write too."""
    if not mark.is_marked(record.topic):
        return record
    made = mark.mark_of(record, vault.keyed).encode()
    return record._replace(headers=[*record.headers, (mark.HEADER, made)])


def _data(message: Message, vault: Vault) -> tuple[bytes, str | None]:
    person = message.about if message.sealed_fields else None
    if person is None:
        return message.__pydantic_serializer__.to_json(message, exclude_unset=isinstance(message, Renewal)), None
    return to_json(split(message, person, vault)), person


def split(model: BaseModel, person: str, vault: Vault) -> dict[str, Any]:
    """The fields of a model with the personal ones sealed in one text, `sealed`."""
    private: frozenset[str] = model.sealed_fields  # type: ignore[attr-defined]
    given = isinstance(model, Renewal)
    content = model.__pydantic_serializer__.to_json(model, include=set(private), exclude_unset=given)
    public = model.model_dump(mode="json", exclude=set(private), exclude_unset=given)
    return {**public, "sealed": vault.seal(person, content)}


@lru_cache(1000)
def _constant_headers(model: type[Message], source: str) -> Headers:
    contract = model.contract
    return [
        ("ce_specversion", b"1.0"),
        ("ce_type", contract.type.encode()),
        ("ce_source", source.encode()),
        ("ce_dataschema", contract.schema.encode()),
        ("ce_dataclassification", strictest_class(model).encode()),
        ("content-type", b"application/json"),
    ]


@lru_cache(1000)
def publishable(model: type[Message]) -> None:
    """Refuse, for good, to send what may not travel on its channel, or breaks another rule; raises ValueError."""
    check_publishable(model, data_classes(model))
    if broken := violations(model):
        raise ValueError(broken[0])


@lru_cache(10_000)
def timestamp(now: datetime) -> bytes:
    """RFC 3339 in UTC."""
    return now.astimezone(UTC).isoformat().replace("+00:00", "Z").encode()


DOCUMENT_FIELDS: Final = ("revision", "tags", "state", "person", "sealed", "folded")


def document(state: State, revision: int, vault: Vault, folded: str | None = None) -> dict[str, Any]:
    """A state as the database keeps it: JSON text, with the personal fields sealed for the person. `folded` is the
    stream that it is a fold of, if it is one.
    """
    entry: dict[str, Any] = {"_id": state.path, "revision": revision, "tags": list(state.tags(vault.keyed))}
    if folded:
        entry["folded"] = folded
    person = state.about if state.sealed_fields else None
    if person is None:
        return {**entry, "state": state.__pydantic_serializer__.to_json(state).decode()}
    private = set(state.sealed_fields)
    return {
        **entry,
        "state": state.__pydantic_serializer__.to_json(state, exclude=private).decode(),
        "person": person,
        "sealed": vault.seal(person, state.__pydantic_serializer__.to_json(state, include=private)),
    }


def state_of(model: type[State], found: dict[str, Any], vault: Vault) -> State:
    """The reverse of `document`; the key of its person must be in memory."""
    if "sealed" not in found:
        return model.model_validate_json(found["state"])
    opened = from_json(vault.open(found["person"], found["sealed"]))
    return model.model_validate({**from_json(found["state"]), **opened}, strict=False)
