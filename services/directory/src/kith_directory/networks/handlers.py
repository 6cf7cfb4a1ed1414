"""The part of the catalogue about networks: chartered and described here, and as all bodies list theirs."""

from kith_chassis.catalogue import on, one
from kith_chassis.decision import Circumstances
from kith_contracts.directory.membership import CountMember
from kith_contracts.directory.networks import (
    CharterNetwork,
    DescribeNetwork,
    NetworkCommandRefused,
    NetworkPublished,
    ProfilePublished,
    PublishProfile,
    SetNetworkStatus,
)
from kith_directory.networks import charter, listings, network, size
from kith_directory.networks.listings import Face, Listing
from kith_directory.networks.network import Network, Profile
from kith_directory.networks.parts import Family
from kith_directory.networks.size import Size
from kith_directory.shared_networks.network import LedNetwork, SharedNetwork


def _parent(command: CharterNetwork | DescribeNetwork, _at: Circumstances) -> str | None:
    part_of = command.charter.part_of
    return part_of if part_of != command.network else None


def _family(command: CharterNetwork, at: Circumstances) -> str | None:
    """A network that is no part of another changes no family."""
    return at.body if _parent(command, at) else None


NETWORK = one(Network, "network")
PARENT = one(Network, _parent)
FAMILY = one(Family, lambda _, at: at.body)

HANDLERS = (
    # the body's own systems
    on(PublishProfile, network.publish_profile, NetworkCommandRefused)(profile=one(Profile, "body")),
    on(CharterNetwork, charter.charter, NetworkCommandRefused)(
        network=NETWORK,
        parent=PARENT,
        family=one(Family, _family),
        led=one(LedNetwork, "network"),
        shared=one(SharedNetwork, "network"),
    ),
    on(DescribeNetwork, charter.describe, NetworkCommandRefused)(network=NETWORK, family=FAMILY, parent=PARENT),
    on(SetNetworkStatus, charter.set_status, NetworkCommandRefused)(network=NETWORK, family=FAMILY),
    # commands to ourselves
    on(CountMember, size.count)(size=one(Size, "network")),
    # what all bodies say of themselves
    on(ProfilePublished, listings.show, newest=True)(face=one(Face, "body")),
    on(NetworkPublished, listings.list_network, newest=True)(listing=one(Listing, "network")),
)
