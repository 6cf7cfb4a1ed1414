"""People at home in this body."""

from typing import ClassVar, Final

from pydantic import Field

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State, refuse
from kith_commons.formats.mail_address import sendable, unusable
from kith_contracts.directory.audiences import LeaveAudiences
from kith_contracts.directory.networks import EnrolledAs, EnrolPerson, PersonUpdated
from kith_contracts.directory.visibility import SeenBy
from kith_contracts.message import Message, Personal
from kith_contracts.notify.preferences import HowMuch
from kith_contracts.pages.people import Answered
from kith_contracts.renewal import said
from kith_contracts.words import FullName, Line, MailAddress, Moment, PersonId, Section, Slug

MOST_NETWORKS: Final = 100
"""Of one person, invitations included."""
MOST_OFFICES: Final = 40
"""Of one network."""

# States


class Membership(Section):
    """Who has agreed to a membership so far, and who inside the network sees the name of the person."""

    by_person: bool = False
    by_network: bool = False
    request: str = ""
    """Id of their request, while it waits for an answer."""
    offices: dict[Line, Moment] = Field(default={}, max_length=MOST_OFFICES)
    """Those that they hold there, and since when."""
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
    enrolled_as: Personal[EnrolledAs]
    name: Personal[Line]
    address: Personal[MailAddress]
    how_much: Personal[HowMuch]
    """As home has said."""
    audiences: Personal[list[Slug]]
    """As home has found; those of `out_of` do not count."""
    out_of: Personal[list[Slug]] = []  # noqa: RUF012 - pydantic copies it
    memberships: Personal[dict[FullName, Membership]] = Field(default={}, max_length=MOST_NETWORKS)
    answers: Personal[dict[FullName, Answered]] = Field(default={}, max_length=MOST_NETWORKS)
    """The newest of each network; one that is asked again has not answered yet."""
    served: Personal[list[FullName]] = Field(default=[], max_length=MOST_NETWORKS)
    """Where they have held an office, and hold none any more."""
    version: int = 1

    @property
    def id(self) -> str:
        return self.person

    @property
    def serves(self) -> list[str]:
        """The networks in which they hold an office."""
        return sorted(network for network, membership in self.memberships.items() if membership.offices)

    @property
    def networks(self) -> list[str]:
        return sorted(network for network, membership in self.memberships.items() if membership.member)

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
        return told(Person(**dict(command) | {"address": address}))
    return _renewed(person, person.but(**said(command) | {"address": address}))


def leave_audiences(_at: Circumstances, command: LeaveAudiences, person: Person | None) -> Decision:
    """What the person chooses counts from now on, and not what home has found."""
    if person is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    return _renewed(person, person.but(out_of=command.out_of))


def _renewed(before: Person, after: Person) -> Decision:
    return NOTHING if after == before else told(after.but(version=before.version + 1))


def told(person: Person, *more: Message) -> Decision:
    """The person as they are now, for the services of home, and what else is to be said."""
    fact = PersonUpdated(
        person=person.person,
        enrolled_as=person.enrolled_as,
        name=person.name,
        address=person.address,
        how_much=person.how_much,
        audiences=person.belongs_to,
        networks=person.networks,
        serves=person.serves,
        served=person.served,
        version=person.version,
    )
    return Decision(states=(person,), says=(fact, *more))
