"""What whoever sent a command over Kafka is told of the outcome, whatever it is: a private fact, which has its id."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from kith_chassis.path.mark import HEADER
from kith_contracts.headers import SOURCE, VISIBLE, source_of
from kith_contracts.message import WHOLE, Done, Fault, Letter, Message, Refusal, Refused
from kith_contracts.registry import MODELS, Envelope, Unreadable
from kith_contracts.topics import Channel, address_of
from kith_contracts.words import shortened

NOT_HANDLED: Final = Refusal("not-handled", "This could not be handled, and changed nothing. Operators can see why.")
"""What the asker is told of a command that was parked."""
UNKNOWN: Final = "unknown"
NAMED: Final = ("ce_id", "ce_source")


class Asked(NamedTuple):
    """What is known of a command that cannot be read, and why it cannot."""

    source: str
    id: str
    type: str
    refusal: Refusal
    errors: tuple[Fault, ...] = ()
    stream: str = ""


def from_outside(record: Any) -> bool:
    """Whether a system has put this record on a topic of commands: what came over HTTP has the mark of the node."""
    address = address_of(record.topic)
    marked = any(name == HEADER for name, _ in record.headers)
    return address is not None and address.channel is Channel.PRIVATE_COMMANDS and not marked


def asked(record: Any, body: str, why: Unreadable | None) -> Asked | None:
    """Who is to be told that this cannot be read, and what; None where nobody can be, for it is not known who."""
    given = [(name, value) for name, value in record.headers if name in NAMED and value is not None]
    texts = {name: value.decode("ascii", "replace") for name, value in given}
    id, source = texts.get("ce_id", ""), texts.get("ce_source", "")
    if len(given) > len(NAMED) or not from_outside(record):
        return None
    if not (VISIBLE.fullmatch(id) and SOURCE.fullmatch(source) and source.startswith(source_of(body, "systems/"))):
        return None
    types = [value.decode("ascii", "replace") for name, value in record.headers if name == "ce_type" and value]
    type = types[0] if types and types[0] in MODELS else UNKNOWN
    if why is None:
        return Asked(source, id, type, NOT_HANDLED)
    field = why.faults[0].field if why.faults else WHOLE
    return Asked(source, id, type, Refusal(why.code, shortened(why.sentence), field), why.faults)


def refused(fact: type[Refused], envelope: Envelope[Any], refusal: Refusal) -> Refused:
    """The fact that a command was refused."""
    about = {"person": envelope.message.about} if envelope.message.about else {}
    return fact(command=envelope.id, type=envelope.message.contract.type, **refusal.told(), **about)


def refused_unread(fact: type[Refused], asked: Asked) -> Refused:
    """The same of a command that cannot be read."""
    return fact(command=asked.id, type=asked.type, **_told_unread(asked))


def outcome_unread(asked: Asked) -> dict[str, Any]:
    """What is kept of it, for those who ask; nothing else may have its id any more."""
    return {"status": "refused", **_told_unread(asked), "digest": ""}


def _told_unread(asked: Asked) -> dict[str, Any]:
    told = asked.refusal.told()
    return told | {"errors": [each.model_dump() for each in asked.errors]} if asked.errors else told


DONE: Final[Mapping[str, Callable[..., Done]]] = {
    model.contract.service: model for model in MODELS.values() if issubclass(model, Done)
}


def done(service: str, record: Any, envelope: Envelope[Any], says: Iterable[Message | Letter]) -> Message | None:
    """The fact that a command is done, unless the body's systems hear of it by what is said anyway."""
    told = [each for each in says if not isinstance(each, Letter) and each.contract.channel is Channel.PRIVATE_FACTS]
    if envelope.stream or told or service not in DONE or not from_outside(record):
        return None
    system = envelope.source.rpartition("/")[2]
    return DONE[service](command=envelope.id, type=envelope.message.contract.type, system=system)
