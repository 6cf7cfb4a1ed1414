"""How offices change hands: offered by officers or by who holds them, accepted, given up, ended, vacant."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Views, refuse
from kith_contracts.anew import said
from kith_contracts.directory.membership import TellOne
from kith_contracts.directory.offices import (
    AnswerOffice,
    EndOffice,
    HandOverOffice,
    OfferOffice,
    StepDown,
    VacateOffice,
)
from kith_contracts.message import Refusal, together
from kith_directory.networks.charter import occupied
from kith_directory.networks.network import Network, gone
from kith_directory.people.memberships import NOBODY
from kith_directory.people.office import (
    UNKNOWN,
    OfferedOffice,
    Office,
    given_up,
    office_of,
    officers_tag,
    serving,
    term,
)
from kith_directory.people.person import Membership, Person, told

MOST_OFFICERS = 40
NOT_MEMBER = Refusal("not-member", "Only members of the network hold an office there: join it first.", "network")
NOT_HELD = Refusal("office-not-held", "This person does not hold this office; nothing has changed.", "role")

# Decisions


def offer(
    at: Circumstances,
    command: OfferOffice,
    *,
    person: Person | None,
    network: Network | None,
    offered: OfferedOffice | None,
) -> Decision:
    """Offer it to somebody, in the place of an offer that is not answered yet. They are told."""
    if person is None:
        return Decision(refusal=NOBODY)
    until = _until(command, network, offered)
    if wrong := gone(network) or together(_faults(at, command.role, network, offered, until)):
        return Decision(refusal=wrong)
    return _offered(at, command, command.person, until, at_once=False)


def hand_over(
    at: Circumstances,
    command: HandOverOffice,
    *,
    successor: Person | None,
    network: Network | None,
    office: Office | None,
    offered: OfferedOffice | None,
) -> Decision:
    """Who holds it proposes who comes next. They are told."""
    if office is None or office.person != command.person:
        return Decision(refusal=NOT_HELD)
    if successor is None or command.to == command.person:
        return refuse("person-unknown", "There is nobody else of this id at home here.", "to")
    until = _until(command, network, offered)
    if wrong := gone(network) or together(_faults(at, command.role, network, offered, until)):
        return Decision(refusal=wrong)
    return _offered(at, command, command.to, until, at_once=True)


def answer(
    at: Circumstances,
    command: AnswerOffice,
    *,
    person: Person | None,
    network: Network | None,
    office: Office | None,
    offered: OfferedOffice | None,
    officers: Sequence[str],
) -> Decision:
    """Hold it from now on, or as soon as it is vacant; or not, of which its officers are told."""
    if person is None:
        return Decision(refusal=NOBODY)
    over = offered is not None and offered.over(at.now)
    if offered is None or offered.person != command.person or (over and not offered.accepted):
        return refuse("office-not-offered", "This office is not offered to you, or not any more.", "role")
    member = person.memberships.get(command.network, Membership()).member
    if not command.accepted or over or (offered.accepted and not member):
        return Decision(forgets=(OfferedOffice.at(offered.id),), says=_tell(at, command.network, officers))
    if wrong := gone(network) or (None if member else NOT_MEMBER):
        return Decision(refusal=wrong)
    if office and office.person != command.person and not offered.at_once:
        return Decision(states=(offered.but(accepted=True),))
    assert network is not None
    return _held(at, person, network, office, offered)


def step_down(at: Circumstances, command: StepDown, person: Person | None) -> Decision:
    """Give it up; with that ends what they may do."""
    if person is None:
        return Decision(refusal=NOBODY)
    if command.role not in person.memberships.get(command.network, Membership()).offices:
        return Decision(refusal=NOT_HELD)
    return given_up(at, person, command.network, command.role)


def end(at: Circumstances, command: EndOffice, person: Person | None, office: Office | None) -> Decision:
    """The term is over, or will be in four weeks; or somebody else holds the office already."""
    began = person.memberships.get(command.network, Membership()).offices.get(command.role) if person else None
    if person is None or began != command.began:
        return NOTHING
    tell = _tell(at, command.network, [person.person])
    if office and office.began == began and office.ends and not office.over(at.now):
        return Decision(says=tell, due=(Due(office.ends, command),))
    ended = given_up(at, person, command.network, command.role)
    return ended._replace(says=(*ended.says, *tell))


async def others(views: Views, command: VacateOffice | AnswerOffice, at: Circumstances) -> list[str]:
    """Who holds an office of the network."""
    tag = officers_tag(at.keyed, command.network)
    found: list[Office] = await views.tagged(Office, (tag,), "", MOST_OFFICERS)
    return list(dict.fromkeys(each.person for each in found))


def vacate(
    at: Circumstances,
    command: VacateOffice,
    *,
    network: Network | None,
    office: Office | None,
    offered: OfferedOffice | None,
    officers: Sequence[str],
) -> Decision:
    """Nobody holds it: who has accepted it follows, or else the others are told."""
    if office and office.began != command.began:
        return NOTHING
    forgets = (Office.at(office.id),) if office else ()
    if network is None or (role := _role(at, network, command.office)) is None:
        return Decision(forgets=forgets)
    vacant = occupied(network, role, filled=False, until=None)._replace(forgets=forgets)
    if offered and offered.accepted:
        follows = AnswerOffice(person=offered.person, network=command.network, role=role, accepted=True)
        return vacant._replace(says=(*vacant.says, follows))
    rest = [each for each in officers if office is None or each != office.person]
    return vacant._replace(says=(*vacant.says, *_tell(at, command.network, rest)))


# Within


def _until(
    command: OfferOffice | HandOverOffice, network: Network | None, offered: OfferedOffice | None
) -> date | None:
    """Left out, the term is the one that was offered before, or else that of the charter."""
    if "until" in said(command) or network is None:
        return command.until
    if offered:
        return offered.until
    return next((each.until for each in network.charter.officers if each.role == command.role), None)


def _faults(
    at: Circumstances, role: str, network: Network | None, offered: OfferedOffice | None, until: date | None
) -> Iterator[Refusal]:
    if network and role not in {each.role for each in network.charter.officers}:
        yield UNKNOWN
    elif offered and offered.accepted and not offered.over(at.now):
        yield Refusal("office-promised", "Somebody has accepted already to hold this office next.", "role")
    if until and until < at.now.date():
        yield Refusal("deadline-past", "The last day of the term is over.", "until")


def _offered(
    at: Circumstances, command: OfferOffice | HandOverOffice, person: str, until: date | None, *, at_once: bool
) -> Decision:
    offered = OfferedOffice(
        office=office_of(at.keyed, command.network, command.role),
        person=person,
        network=command.network,
        role=command.role,
        until=until,
        began=at.now,
        at_once=at_once,
    )
    return Decision(states=(offered,), says=_tell(at, command.network, [person]))


def _held(
    at: Circumstances, person: Person, network: Network, office: Office | None, offered: OfferedOffice
) -> Decision:
    """They hold it from now on; who has held it so far does no more."""
    until: date | None = offered.until
    now = Office(
        office=offered.office,
        person=person.person,
        network=network.network,
        role=offered.role,
        until=until,
        began=at.now,
    )
    charter = occupied(network, offered.role, filled=True, until=until)
    ends = (
        [EndOffice(person=office.person, network=office.network, role=office.role, began=office.began)]
        if office and office.person != person.person
        else []
    )
    after = told(serving(person, now).but(version=person.version + 1), *ends)
    return Decision(
        states=(now, *after.states, *charter.states),
        says=(*after.says, *charter.says),
        due=term(now, at.now),
        forgets=(OfferedOffice.at(offered.id),),
    )


def _tell(at: Circumstances, network: str, people: Iterable[str]) -> tuple[TellOne, ...]:
    return tuple(TellOne(person=each, network=network, news="office", told=at.now) for each in people)


def _role(at: Circumstances, network: Network, office: str) -> str | None:
    return next(
        (each.role for each in network.charter.officers if office_of(at.keyed, network.network, each.role) == office),
        None,
    )
