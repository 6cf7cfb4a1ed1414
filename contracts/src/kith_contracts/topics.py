"""One scheme of topics: the name says who may write and who may read. A pure function of bodies and contracts."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from kith_contracts.words import OFFICE

DAY_MS: Final = 86_400_000


class Channel(StrEnum):
    """Where a message travels, and so who reads it."""

    REGISTRY = "registry"
    """The office to everyone: which bodies take part."""
    SHARED = "shared"
    """A body to everyone: what is public."""
    INBOX = "inbox"
    """A body to one other body."""
    PRIVATE_COMMANDS = "private.commands"
    """Requests of a body's own systems about its networks and events."""
    PRIVATE_FACTS = "private.facts"
    """What a body's own systems may read: networks, agreements, never people."""
    PEOPLE_COMMANDS = "people.commands"
    """Requests about people, as Kith's own services take them in over HTTP; no system reads or writes here."""
    PEOPLE_FACTS = "people.facts"
    """Facts about people, between the Kith services of one body."""


PARTITIONED: Final = 4
"""Partitions of every topic that carries work. A part of the contract: keys keep their order only while it stays."""


class Topic(NamedTuple):
    """A topic as it has to be: name, partitions, and the settings that differ from the broker's."""

    name: str
    partitions: int
    config: dict[str, str]


class Address(NamedTuple):
    """What the name of a topic says."""

    channel: Channel
    body: str
    service: str


def topic_name(channel: Channel, body: str, service: str) -> str:
    """`kith.shared.bcs.directory`, `kith.people.bcs.events.commands`; the registry has one topic for all."""
    if channel is Channel.REGISTRY:
        return "kith.registry"
    area, _, kind = channel.partition(".")
    return f"kith.{area}.{body}.{service}" + (f".{kind}" if kind else "")


def address_of(topic: str) -> Address | None:
    """The reverse of `topic_name`; None for a topic that is not of this scheme."""
    match topic.split("."):
        case ["kith", "registry"]:
            return Address(Channel.REGISTRY, OFFICE, "registry")
        case ["kith", ("shared" | "inbox") as area, body, service]:
            return Address(Channel(area), body, service)
        case ["kith", ("private" | "people") as area, body, service, ("commands" | "facts") as kind]:
            return Address(Channel(f"{area}.{kind}"), body, service)
    return None


def partitions_of(channel: Channel) -> int:
    return 1 if channel in (Channel.REGISTRY, Channel.SHARED) else PARTITIONED


def topics(bodies: Iterable[str], uses: Iterable[tuple[Channel, str]]) -> list[Topic]:
    """All topics that these bodies need, given which channels of which services carry messages, in order of name."""
    wanted = {topic_name(channel, body, service): channel for body in bodies for channel, service in uses} | {
        topic_name(Channel.REGISTRY, "", ""): Channel.REGISTRY
    }
    return [Topic(name, partitions_of(channel), _config(channel)) for name, channel in sorted(wanted.items())]


def _config(channel: Channel) -> dict[str, str]:
    # The broker's clock decides what "before" means, so that no client can date a record back (or a decision forth).
    config = {"message.timestamp.type": "LogAppendTime", "max.message.bytes": "1000000"}
    match channel:
        case Channel.PEOPLE_FACTS:  # what is under a tombstone is off the disk within a day
            return config | {"cleanup.policy": "compact", "max.compaction.lag.ms": str(DAY_MS // 4)}
        case Channel.REGISTRY | Channel.SHARED | Channel.PRIVATE_FACTS:
            return config | {"cleanup.policy": "compact", "min.compaction.lag.ms": str(DAY_MS)}
        case Channel.INBOX:
            return config | {"retention.ms": str(30 * DAY_MS)}
        case _:
            return config | {"retention.ms": str(7 * DAY_MS)}
