"""Profiles and networks of the own body, as it keeps them."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_contracts.directory.charters import NetworkCharter, NetworkStatus
from kith_contracts.directory.networks import ProfilePublished, PublishProfile
from kith_contracts.message import Refusal
from kith_contracts.renewal import said
from kith_directory.shared_networks.network import SharedNetwork

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
    held: frozenset[str] = frozenset()
    """Offices that somebody holds here, by role: of these the charter says what their holders' terms say."""
    version: int = 1
    public_version: int = 0

    @property
    def id(self) -> str:
        return self.network

    @property
    def hidden(self) -> bool:
        """Whether only invitation finds it."""
        return self.charter.findable == "invitation"


# Decisions


def gone(network: Network | SharedNetwork | None) -> Refusal | None:
    """Why nothing can be said in a network."""
    if network is None or network.status == "ended":
        return Refusal("network-unknown", "There is no network of this name here.", "network")
    return None


def publish_profile(at: Circumstances, command: PublishProfile, profile: Profile | None) -> Decision:
    """Publish the profile, unless it says nothing new; what is left out stays as it is."""
    if command.body != at.body:
        return refuse("not-our-body", "A profile can be published by its own organisation only.", "body")
    if profile is None:
        return _published(ProfilePublished(**dict(command), version=1))
    before = profile.published
    published = before.model_copy(update=said(command))
    return NOTHING if published == before else _published(published.model_copy(update={"version": before.version + 1}))


def _published(published: ProfilePublished) -> Decision:
    return Decision(states=(Profile(published=published),), says=(published,))
