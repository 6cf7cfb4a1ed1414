"""The guest's side of a welcome: in which networks of other bodies our people are welcome, if we accept that.

Who joins stays at home. When a welcome ends, memberships rest, and members are told once; they wake when it is back.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

from kith_chassis import members
from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State, refuse
from kith_chassis.members import Member
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.charters import NetworkCharter, NetworkStatus
from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.directory.welcome import (
    AnswerWelcome,
    WelcomeAnswer,
    WelcomeAnswered,
    WelcomeOffered,
    WelcomeText,
)
from kith_contracts.message import Letter, Refusal, together
from kith_contracts.renewal import said
from kith_contracts.words import BodySlug, FullName, Section, Version, body_of
from kith_directory.networks.network import Network, gone
from kith_directory.shared_networks.network import SharedNetwork

MOST_OFFERED: Final = 200
"""By one body: what a stranger may send has an end."""

# States


class GuestNetwork(Section):
    """A network of another body in which our people are welcome, and what we have answered."""

    offer: Version
    status: NetworkStatus
    """`ended` also if the welcome was taken back."""
    text: WelcomeText
    version: Version
    """Of what its host has told."""
    answer: WelcomeAnswer | None = None
    answered: int = 0
    """Version of our answer: it rises with each."""
    looked_after_by: FullName | None = None
    ever: bool = False
    """Whether we have ever accepted: then there may be members."""

    @property
    def agreed(self) -> bool:
        """Whether both bodies want it now."""
        return self.status != "ended" and self.answer == "accepted"


class Neighbour(State):
    """Another body, and its networks in which our people are welcome."""

    kind: ClassVar[str] = "neighbour"
    body: BodySlug
    networks: dict[FullName, GuestNetwork] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.body

    def tags(self, keyed: Keyed) -> tuple[str, ...]:  # noqa: ARG002 - names of networks, of no person
        named = {each.looked_after_by for each in self.networks.values() if each.looked_after_by}
        return tuple(sorted(map(looked_after_tag, named)))


def looked_after_tag(network: str) -> str:
    """By what those bodies are found of which officers of this network of ours look after a network."""
    return f"looked after by {network}"


def looked_after(network: str, neighbours: Iterable[Neighbour]) -> list[str]:
    """The networks of other bodies that officers of this network of ours look after."""
    found = [name for each in neighbours for name, at in each.networks.items() if at.looked_after_by == network]
    return sorted(found)


def welcomed(network: str, neighbour: Neighbour | None, host: Member | None) -> GuestNetwork | None:
    """The network of another body, if our people are welcome in it now."""
    found = neighbour.networks.get(network) if neighbour else None
    return found if found and found.agreed and (host is None or host.admitted) else None


def open_here(
    network: Network | SharedNetwork | None, guest: GuestNetwork | None
) -> NetworkCharter | WelcomeText | None:
    """Who may find and join a network at this home: ours, one that we own with others, or another body's; else None."""
    if guest:
        return guest.text
    return network.charter if network and network.status != "ended" else None


def closed_here(network: Network | SharedNetwork | None, guest: GuestNetwork | None) -> Refusal | None:
    """Why nobody can be admitted to it at this home."""
    return None if guest else gone(network)


# Decisions


def take(at: Circumstances, fact: WelcomeOffered, neighbour: Neighbour | None, host: Member | None) -> Decision:
    """Keep the newest of what its host says. A new offer waits for a new answer."""
    known = neighbour or Neighbour(body=at.sender)
    before = known.networks.get(fact.network)
    if before and before.version >= fact.version:
        return NOTHING
    offered = fact.model_dump(exclude={"network"})
    if before is None:
        known = _with_room(known)
        if len(known.networks) >= MOST_OFFERED:
            return refuse("too-many-welcomes", "This organisation offers too many networks.", "network")
        return _kept(known, fact.network, None, GuestNetwork(**offered), host)
    answered = before.answer if before.offer == fact.offer else None
    after = GuestNetwork(**{**before.model_dump(), **offered, "answer": answered})
    return _kept(known, fact.network, before, after, host)


def answer(
    at: Circumstances,
    command: AnswerWelcome,
    *,
    neighbour: Neighbour | None,
    steward: Network | None,
    host: Member | None,
) -> Decision:
    """Accept or decline, or say who looks after it here; its host hears the answer alone."""
    before = neighbour.networks.get(command.network) if neighbour else None
    if neighbour is None or before is None:
        return refuse("welcome-unknown", "Your people were not welcomed in a network of this name.", "network")
    after = before.model_copy(update={name: each for name, each in said(command).items() if name != "network"})
    if wrong := together(_faults(at, command, after, steward)):
        return Decision(refusal=wrong)
    if after.answer == before.answer:
        return NOTHING if after == before else _kept(neighbour, command.network, before, after, host)
    version = before.answered + 1
    after = after.model_copy(update={"answered": version, "ever": before.ever or after.answer == "accepted"})
    told = WelcomeAnswered(network=command.network, offer=after.offer, answer=command.answer, version=version)
    decision = _kept(neighbour, command.network, before, after, host)
    return decision._replace(says=(Letter(neighbour.body, told), *decision.says))


def register(at: Circumstances, fact: BodyRegistered, known: Member | None, neighbour: Neighbour | None) -> Decision:
    """Keep the newest registration. In networks of a body that is suspended, memberships rest."""
    decision = members.register(at, fact, known)
    if decision == NOTHING or fact.status != "suspended" or neighbour is None or not (known is None or known.admitted):
        return decision
    resting = sorted(name for name, each in neighbour.networks.items() if each.agreed)
    return decision._replace(says=tuple(_ended(name, f"suspended-{fact.version}") for name in resting))


# Rules


def _faults(
    at: Circumstances, command: AnswerWelcome, after: GuestNetwork, steward: Network | None
) -> Iterator[Refusal]:
    if after.status == "ended":
        yield Refusal("welcome-ended", "The network has ended, or the welcome was taken back.", "network")
    where, named = "looked_after_by", command.looked_after_by
    if named and body_of(named) != at.body:
        yield Refusal("not-our-network", "Officers of a network of your own organisation look after it.", where)
    elif named and (steward is None or steward.status == "ended"):
        yield Refusal("network-unknown", "There is no network of this name here.", where)
    elif command.answer == "accepted" and after.text.joinable != "anyone" and not after.looked_after_by:
        sentence = "One has to ask to join. Name the network whose officers answer your people."
        yield Refusal("officers-missing", sentence, where)


def _with_room(neighbour: Neighbour) -> Neighbour:
    """If there are too many: without those that have ended and never had members."""
    if len(neighbour.networks) < MOST_OFFERED:
        return neighbour
    kept = {name: each for name, each in neighbour.networks.items() if each.ever or each.status != "ended"}
    return neighbour.but(networks=kept)


def _kept(
    neighbour: Neighbour, network: str, before: GuestNetwork | None, after: GuestNetwork, host: Member | None
) -> Decision:
    """Keep it, and tell our people in it if it has just ended for them; not again where its host is suspended."""
    state = neighbour.but(networks={**neighbour.networks, network: after})
    goes_on = before is None or not before.agreed or after.agreed or (host is not None and not host.admitted)
    name = f"ended-{after.version}-{after.answered}"
    return Decision(states=(state,), says=() if goes_on else (_ended(network, name),))


def _ended(network: str, name: str) -> TellAnnounced:
    return TellAnnounced(network=network, kind="welcome", name=name)
