"""Networks within a network: a region, a strand, a space of its own. Each is a network, with officers of its own.

Who is a member of a part is no member of what it is part of: each is joined by its own yes.
"""

from collections.abc import Collection
from typing import ClassVar, Final

from kith_chassis.decision import State
from kith_contracts.message import Refusal, together
from kith_contracts.words import FullName, Section, body_of
from kith_directory.networks.network import Network

MOST_STEPS: Final = 2
"""From a network down to the last of its parts: country, region, town."""
MOST_PARTS: Final = 500
"""Of all networks of a body together."""
WHERE: Final = "charter.part_of"

# States


class Part(Section):
    """What a network is part of, and whether it can be found without an invitation."""

    part_of: FullName
    listed: bool


class Family(State):
    """Which networks of the own body are parts of which. One state for all: whoever moves one of them sees where the
    others are, and two who move at once cannot make a circle.
    """

    kind: ClassVar[str] = "family"
    body: str
    parts: dict[FullName, Part] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.body

    def with_(self, network: Network) -> "Family":
        """With this network where it is now, or without it."""
        rest = {name: part for name, part in self.parts.items() if name != network.network}
        if part_of := network.charter.part_of:
            rest[network.network] = Part(part_of=part_of, listed=not network.hidden)
        return self if rest == self.parts else self.but(parts=rest)

    def above(self, network: str) -> list[str]:
        """What a network is part of, and what that is part of, up to the top."""
        found: list[str] = []
        while (part := self.parts.get(network)) and part.part_of not in found:
            found.append(network := part.part_of)
        return found

    def below(self, network: str) -> list[str]:
        """Its own parts, in order of name."""
        return sorted(name for name, part in self.parts.items() if part.part_of == network)

    def seen_below(self, network: str, served: Collection[str] = ()) -> list[str]:
        """Those of them that can be found without an invitation, and these that somebody serves."""
        return [name for name in self.below(network) if self.parts[name].listed or name in served]

    def height(self, network: str) -> int:
        """Steps down to its last part. Those that only invitation finds do not count: a refusal would tell of them."""
        return max((1 + self.height(name) for name in self.seen_below(network)), default=0)


# Rules


def fault(
    body: str, network: Network, parent: Network | None, family: Family, before: Network | None = None
) -> Refusal | None:
    """Why a network cannot be as hidden as it says, or where it says; None if it can."""
    return together([_listed_below(network, family), _misplaced_in(body, network, parent, family, before)])


def _listed_below(network: Network, family: Family) -> Refusal | None:
    if network.hidden and family.seen_below(network.network):
        sentence = "Networks that are part of this one can be found, and name it. Describe those otherwise first."
        return Refusal("part-listed", sentence, "charter.findable")
    return None


def _misplaced_in(
    body: str, network: Network, parent: Network | None, family: Family, before: Network | None
) -> Refusal | None:
    if (part_of := network.charter.part_of) is None:
        return None
    if wrong := _unthinkable(body, network.network, part_of):
        return wrong
    stays = before is not None and before.charter.part_of == part_of
    if parent is None and stays:
        return _unsaid(network, before)
    if parent is None or (before and parent.hidden and not stays):  # an officer could find hidden ones by trying names
        return Refusal("parent-unknown", "There is no network of this name here that this could be part of.", WHERE)
    return _unfit(network, parent) or _misplaced(network, part_of, family)


def _unthinkable(body: str, network: str, part_of: str) -> Refusal | None:
    if body_of(part_of) != body:
        return Refusal("parent-elsewhere", "A network is part of one of the same organisation, or of none.", WHERE)
    if part_of == network:
        return Refusal("parent-itself", "A network is no part of itself. Leave this out, or name another.", WHERE)
    return None


def _unsaid(network: Network, before: Network | None) -> Refusal | None:
    """What a network is part of was left out, and stays. Who makes it found says what is named with it."""
    if before and before.hidden and not network.hidden:
        sentence = "What this is part of would be named: say it too, or null if it is part of none any more."
        return Refusal("part-of-missing", sentence, WHERE)
    return None


def _unfit(network: Network, parent: Network) -> Refusal | None:
    if parent.status == "ended":
        return Refusal("parent-ended", "The network that this is part of has ended. Name another, or none.", WHERE)
    if parent.hidden and not network.hidden:
        sentence = "Only invitation finds what this is part of, and it would be named. Hide this too, or name none."
        return Refusal("parent-hidden", sentence, WHERE)
    return None


def _misplaced(network: Network, part_of: str, family: Family) -> Refusal | None:
    above = [part_of, *family.above(part_of)]
    if network.network in above:
        return Refusal("parent-circle", "That network is a part of this one. Leave this out, or name another.", WHERE)
    if len(above) + family.height(network.network) > MOST_STEPS:
        sentence = f"Parts go {MOST_STEPS} steps down at most. Make this a part of a network further up."
        return Refusal("parent-too-deep", sentence, WHERE)
    if network.network not in family.parts and len(family.parts) >= MOST_PARTS:
        return Refusal("too-many-parts", f"There are {MOST_PARTS} parts here. End one, or take one out.", WHERE)
    return None
