"""Profiles and networks of the own body: chartered, described, put to rest, ended; and what of them others may see."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_contracts.directory import (
    CharterNetwork,
    DescribeNetwork,
    NetworkCharter,
    NetworkPublished,
    NetworkStatus,
    NetworkUpdated,
    ProfilePublished,
    PublishProfile,
    SetNetworkStatus,
)
from kith_contracts.message import Message, Refusal
from kith_contracts.words import body_of

# States


class Profile(State):
    """The own body's profile as it was last published."""

    kind: ClassVar[str] = "profile"
    published: ProfilePublished

    @property
    def id(self) -> str:
        return self.published.body


class Network(State):
    """A network of the own body. `public_version` rises only when what others see changes: a version that rose with
    each membership would let a closed network be counted from outside.
    """

    kind: ClassVar[str] = "network"
    network: str
    charter: NetworkCharter
    status: NetworkStatus = "active"
    version: int = 1
    public_version: int = 0

    @property
    def id(self) -> str:
        return self.network


# Decisions


def publish_profile(at: Circumstances, command: PublishProfile, profile: Profile | None) -> Decision:
    """Publish the profile, unless it says what was said before."""
    if command.body != at.body:
        return refuse("not-our-body", "A profile can be published by its own organisation only.", "body")
    published = ProfilePublished(**dict(command), version=profile.published.version + 1 if profile else 1)
    if profile and published == profile.published.model_copy(update={"version": published.version}):
        return NOTHING
    return Decision(states=(Profile(published=published),), says=(published,))


def charter(at: Circumstances, command: CharterNetwork, network: Network | None) -> Decision:
    """Found a network."""
    if body_of(command.network) != at.body:
        return refuse("not-our-network", "A network can be chartered by its own organisation only.", "network")
    if network:
        return refuse("slug-taken", "A network of this name exists; choose another short name.", "network")
    if command.charter.terms.version != 1:
        return refuse("terms-version", "Terms of reference begin with version 1.", "charter.terms.version")
    return _changed(None, Network(network=command.network, charter=command.charter))


def describe(_at: Circumstances, command: DescribeNetwork, network: Network | None) -> Decision:
    """Say anew what a network is."""
    if fault := _unchangeable(network):
        return Decision(refusal=fault)
    assert network is not None
    before, after = network.charter.terms, command.charter.terms
    if after != before and after.version != before.version + 1:
        sentence = f"Changed terms of reference take version {before.version + 1}."
        return refuse("terms-version", sentence, "charter.terms.version")
    if command.charter == network.charter:
        return NOTHING
    return _changed(network, network.but(charter=command.charter, version=network.version + 1))


def set_status(_at: Circumstances, command: SetNetworkStatus, network: Network | None) -> Decision:
    """Rest, wake or end a network."""
    if fault := _unchangeable(network):
        return Decision(refusal=fault)
    assert network is not None
    if command.status == network.status:
        return NOTHING
    return _changed(network, network.but(status=command.status, version=network.version + 1))


def _unchangeable(network: Network | None) -> Refusal | None:
    if network is None:
        return Refusal("network-unknown", "There is no network of this name here.", "network")
    if network.status == "ended":
        return Refusal("network-ended", "This network has ended; charter a new one.", "network")
    return None


def _changed(before: Network | None, after: Network) -> Decision:
    says: list[Message] = [
        NetworkUpdated(network=after.network, charter=after.charter, status=after.status, version=after.version)
    ]
    public = public_face(after)
    if public and (before is None or public != public_face(before)):
        after = after.but(public_version=after.public_version + 1)
        says.append(public.model_copy(update={"version": after.public_version}))
    return Decision(states=(after,), says=tuple(says))


def public_face(network: Network) -> NetworkPublished | None:
    """What others see, at version 1: all of it, its name alone, that it has ended, or None: nothing at all."""
    charter = network.charter
    hidden = charter.findable == "invitation"
    if hidden and network.public_version == 0:
        return None
    return NetworkPublished(
        network=network.network,
        name=charter.name if not hidden else "Ended",
        purpose=charter.purpose if not hidden else "Ended",
        how_to_ask=charter.how_to_ask if not hidden else "Ended",
        status="ended" if hidden else network.status,
        charter=charter if charter.findable == "everyone" else None,
        version=1,
    )
