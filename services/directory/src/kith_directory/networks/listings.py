"""What the bodies say of themselves, folded: the newest version of each entity, whatever order it came in."""

from datetime import datetime
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State
from kith_contracts.directory.networks import NetworkPublished, ProfilePublished
from kith_contracts.message import Refusal
from kith_contracts.words import body_of

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


class Listing(State):
    """A network of any body, as its body publishes it."""

    kind: ClassVar[str] = "listing"
    folded: ClassVar[bool] = True
    published: NetworkPublished
    since: datetime
    changed: datetime

    @property
    def id(self) -> str:
        return self.published.network

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - everyone may know them
        return (parts_tag(above),) if (above := part_of_what(self.published)) else ()


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
    """Keep the newest listing."""
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
