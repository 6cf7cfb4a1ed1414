"""Who may do what on the cluster: a pure function of the bodies. All rights allow; what is not allowed is refused."""

from typing import Final, Literal, NamedTuple

from kith_contracts.registry import topics_for
from kith_contracts.topics import Channel, address_of, topic_name

Resource = Literal["topic", "group"]
Pattern = Literal["prefixed", "literal"]
Operation = Literal["read", "write", "describe"]
SYSTEMS: Final = "-systems"


class Right(NamedTuple):
    """One rule of the cluster's access control. Ours allow, from every host; what else is found is of somebody else."""

    principal: str
    """The name of the user, `bcs`; Kafka writes `User:bcs`."""
    operation: str
    resource: str
    pattern: str
    name: str
    """The name of the resource, or what it begins with."""
    permission: str = "allow"
    host: str = "*"


class Quota(NamedTuple):
    """What one principal may use of one broker before it is slowed down; it is never refused."""

    producer_byte_rate: int
    """Bytes a second, compressed as they are sent."""
    consumer_byte_rate: int
    """Bytes a second."""
    request_percentage: int
    """Time of the broker's threads: 100 is one thread all the time."""


SERVICES_QUOTA: Final = Quota(10_000_000, 50_000_000, 200)
"""Some 20,000 messages a second out; a node that starts anew reads all shared topics in seconds."""
SYSTEMS_QUOTA: Final = Quota(1_000_000, 10_000_000, 50)
"""A system sends commands, and reads facts about networks."""


def systems_of(body: str) -> str:
    """The principal of a body's own systems: website, intranet, CRM. They never read about people."""
    return f"{body}{SYSTEMS}"


def principals_of(body: str) -> tuple[str, str]:
    """The two principals of a body: its Kith services, and its systems. A slug has no dash, so none is another's."""
    return body, systems_of(body)


def body_of_principal(principal: str) -> str:
    """The reverse of `principals_of`."""
    return principal.removesuffix(SYSTEMS)


def quota_of(principal: str) -> Quota:
    return SYSTEMS_QUOTA if principal.endswith(SYSTEMS) else SERVICES_QUOTA


def rights_of(body: str) -> frozenset[Right]:
    """All rights of a body's two principals. The dot at the end of a prefix keeps `alpha` from what is `alphabet`'s."""
    return _of_services(body) | _of_systems(body)


def _of_services(body: str) -> frozenset[Right]:
    return frozenset(
        {
            *_allow(body, "topic", "prefixed", f"kith.shared.{body}.", "write", "describe"),
            *_allow(body, "topic", "prefixed", "kith.shared.", "read", "describe"),
            *_allow(body, "topic", "literal", topic_name(Channel.REGISTRY, "", ""), "read", "describe"),
            *_allow(body, "topic", "prefixed", "kith.inbox.", "write", "describe"),
            *_allow(body, "topic", "prefixed", f"kith.inbox.{body}.", "read"),
            *_allow(body, "topic", "prefixed", f"kith.private.{body}.", "read", "write", "describe"),
            *_allow(body, "topic", "prefixed", f"kith.people.{body}.", "read", "write", "describe"),
            *_allow(body, "group", "prefixed", f"{body}.", "read", "describe"),
        }
    )


def _of_systems(body: str) -> frozenset[Right]:
    systems = systems_of(body)
    commands = [topic.name for topic in topics_for([body]) if _is_private_command(topic.name)]
    return frozenset(
        {
            *_allow(systems, "topic", "prefixed", "kith.shared.", "read", "describe"),
            *_allow(systems, "topic", "prefixed", f"kith.private.{body}.", "read", "describe"),
            *[right for name in commands for right in _allow(systems, "topic", "literal", name, "write", "describe")],
            *_allow(systems, "group", "prefixed", f"{systems}.", "read", "describe"),
        }
    )


def _is_private_command(topic: str) -> bool:
    address = address_of(topic)
    return address is not None and address.channel is Channel.PRIVATE_COMMANDS


def _allow(principal: str, resource: Resource, pattern: Pattern, name: str, *operations: Operation) -> list[Right]:
    return [Right(principal, operation, resource, pattern, name) for operation in operations]
