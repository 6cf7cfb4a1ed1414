"""The networks in whose name bodies take part, as far as they are known here: own ones, and those that can be found."""

from collections.abc import Collection
from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, Ref, State
from kith_contracts.directory.agreements import SharedNetworkUpdated
from kith_contracts.directory.charters import NetworkStatus
from kith_contracts.directory.networks import NetworkPublished, NetworkUpdated
from kith_contracts.events.asks import EndAsks
from kith_contracts.events.terms import EventTerms
from kith_contracts.words import BodySlug, body_of

# States


class FoundNetwork(State):
    """A network that can be found, of any body."""

    kind: ClassVar[str] = "found-network"
    folded: ClassVar[bool] = True
    network: str
    status: NetworkStatus
    version: int

    @property
    def id(self) -> str:
        return self.network


class OwnNetwork(State):
    """A network that the own body owns, alone or with others, whoever may find it."""

    kind: ClassVar[str] = "own-network"
    network: str
    status: NetworkStatus
    owners: list[BodySlug] = []  # noqa: RUF012 - pydantic copies it
    """All of them, where the body owns it with others."""
    version: int

    @property
    def id(self) -> str:
        return self.network

    def asks(self, body: str, practice: str) -> bool:
        """Whether this body, as one of its owners, may ask its members this."""
        return self.status != "ended" and body in self.owners and asker_of(practice) == body


def asker_of(practice: str) -> str:
    """The owner whose practice this is, in a network of several: its name begins with that of one, which has no dash.
    So no two owners can choose the same.
    """
    return practice.partition("-")[0]


def networks_in(terms: EventTerms, body: str) -> tuple[Ref, ...]:
    """Where it is known here whether the networks in a text are there."""
    names = [name for party in terms.parties for name in party.networks]
    return tuple((OwnNetwork if body_of(name) == body else FoundNetwork).at(name) for name in names)


def alive(known: Collection[FoundNetwork | OwnNetwork]) -> frozenset[str]:
    """The names of those that can accept."""
    return frozenset(each.network for each in known if each.status != "ended")


# Decisions


def find(_at: Circumstances, fact: NetworkPublished, known: FoundNetwork | None) -> Decision:
    """Keep the newest."""
    if known and known.version >= fact.version:
        return NOTHING
    return Decision(states=(FoundNetwork(network=fact.network, status=fact.status, version=fact.version),))


def share(_at: Circumstances, fact: SharedNetworkUpdated, known: OwnNetwork | None) -> Decision:
    """Keep the newest of one that the body owns with others; with it ends what this body asks its members."""
    if known and known.version >= fact.version:
        return NOTHING
    owners = fact.terms.bodies
    now = OwnNetwork(network=fact.subject, status=fact.status, owners=owners, version=fact.version)
    return Decision(states=(now,), says=(EndAsks(subject=fact.subject),) if fact.status == "ended" else ())


def know(_at: Circumstances, fact: NetworkUpdated, known: OwnNetwork | None) -> Decision:
    """Keep the newest; with a network ends what its members are asked."""
    if known and known.version >= fact.version:
        return NOTHING
    ends = (EndAsks(subject=fact.network),) if fact.status == "ended" else ()
    return Decision(states=(OwnNetwork(network=fact.network, status=fact.status, version=fact.version),), says=ends)
