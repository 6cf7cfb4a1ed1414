"""The only door in: bytes of a topic become an envelope with a checked message, or `Unreadable` with the reason."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, Generic, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from kith_contracts import consortium, directory, events, notify
from kith_contracts.message import ALLOWED, Message
from kith_contracts.topics import Address, Channel, Topic, address_of, topics
from kith_contracts.words import body_of

M = TypeVar("M", bound=Message, covariant=True)

MODELS: Final[Mapping[str, type[Message]]] = {
    model.contract.type: model
    for model in (*consortium.MESSAGES, *directory.MESSAGES, *events.MESSAGES, *notify.MESSAGES)
}
"""Every message there is, by its CloudEvents type."""

LARGEST: Final = 900_000
"""Bytes of the largest message that may be sent or read; the broker refuses a little more than that."""

Open = Callable[[str, str], bytes]
"""Turns (person, sealed text) into the JSON of the personal fields; raises KeyError when the key is not there."""


class Unreadable(Exception):
    """Bytes that no reader can take. `code` is stable; `sentence` names no content, for it is logged and kept."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code, self.sentence = code, sentence


class Envelope(NamedTuple, Generic[M]):
    """A message with all that its headers say: who, when, why, and its place in the stream of its sender."""

    message: M
    id: str
    source: str
    """`/bcs/directory`: a body and one of its services, or `/bcs/systems/crm`."""
    time: str
    """When its sender made it, RFC 3339; only `appended` is used to decide."""
    appended: datetime
    """When the broker took it."""
    topic: str
    stream: str = ""
    number: int = 0
    correlation: str = ""
    signature: str = ""

    @property
    def body(self) -> str:
        """The body in whose name the message speaks."""
        return self.source.split("/", 2)[1]


def uses() -> set[tuple[Channel, str]]:
    """Which channels of which services carry messages, as `topics` wants it."""
    return {
        (model.contract.channel, model.contract.service)
        for model in MODELS.values()
        if model.contract.channel is not Channel.REGISTRY
    }


def topics_for(bodies: Iterable[str]) -> list[Topic]:
    """All topics that a consortium of these bodies needs."""
    return topics(bodies, uses())


def person_of(headers: Iterable[tuple[str, bytes]]) -> str | None:
    """Whose key opens this record, before it is read; None for a record that is not sealed."""
    for name, value in headers:
        if name == "kith-person":
            return value.decode("ascii", "replace")
    return None


def read(
    topic: str,
    headers: Iterable[tuple[str, bytes]],
    value: bytes | None,
    *,
    key: bytes | None,
    appended: datetime | None = None,
    open_sealed: Open | None = None,
) -> Envelope[Message]:
    """Read one record: CloudEvents 1.0.2 binary mode, a known type, and source, topic and key that fit each other.

    Raises `Unreadable`.
    """
    texts = _texts(headers)
    model = _model(texts)
    address = _address(topic, model)
    source = texts.get("ce_source", "")
    _check_source(source, address, model)
    message = _message(model, value, texts, open_sealed)
    if key is None or key.decode("utf-8", "replace") != message.key:
        raise Unreadable("wrong-key", "the key of the record is not the key that its content has")
    lead = {"sender": source.split("/")[1], "receiver": address.body}.get(model.contract.lead or "")
    if lead and body_of(getattr(message, "event")) != lead:  # noqa: B009 - not every message has one
        raise Unreadable("wrong-source", "only the lead of an event decides on it, and only the lead is asked")
    if address.channel is Channel.SHARED and body_of(message.key) != address.body:
        raise Unreadable("wrong-key", "a body may speak of its own on its shared topic, and of nobody else's")
    number = texts.get("kith-number", "0")
    if not number.isdecimal() or len(number) > 18:
        raise Unreadable("bad-header", "kith-number is not a number")
    return Envelope(
        message,
        _required(texts, "ce_id"),
        source,
        texts.get("ce_time", ""),
        appended or datetime.now(UTC),
        topic,
        texts.get("kith-stream", ""),
        int(number),
        texts.get("ce_correlationid", ""),
        texts.get("kith-signature", ""),
    )


def _texts(headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    try:
        texts = {name: value.decode() for name, value in headers}
    except UnicodeDecodeError:
        raise Unreadable("bad-header", "a header is not UTF-8") from None
    if texts.get("ce_specversion") != "1.0":
        raise Unreadable("no-envelope", "there is no ce_specversion 1.0: send CloudEvents in binary mode")
    return texts


def _required(texts: dict[str, str], name: str) -> str:
    if not (text := texts.get(name)) or len(text) > 200:
        raise Unreadable("bad-header", f"{name} is missing or too long")
    return text


def _model(texts: dict[str, str]) -> type[Message]:
    named = _required(texts, "ce_type")
    if model := MODELS.get(named):
        return model
    stem = named.rpartition(".v")[0]
    if any(known.rpartition(".v")[0] == stem for known in MODELS):
        raise Unreadable("unknown-version", "this major version of the type is not known here")
    raise Unreadable("unknown-type", "no message of this type is known here")


def _address(topic: str, model: type[Message]) -> Address:
    address = address_of(topic)
    contract = model.contract
    if address is None or (address.channel, address.service) != (contract.channel, contract.service):
        raise Unreadable("wrong-topic", f"{contract.name} does not travel on this topic")
    return address


def _check_source(source: str, address: Address, model: type[Message]) -> None:
    match source.split("/"):
        case ["", body, service] if address.channel is Channel.INBOX:
            fits = bool(body) and service == model.contract.service
        case ["", body, _] | ["", body, "systems", _]:
            fits = body == address.body
        case _:
            fits = False
    if not fits:
        raise Unreadable("wrong-source", "the source may not speak on this topic")


def _message(model: type[Message], value: bytes | None, texts: dict[str, str], open_sealed: Open | None) -> Message:
    if value is None:
        raise Unreadable("no-data", "the record has no content")
    if len(value) > LARGEST:
        raise Unreadable("too-large", f"more than {LARGEST} bytes")
    try:
        if "kith-person" not in texts:
            return model.model_validate_json(value, extra="ignore")
        return model.model_validate(_unsealed(model, value, texts["kith-person"], open_sealed), extra="ignore")
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors(include_input=False, include_url=False)[0]["loc"])
        raise Unreadable("invalid-data", f"the field {where or 'data'} is not as the contract says"[:200]) from None


def _unsealed(model: type[Message], value: bytes, person: str, open_sealed: Open | None) -> dict[str, Any]:
    try:
        data: dict[str, Any] = from_json(value)
        sealed = data.pop("sealed")
        if data.get("person") != person:
            raise Unreadable("wrong-key", "the record is sealed for another person than it is about")
        if open_sealed is None:
            raise Unreadable("sealed", "the personal fields are sealed, and no key is at hand")
        opened: dict[str, Any] = from_json(open_sealed(person, sealed))
    except (ValueError, TypeError, AttributeError, KeyError):
        raise Unreadable("sealed", "the personal fields do not open with the key of the person") from None
    return data | {name: opened[name] for name in model.sealed_fields if name in opened}


def check_publishable(model: type[Message], classes: Iterable[str]) -> None:
    """Refuse to send a message whose fields may not travel on its channel; raises ValueError."""
    if forbidden := set(classes) - set(ALLOWED[model.contract.channel]):
        raise ValueError(f"{model.__name__}: {sorted(forbidden)} may not travel on {model.contract.channel}")
