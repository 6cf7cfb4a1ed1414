"""The directory as it was before, and as it may become: without a type of today, and with a second major of it."""

from typing import ClassVar

from kith_chassis.catalogue import on, one
from kith_chassis.decision import Circumstances, Decision
from kith_chassis.service import Service
from kith_contracts import registry
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.message import Contract, Fact, Public
from kith_contracts.topics import Channel
from kith_contracts.words import Line, NetworkName, Version
from kith_directory.api import router
from kith_directory.handlers import HANDLERS
from kith_directory.networks import listings
from kith_directory.networks.listings import Listing

OLDER = Service("directory", tuple(each for each in HANDLERS if each.message is not NetworkPublished), router)


class NetworkPublishedTwo(Fact):
    """A network as everyone may see it, in a second major version: `title` is what was `name`."""

    contract: ClassVar = Contract("network-published", "directory", Channel.SHARED, key=("network",), major=2)

    network: Public[NetworkName]
    title: Public[Line]
    purpose: Public[Line]
    version: Public[Version]

    def as_before(self) -> NetworkPublished:
        """The same in the first major version."""
        known = {"network": self.network, "purpose": self.purpose, "version": self.version}
        return NetworkPublished(**known, name=self.title, how_to_ask="Ask.", status="active")


def list_network(at: Circumstances, fact: NetworkPublishedTwo, listing: Listing | None) -> Decision:
    """As the first major version is listed."""
    return listings.list_network(at, fact.as_before(), listing)


NEWER = Service(
    "directory", (*HANDLERS, on(NetworkPublishedTwo, list_network)(listing=one(Listing, "network"))), router
)


def forget() -> None:
    """From now on, in this process, the first major version is not known."""
    del vars(registry)["MODELS"][NetworkPublished.contract.type]


def learn() -> None:
    """From now on, in this process, both are known."""
    vars(registry)["MODELS"][NetworkPublishedTwo.contract.type] = NetworkPublishedTwo
