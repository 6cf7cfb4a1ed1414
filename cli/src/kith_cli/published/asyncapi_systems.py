"""The cluster as a body's own systems see it: where it is, how they sign in, and what they send and receive there."""

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

from kith_chassis.kafka.cluster import FILE
from kith_contracts.access.cluster import SYSTEMS_QUOTA, systems_of
from kith_contracts.access.table import Role, grants_of
from kith_contracts.headers import source_of
from kith_contracts.message import Message
from kith_contracts.topics import Channel

Json = dict[str, Any]

BINDING: Final = "0.5.0"
USER: Final = systems_of("{body}")
MEGABYTE: Final = 1_000_000
SERVERS: Final[Json] = {
    "cluster": {
        "title": "The consortium's cluster",
        "host": "{host}:{port}",
        "protocol": "kafka-secure",
        "description": "One Kafka cluster for all organisations, with TLS (`SASL_SSL`). A trial on one machine may do "
        "without (`SASL_PLAINTEXT`). Kafka slows down the systems of a body that together send more than "
        f"{SYSTEMS_QUOTA.producer_byte_rate // MEGABYTE} MB or read more than "
        f"{SYSTEMS_QUOTA.consumer_byte_rate // MEGABYTE} MB in a second.",
        "variables": {
            "host": {"description": "The name of a broker, as the office has told it.", "examples": ["kafka.example"]},
            "port": {"description": "The port at which that broker speaks TLS.", "examples": ["9093"]},
        },
        "security": [{"$ref": "#/components/securitySchemes/systems"}],
    }
}
SECURITY: Final[Json] = {
    "systems": {
        "type": "scramSha512",
        "description": f"The user `{USER}`, which all systems of a body share. The office gives the body its password, "
        f"in `{USER}/{FILE}`. The user can neither read nor write anything about people.",
    }
}
GROUP: Final[Json] = {
    "groupId": {
        "type": "string",
        "pattern": r"^[a-z][a-z0-9]{1,30}-systems\..",
        "description": f"The name of a consumer group begins with `{USER}.`, or Kafka refuses it.",
    }
}


class Use(NamedTuple):
    """What the systems of a body do on a topic, and what for."""

    action: Literal["send", "receive"]
    summary: str
    description: str


SOURCE: Final = source_of("{body}", "systems/crm")
ASKED: Final = (
    f"The source of what a system called `crm` sends is `{SOURCE}`. Every command has one outcome, the reply: a fact "
    "with the id of the command in `ce_correlationid`. Send a corrected command with a new id."
)
STATE: Final = "The newest record of a key says how it stands, so a system may read the topic from its beginning."
USES: Final[Mapping[tuple[Channel, str], Use]] = {
    (Channel.PRIVATE_COMMANDS, "directory"): Use(
        "send", "Ask for a change of the body's profile or of one of its networks.", ASKED
    ),
    (Channel.PRIVATE_COMMANDS, "events"): Use(
        "send", "Propose, answer and change agreements, hold dates, list events, and report what was done.", ASKED
    ),
    (Channel.PRIVATE_FACTS, "directory"): Use(
        "receive", "Learn what became of commands about networks, and how the body's networks stand.", STATE
    ),
    (Channel.PRIVATE_FACTS, "events"): Use(
        "receive", "Learn what became of commands about events, and how the agreements of the body stand.", STATE
    ),
    (Channel.PRIVATE_COMMANDS, "notify"): Use("send", "Have facts sent to servers of the body, as webhooks.", ASKED),
    (Channel.PRIVATE_FACTS, "notify"): Use(
        "receive", "Learn what became of commands about webhooks, and how these stand.", STATE
    ),
    (Channel.SHARED, "directory"): Use(
        "receive", "Read the public profile of each organisation, and its networks that others may find.", STATE
    ),
    (Channel.SHARED, "events"): Use(
        "receive", "Read the events that each organisation publishes, their programmes, and what came of them.", STATE
    ),
}
"""What the rights of the cluster allow, as far as it is of use: no registry, no inboxes, nothing about people."""


def is_for_systems(model: type[Message]) -> bool:
    """Whether a system may ask for this, in whosever name."""
    try:
        grants = grants_of(f"{model.contract.service}-{model.contract.name}")
    except KeyError:  # a service sends it to itself
        return False
    return any(grant.role is Role.SYSTEM for grant in grants)


def operation(use: Use, place: str, messages: list[str], reply: str) -> Json:
    """One operation, on the channel at this place; who sends learns the outcome at the channel `reply`."""
    made: Json = {
        "action": use.action,
        "channel": {"$ref": place},
        "title": use.summary.rstrip("."),
        "summary": use.summary,
        "description": f"{use.summary} {use.description}",
        "messages": [{"$ref": f"{place}/messages/{name}"} for name in messages],
    }
    if use.action == "send":
        return made | {"reply": {"channel": {"$ref": reply}}}
    return made | {"bindings": {"kafka": {**GROUP, "bindingVersion": BINDING}}}
