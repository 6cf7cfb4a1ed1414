"""People at home in this body, and memberships: the person asks, and where it wants to be asked the network admits."""

from typing import ClassVar, Final

from pydantic import Field

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State, refuse
from kith_contracts.anew import said
from kith_contracts.directory.networks import (
    AdmitToNetwork,
    EnrolPerson,
    JoinNetwork,
    LeaveNetwork,
    PersonUpdated,
    Standing,
)
from kith_contracts.directory.preferences import HowMuch, SetPreferences
from kith_contracts.directory.visibility import ChooseVisibility, SeenBy
from kith_contracts.message import Personal, Refusal
from kith_contracts.words import FullName, Line, MailAddress, PersonId, Section, Slug, body_of
from kith_directory.networks.listings import Face, Listing, elsewhere
from kith_directory.networks.network import Network
from kith_directory.people.addresses import sendable, unusable

MOST_NETWORKS: Final = 100
"""Of one person, invitations included."""

# States


class Yeses(Section):
    """Who has said yes to a membership so far, and who inside the network sees the person's name."""

    by_person: bool = False
    by_network: bool = False
    seen_by: SeenBy = "nobody"

    @property
    def member(self) -> bool:
        return self.by_person and self.by_network

    @property
    def visible(self) -> bool:
        """Whether anybody but the person may see it. Who was only invited has chosen nothing yet."""
        return self.by_person and self.seen_by != "nobody"


class Person(State):
    """Someone at home here. All but the opaque id is sealed with the person's own key."""

    kind: ClassVar[str] = "person"
    person: Personal[PersonId]
    standing: Personal[Standing]
    name: Personal[Line]
    address: Personal[MailAddress]
    how_much: Personal[HowMuch]
    """As home has said; `chosen` is the person's own word, and counts."""
    chosen: Personal[HowMuch | None] = None
    audiences: Personal[list[Slug]]
    """As home has found; those of `out_of` do not count."""
    out_of: Personal[list[Slug]] = []  # noqa: RUF012 - pydantic copies it
    mail_of_closed: Personal[bool] = False
    memberships: Personal[dict[FullName, Yeses]] = Field(default={}, max_length=MOST_NETWORKS)
    version: int = 1

    @property
    def id(self) -> str:
        return self.person

    @property
    def networks(self) -> list[str]:
        return sorted(network for network, yeses in self.memberships.items() if yeses.member)

    @property
    def belongs_to(self) -> list[str]:
        """The closed audiences that count."""
        return [audience for audience in self.audiences if audience not in self.out_of]

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        """Only those networks are told where the person chose to be seen: there is no roster of the others."""
        return tuple(seen_tag(keyed, name, each.seen_by) for name, each in self.memberships.items() if each.visible)


def seen_tag(keyed: Keyed, network: str, by: SeenBy) -> str:
    """By what those are found who chose to be seen in a network by the committee, or by all members."""
    return keyed("seen", by, network)


# Decisions


def enrol(_at: Circumstances, command: EnrolPerson, person: Person | None) -> Decision:
    """Make someone at home here, or renew what is known of them. What is left out stays as it is, and so do memberships
    and what the person has chosen.
    """
    address = sendable(command.address)
    if address is None:
        return Decision(refusal=unusable("address"))
    if person is None:
        return _told(Person(**dict(command) | {"address": address}))
    return _renewed(person, person.but(**said(command) | {"address": address}))


def prefer(_at: Circumstances, command: SetPreferences, person: Person | None) -> Decision:
    """What the person chooses counts from now on, and not what home has said."""
    if person is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    chosen = {"chosen" if name == "how_much" else name: value for name, value in said(command).items()}
    return _renewed(person, person.but(**chosen))


def join(
    at: Circumstances,
    command: JoinNetwork,
    *,
    person: Person | None,
    network: Network | None,
    listing: Listing | None,
    face: Face | None,
) -> Decision:
    """The person's yes. Who wants to be in a network of another organisation is told where that is."""
    if person is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if listing and listing.published.status != "ended" and body_of(command.network) != at.body:
        return Decision(refusal=elsewhere(command.network, face))
    yeses = person.memberships.get(command.network, Yeses())
    if network is None or network.status == "ended" or _hidden(network, yeses):
        return refuse("network-unknown", "There is nothing here for this name.", "network")
    if wrong := _unjoinable(person, network, yeses):
        return Decision(refusal=wrong)
    by_network = yeses.by_network or network.charter.joinable == "anyone"
    return _with(person, command.network, yeses.model_copy(update={"by_person": True, "by_network": by_network}))


def admit(_at: Circumstances, command: AdmitToNetwork, person: Person | None, network: Network | None) -> Decision:
    """The network's yes: an answer, or an invitation."""
    if person is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if network is None or network.status == "ended":
        return refuse("network-unknown", "There is nothing here for this name.", "network")
    yeses = person.memberships.get(command.network, Yeses())
    if yeses.by_network:
        return NOTHING
    if full := _full(person, command.network):
        return Decision(refusal=full)
    return _with(person, command.network, yeses.model_copy(update={"by_network": True}))


def leave(_at: Circumstances, command: LeaveNetwork, person: Person | None) -> Decision:
    """Leave, take back having asked, or turn down an invitation."""
    if person is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if command.network not in person.memberships:
        return refuse("not-member", "You are not a member; nothing has changed.", "network")
    rest = {name: yeses for name, yeses in person.memberships.items() if name != command.network}
    return _kept(person, person.but(memberships=rest))


def choose(_at: Circumstances, command: ChooseVisibility, person: Person | None) -> Decision:
    """Be seen by the committee, by all members, or by nobody again; nobody is told."""
    if person is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    yeses = person.memberships.get(command.network, Yeses())
    if not yeses.by_person:
        return refuse("not-member", "You are not a member and have not asked; nothing has changed.", "network")
    if yeses.seen_by == command.seen_by:
        return NOTHING
    return _with(person, command.network, yeses.model_copy(update={"seen_by": command.seen_by}))


def _hidden(network: Network, yeses: Yeses) -> bool:
    return network.charter.findable == "invitation" and not yeses.by_network


def _unjoinable(person: Person, network: Network, yeses: Yeses) -> Refusal | None:
    if yeses.member:
        return Refusal("already-member", "You are a member already; nothing has changed.", "network")
    if yeses.by_person:
        return Refusal("already-asked", "You have asked already; the committee will answer.", "network")
    if network.charter.joinable == "invited" and not yeses.by_network:
        return Refusal("invitation-needed", "This network invites its members: write to its committee.", "network")
    return _full(person, network.id)


def _full(person: Person, network: str) -> Refusal | None:
    if network in person.memberships or len(person.memberships) < MOST_NETWORKS:
        return None
    sentence = f"This would be more than {MOST_NETWORKS} networks, invitations included. Leave another one first."
    return Refusal("too-many-networks", sentence, "network")


def _with(person: Person, network: str, yeses: Yeses) -> Decision:
    return _kept(person, person.but(memberships={**person.memberships, network: yeses}))


def _renewed(before: Person, after: Person) -> Decision:
    return NOTHING if after == before else _told(after.but(version=before.version + 1))


def _kept(before: Person, after: Person) -> Decision:
    if after.networks == before.networks:
        return Decision(states=(after,))
    return _told(after.but(version=before.version + 1))


def _told(person: Person) -> Decision:
    fact = PersonUpdated(
        person=person.person,
        standing=person.standing,
        name=person.name,
        address=person.address,
        how_much=person.chosen or person.how_much,
        audiences=person.belongs_to,
        networks=person.networks,
        mail_of_closed=person.mail_of_closed,
        version=person.version,
    )
    return Decision(states=(person,), says=(fact,))
