"""What the consortium's office says to everyone, in `kith.registry`."""

from typing import ClassVar, Literal

from kith_contracts.message import Contract, Fact, Public
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Line, Version

BodyKind = Literal["professional-society", "employer", "university", "public-body", "other"]


class BodyRegistered(Fact):
    """A body is admitted to the consortium, or suspended from it; whole state, newest version wins."""

    contract: ClassVar = Contract("body-registered", "registry", Channel.REGISTRY, key=("body",))

    body: Public[BodySlug]
    name: Public[Line]
    kind: Public[BodyKind]
    status: Public[Literal["admitted", "suspended"]] = "admitted"
    version: Public[Version]


MESSAGES: tuple[type[Fact], ...] = (BodyRegistered,)
