"""An office of a network, at home: who holds it and until when, and to whom it is offered. The charter says whether it
is filled, and names nobody.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State, Views
from kith_contracts.directory.membership import TellOne
from kith_contracts.directory.offices import EndOffice, VacateOffice
from kith_contracts.message import Personal, Refusal
from kith_contracts.words import FullName, KeyedHash, Line, PersonId
from kith_directory.networks.charter import occupied
from kith_directory.networks.network import Network
from kith_directory.people.person import MOST_NETWORKS, Membership, Person, told
from kith_directory.shared_networks.network import SharedNetwork

AHEAD: Final = timedelta(days=28)
"""How long before the end of their term a holder is told."""
MOST_OFFICERS: Final = 40
UNKNOWN: Final = Refusal("office-unknown", "This network has no such office that is filled here.", "role")

# States


class Office(State):
    """An office that somebody holds. All but the opaque ids is sealed with the holder's own key."""

    kind: ClassVar[str] = "office"
    office: KeyedHash
    person: Personal[PersonId]
    network: Personal[FullName]
    role: Personal[Line]
    until: Personal[date | None] = None
    began: datetime

    @property
    def id(self) -> str:
        return self.office

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (officers_tag(keyed, self.network), own_tag(keyed, self.person))

    @property
    def ends(self) -> datetime | None:
        """When the last day of the term is over."""
        return datetime.combine(self.until + timedelta(days=1), time(), UTC) if self.until else None

    def over(self, now: datetime) -> bool:
        return self.ends is not None and self.ends <= now


class OfferedOffice(Office):
    """An office that is offered to somebody, from the day of the offer on."""

    kind: ClassVar[str] = "offered-office"
    at_once: bool
    """Whether they hold it with their yes, whoever holds it now: its holder hands it over."""
    accepted: bool = False
    """Whether they follow when it falls vacant."""

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (own_tag(keyed, self.person),)


def office_of(keyed: Keyed, network: str, role: str) -> str:
    """The id of an office: nobody outside home's services can tell from it which one it is."""
    return keyed("office", network, role)


def officers_tag(keyed: Keyed, network: str) -> str:
    """By what those are found who hold an office of the network."""
    return keyed("officers", network)


def own_tag(keyed: Keyed, person: str) -> str:
    """By what the offices of a person are found, and those that they are offered."""
    return keyed("officer", person)


def roles_of(network: Network | SharedNetwork | None, body: str) -> dict[str, date | None]:
    """The offices that are filled at this body, with the last day of each term, by the charter or the text."""
    if isinstance(network, SharedNetwork):
        there = network.terms.offices if network.status == "active" else []
        return {each.role: each.until for each in there if each.body == body}
    return {each.role: each.until for each in network.charter.officers} if network else {}


async def holders(views: Views, at: Circumstances, network: str) -> list[str]:
    """Who holds an office of the network here."""
    found: list[Office] = await views.tagged(Office, (officers_tag(at.keyed, network),), "", MOST_OFFICERS)
    return list(dict.fromkeys(each.person for each in found))


# What it means for its holder


def serving(person: Person, office: Office) -> Person:
    """The person, who holds this office from now on."""
    membership = person.memberships[office.network]
    now = membership.model_copy(update={"offices": {**membership.offices, office.role: office.began}})
    return person.but(
        memberships={**person.memberships, office.network: now},
        served=[each for each in person.served if each != office.network],
    )


def without(person: Person, network: str, role: str) -> Person:
    """The person, who holds this office no more."""
    membership = person.memberships.get(network, Membership())
    offices = {name: began for name, began in membership.offices.items() if name != role}
    now = membership.model_copy(update={"offices": offices})
    return retired(person, person.but(memberships={**person.memberships, network: now}))


def retired(before: Person, after: Person) -> Person:
    """What they have served and serve no more, is kept: no token of before makes them an officer there."""
    ended = [each for each in before.serves if each not in after.serves and each not in after.served]
    return after.but(served=[*after.served, *ended][-MOST_NETWORKS:])


def left(at: Circumstances, person: Person, network: str) -> tuple[VacateOffice, ...]:
    """The offices that fall vacant with who leaves the network."""
    membership = person.memberships.get(network, Membership())
    return tuple(
        VacateOffice(network=network, office=office_of(at.keyed, network, role), began=began)
        for role, began in membership.offices.items()
    )


def given_up(at: Circumstances, person: Person, network: str, role: str) -> Decision:
    """They hold this office no more, from now on; it is vacant next."""
    began = person.memberships[network].offices[role]
    vacant = VacateOffice(network=network, office=office_of(at.keyed, network, role), began=began)
    return told(without(person, network, role).but(version=person.version + 1), vacant)


def term(office: Office, now: datetime) -> tuple[Due, ...]:
    """When its holder is told that it ends; or, so near the end, when it ends."""
    if office.ends is None:
        return ()
    ahead = office.ends - AHEAD
    end = EndOffice(person=office.person, network=office.network, role=office.role, began=office.began)
    return (Due(ahead if now < ahead else office.ends, end),)


def ended(office: Office) -> EndOffice:
    return EndOffice(person=office.person, network=office.network, role=office.role, began=office.began)


def shown(network: Network | SharedNetwork, role: str, *, filled: bool, until: date | None) -> Decision:
    """What a charter says of it. The text of several owners says which of them fills it, and no more than that."""
    return occupied(network, role, filled=filled, until=until) if isinstance(network, Network) else NOTHING


def tell(at: Circumstances, network: str, people: Iterable[str]) -> tuple[TellOne, ...]:
    return tuple(TellOne(person=each, network=network, news="office", told=at.now) for each in people)
