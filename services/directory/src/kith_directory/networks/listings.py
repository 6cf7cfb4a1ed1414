"""What the bodies say of themselves, folded: the newest version of each entity, whatever order it came in."""

from datetime import datetime
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State
from kith_contracts.directory.agreements import SharedNetworkPublished
from kith_contracts.directory.networks import NetworkPublished, ProfilePublished
from kith_contracts.message import Refusal
from kith_contracts.words import body_of
from kith_directory.networks.search import search_tags
from kith_directory.shared_networks.publication import published_lead, published_order

LONGEST: Final = 160
"""Letters of the sentence of a refusal."""

# States


class Face(State):
    """A body's public profile."""

    kind: ClassVar[str] = "face"
    folded: ClassVar[bool] = True
    published: ProfilePublished
    changed: datetime | None = None

    @property
    def id(self) -> str:
        return self.published.body


class Shared(BaseModel):
    """What is published of a network that several bodies own."""

    model_config = ConfigDict(frozen=True)

    published: SharedNetworkPublished

    @property
    def lead(self) -> str:
        """The body that leads it now."""
        return published_lead(self.published)

    @property
    def order(self) -> tuple[int, int]:
        """The highest is the newest."""
        return published_order(self.published)


class Listing(State):
    """A network of any body, as whoever leads it publishes it."""

    kind: ClassVar[str] = "listing"
    folded: ClassVar[bool] = True
    published: NetworkPublished
    shared: Shared | None = None
    """More of one that several bodies own."""
    since: datetime
    changed: datetime

    @property
    def id(self) -> str:
        return self.published.network

    @property
    def owners(self) -> list[str]:
        """The bodies whose people can be its members."""
        return self.shared.published.owners if self.shared else [body_of(self.id)]

    @property
    def lead(self) -> str:
        """The body that speaks for it."""
        return self.shared.lead if self.shared else body_of(self.id)

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - everyone may know them
        above = part_of_what(self.published)
        return (*([parts_tag(above)] if above else []), *search_tags(self.published, self.owners))


def part_of_what(published: NetworkPublished) -> str | None:
    """The network that this one is part of; what a body says of others' networks does not count."""
    above = published.charter.part_of if published.charter else None
    return above if above and body_of(above) == body_of(published.network) else None


def parts_tag(network: str) -> str:
    """By what the parts of a network are found that everyone may find."""
    return f"part of {network}"


def elsewhere(network: str, face: Face | None) -> Refusal:
    """Why nobody joins a network of another organisation here, and where they do; its website may be too long."""
    sentence = f"This is a network of {body_of(network)}, and only its own people are in it. Ask there"
    website = face.published.website if face else None
    if website and len(sentence) + len(website) + 2 <= LONGEST:
        sentence += f": {website}"
    return Refusal("network-elsewhere", f"{sentence}.", "network")


# Decisions


def show(at: Circumstances, fact: ProfilePublished, face: Face | None) -> Decision:
    """Keep the newest profile."""
    if face and face.published.version >= fact.version:
        return _said_again(at, face.published, fact)
    return Decision(states=(Face(published=fact, changed=at.now),))


def list_network(at: Circumstances, fact: NetworkPublished, listing: Listing | None) -> Decision:
    """Keep the newest listing. What several bodies own, none of them says alone."""
    if listing and listing.shared:
        return NOTHING
    if listing and listing.published.version >= fact.version:
        return _said_again(at, listing.published, fact)
    return Decision(states=(Listing(published=fact, since=listing.since if listing else at.now, changed=at.now),))


def _said_again(
    at: Circumstances, newest: ProfilePublished | NetworkPublished, late: ProfilePublished | NetworkPublished
) -> Decision:
    # An owner that was paused may write an older version after its successor wrote a newer one, and compaction keeps
    # what stands last: so we say the newest of our own once more.
    if at.sender == at.body and late.version < newest.version:
        return Decision(says=(newest,))
    return NOTHING
