"""The only door in: bytes of a topic become an envelope with a checked message, or `Unreadable` with the reason."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, Generic, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from kith_contracts import completion, consortium, directory, erasure, events, notify
from kith_contracts.bounds import DEEPEST, MOST_PARTS, too_complex
from kith_contracts.descriptions import field_names
from kith_contracts.faults import fault_of
from kith_contracts.headers import SOURCE, SOURCES, Headers, Unreadable, body_of_source, texts_of
from kith_contracts.letters import Kinds
from kith_contracts.message import ALLOWED, MOST_FAULTS, WHOLE, Command, Fault, Message
from kith_contracts.topics import Address, Channel, Topic, address_of, topics
from kith_contracts.words import RESERVED_SLUGS, body_of

__all__ = [
    "LARGEST",
    "MODELS",
    "SERVICES",
    "Envelope",
    "Headers",
    "Open",
    "Unreadable",
    "model_of",
    "read",
    "topics_for",
]

M = TypeVar("M", bound=Message, covariant=True)  # noqa: PLC0105 - the usual name of a message here

MODELS: Final[Mapping[str, type[Message]]] = {
    model.contract.type: model
    for module in (consortium, directory, events, notify, erasure, completion)
    for model in module.MESSAGES
}
"""Every message there is, by its CloudEvents type."""

LETTERS: Final[Mapping[str, Kinds]] = {"events": events.letters.KINDS, "directory": directory.letters.KINDS}
"""What is told of letters, by service: each of these has an inbox."""
SERVICES: Final = frozenset(model.contract.service for model in MODELS.values())
LARGEST: Final = 900_000
"""Bytes of the largest message that may be sent or read; the broker refuses a little more than that."""
SIMPLE: Final = 20_000
"""Bytes of content that cannot be complex enough to cost much."""

Open = Callable[[str, str], bytes]
"""Turns (person, sealed text) into the JSON of the personal fields; raises KeyError when the key is not there."""


class Envelope(NamedTuple, Generic[M]):
    """A message with all that its headers say: who, when, why, and its place in the stream of its sender."""

    message: M
    id: str
    source: str
    """A body and one of its services or systems, `urn:kith:source:bcs/directory`."""
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
        return body_of_source(self.source)


def topics_for(bodies: Iterable[str]) -> list[Topic]:
    """All topics that a consortium of these bodies needs."""
    contracts = [model.contract for model in MODELS.values() if model.contract.channel is not Channel.REGISTRY]
    return topics(bodies, {(contract.channel, contract.service) for contract in contracts})


def read(
    topic: str,
    headers: Headers,
    value: bytes | None,
    *,
    key: bytes | None,
    appended: datetime | None = None,
    open_sealed: Open | None = None,
) -> Envelope[Message]:
    """Read one record: CloudEvents 1.0.2 binary mode, a known type, and source, topic and key that fit each other.

    Raises `Unreadable`.
    """
    texts = texts_of(headers, key)
    source = texts.get("ce_source", "")
    way = _way(topic, texts["ce_type"], source)
    message = _message(way.model, value, texts, open_sealed)
    own_key = message.key
    if key is None or key.decode("utf-8", "replace") != own_key:
        raise Unreadable("wrong-key", "the key of the record is not the key that its content has")
    if way.lead and body_of(subject_of(message)) != way.lead:
        raise Unreadable("wrong-source", "only the lead of an event or agreement decides on it and is asked")
    if way.owner and body_of(own_key) != way.owner:
        raise Unreadable("wrong-key", "a body may speak of its own on its shared topic, and of nobody else's")
    return Envelope(
        message,
        texts["ce_id"],
        source,
        texts.get("ce_time", ""),
        appended or datetime.now(UTC),
        topic,
        texts.get("kith-stream", ""),
        int(texts.get("kith-number", 0)),
        texts.get("ce_correlationid", ""),
        texts.get("kith-signature", ""),
    )


def subject_of(message: Message) -> str:
    """What one of two bodies leads: the subject of an agreement, an event, or a network."""
    fields = message.__dict__
    return str(fields.get("subject") or fields.get("event") or fields["network"])


class _Way(NamedTuple):
    """What topic, type and source say together, before the content is looked at."""

    model: type[Message]
    lead: str
    """The body that must lead what it is about, if any."""
    owner: str
    """The body whose own entity it must be about, if any."""


@lru_cache(10_000)
def _way(topic: str, type: str, source: str) -> _Way:
    """Whether such a message from there may be here. The same few come again and again, and only good ones are kept."""
    model = model_of(type)
    address = _address(topic, model)
    sender = _sender(source, address, model)
    leads = {"sender": sender, "receiver": address.body} if model.contract.by_name else {}
    lead = leads.get(model.contract.lead or "", "")
    own_only = address.channel is Channel.SHARED and model.contract.own_only
    return _Way(model, lead, address.body if own_only else "")


def model_of(type: str) -> type[Message]:
    """The message of this CloudEvents type. Raises `Unreadable`."""
    if model := MODELS.get(type):
        return model
    stem = type.rpartition(".v")[0]
    if any(known.rpartition(".v")[0] == stem for known in MODELS):
        raise Unreadable("unknown-version", "this major version of the type is not known here")
    raise Unreadable("unknown-type", "no message of this type is known here")


def _address(topic: str, model: type[Message]) -> Address:
    address = address_of(topic)
    contract = model.contract
    if address is None or (address.channel, address.service) != (contract.channel, contract.service):
        raise Unreadable("wrong-topic", f"{contract.name} does not travel on this topic")
    return address


def _sender(source: str, address: Address, model: type[Message]) -> str:
    """The body that speaks."""
    if not (form := SOURCE.fullmatch(source)):
        raise Unreadable(
            "wrong-source", f"the source is not of the form {SOURCES}body/service or {SOURCES}body/systems/name"
        )
    body, speaker = form.groups()
    if address.channel is Channel.INBOX:
        fits = body not in RESERVED_SLUGS and speaker == model.contract.service
    elif issubclass(model, Command):
        fits = body == address.body and (speaker in SERVICES or speaker.startswith("systems/"))
    else:
        fits = body == address.body and speaker == model.contract.service
    if not fits:
        raise Unreadable("wrong-source", "the source may not speak on this topic")
    return str(body)


def _message(model: type[Message], value: bytes | None, texts: dict[str, str], open_sealed: Open | None) -> Message:
    if value is None:
        raise Unreadable("no-data", "the record has no content")
    if len(value) > LARGEST:
        raise Unreadable("too-large", f"more than {LARGEST} bytes")
    if len(value) > SIMPLE and too_complex(value):
        raise Unreadable("too-complex", f"JSON may be {DEEPEST} deep and have {MOST_PARTS} names and items")
    try:
        if "kith-person" not in texts:
            return model.model_validate_json(value, extra="ignore")
        return model.model_validate(_unsealed(model, value, texts["kith-person"], open_sealed), extra="ignore")
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[:MOST_FAULTS]
        faults = tuple(fault_of(each, _where(model, each["loc"])) for each in wrong)
        raise Unreadable("invalid-data", _not_as_agreed(faults), faults) from None


def _not_as_agreed(faults: tuple[Fault, ...]) -> str:
    fields = list(dict.fromkeys(each.field for each in faults))
    named = ", ".join("data" if each == WHOLE else each for each in fields)
    few = f"the field {named} is" if len(fields) == 1 else "these fields are"
    return f"{few} not as the contract says" + (f": {named}" if len(fields) > 1 else "")


def _where(model: type[Message], steps: tuple[int | str, ...]) -> str:
    # A step can be the key of a map, and so content: only names that the contracts know are told.
    return ".".join(str(step) if isinstance(step, int) or step in field_names(model) else "*" for step in steps)


def _unsealed(model: type[Message], value: bytes, person: str, open_sealed: Open | None) -> dict[str, Any]:
    data = _object(value)
    if data is None:
        raise Unreadable("invalid-data", "the content is not a JSON object")
    if data.get("person") != person:
        raise Unreadable("wrong-key", "the record is sealed for another person than it is about")
    if open_sealed is None:
        raise Unreadable("sealed", "the personal fields are sealed, and no key is at hand")
    sealed = data.pop("sealed", None)
    try:
        opened = _object(open_sealed(person, sealed)) if isinstance(sealed, str) else None
    except (ValueError, KeyError):
        opened = None
    if opened is None:
        raise Unreadable("sealed", "the personal fields do not open with the key of the person")
    return data | {name: opened[name] for name in model.sealed_fields if name in opened}


def _object(text: bytes) -> dict[str, Any] | None:
    try:
        data = from_json(text)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def check_publishable(model: type[Message], classes: Iterable[str]) -> None:
    """Refuse to send a message whose fields may not travel on its channel; raises ValueError."""
    if forbidden := set(classes) - set(ALLOWED[model.contract.channel]):
        raise ValueError(f"{model.__name__}: {sorted(forbidden)} may not travel on {model.contract.channel}")
