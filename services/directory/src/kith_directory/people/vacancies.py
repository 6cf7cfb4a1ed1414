"""How offices end: a term is over, an office is vacant, or a text of several owners has it no more."""

from collections.abc import Sequence

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Views
from kith_contracts.directory.offices import AnswerOffice, EndOffice, ReviewOffice, VacateOffice
from kith_directory.networks.network import Network
from kith_directory.people.office import (
    OfferedOffice,
    Office,
    ended,
    given_up,
    holders,
    office_of,
    roles_of,
    shown,
    tell,
    term,
)
from kith_directory.people.person import Membership, Person
from kith_directory.shared_networks.network import SharedNetwork

# Decisions


def end(at: Circumstances, command: EndOffice, person: Person | None, office: Office | None) -> Decision:
    """The term is over, or will be in four weeks; or somebody else holds the office already."""
    began = person.memberships.get(command.network, Membership()).offices.get(command.role) if person else None
    if person is None or began != command.began:
        return NOTHING
    told = tell(at, command.network, [person.person])
    if office and office.began == began and office.ends and not office.over(at.now):
        return Decision(says=told, due=(Due(office.ends, command),))
    over = given_up(at, person, command.network, command.role)
    return over._replace(says=(*over.says, *told))


async def others(views: Views, command: VacateOffice | AnswerOffice, at: Circumstances) -> list[str]:
    """Who holds an office of the network."""
    return await holders(views, at, command.network)


def vacate(
    at: Circumstances,
    command: VacateOffice,
    *,
    network: Network | None,
    shared: SharedNetwork | None,
    office: Office | None,
    offered: OfferedOffice | None,
    officers: Sequence[str],
) -> Decision:
    """Nobody holds it: who has accepted it follows, or else the others are told."""
    if office and office.began != command.began:
        return NOTHING
    forgets = (Office.at(office.id),) if office else ()
    about = shared or network
    if about is None or (role := _role(at, about, command.office)) is None:
        return Decision(forgets=forgets)
    vacant = shown(about, role, filled=False, until=None)._replace(forgets=forgets)
    if offered and offered.accepted:
        follows = AnswerOffice(person=offered.person, network=command.network, role=role, accepted=True)
        return vacant._replace(says=(*vacant.says, follows))
    rest = [each for each in officers if office is None or each != office.person]
    return vacant._replace(says=(*vacant.says, *tell(at, command.network, rest)))


def review(
    at: Circumstances,
    command: ReviewOffice,
    shared: SharedNetwork | None,
    office: Office | None,
    offered: OfferedOffice | None,
) -> Decision:
    """By the text of today: whoever holds it holds it until that day, or no more."""
    roles = roles_of(shared, at.body)
    if command.role not in roles:
        known = (office, offered)
        ends = (ended(office),) if office else ()
        return Decision(says=ends, forgets=tuple(type(each).at(each.id) for each in known if each))
    until = roles[command.role]
    if office is None or office.until == until:
        return NOTHING
    now = office.but(until=until)
    return Decision(states=(now,), due=term(now, at.now))


# Within


def _role(at: Circumstances, network: Network | SharedNetwork, office: str) -> str | None:
    roles = roles_of(network, at.body)
    return next((each for each in roles if office_of(at.keyed, network.network, each) == office), None)
