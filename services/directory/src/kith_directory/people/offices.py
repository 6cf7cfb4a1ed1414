"""How offices change hands: offered by officers or by who holds them, accepted, given up."""

from collections.abc import Iterator, Sequence
from datetime import date

from kith_chassis.decision import Circumstances, Decision, refuse
from kith_contracts.directory.offices import AnswerOffice, HandOverOffice, OfferOffice, StepDown
from kith_contracts.message import Refusal, together
from kith_contracts.renewal import said
from kith_directory.networks.network import Network, gone
from kith_directory.people.memberships import NOBODY
from kith_directory.people.office import (
    UNKNOWN,
    OfferedOffice,
    Office,
    ended,
    given_up,
    office_of,
    roles_of,
    serving,
    shown,
    tell,
    term,
)
from kith_directory.people.person import Membership, Person, told
from kith_directory.shared_networks.network import SharedNetwork

NOT_MEMBER = Refusal("not-member", "Only members of the network hold an office there: join it first.", "network")
NOT_HELD = Refusal("office-not-held", "This person does not hold this office; nothing has changed.", "role")

# Decisions


def offer(
    at: Circumstances,
    command: OfferOffice,
    *,
    person: Person | None,
    network: Network | None,
    shared: SharedNetwork | None,
    offered: OfferedOffice | None,
) -> Decision:
    """Offer it to somebody, in the place of an offer that is not answered yet. They are told."""
    if person is None:
        return Decision(refusal=NOBODY)
    about = shared or network
    until = _until(at, command, about, offered)
    if wrong := gone(about) or together(_faults(at, command.role, about, offered, until)):
        return Decision(refusal=wrong)
    return _offered(at, command, command.person, until, at_once=False)


def hand_over(
    at: Circumstances,
    command: HandOverOffice,
    *,
    successor: Person | None,
    network: Network | None,
    shared: SharedNetwork | None,
    office: Office | None,
    offered: OfferedOffice | None,
) -> Decision:
    """Who holds it proposes who comes next. They are told."""
    if office is None or office.person != command.person:
        return Decision(refusal=NOT_HELD)
    if successor is None or command.to == command.person:
        return refuse("person-unknown", "There is nobody else of this id at home here.", "to")
    about = shared or network
    until = _until(at, command, about, offered)
    if wrong := gone(about) or together(_faults(at, command.role, about, offered, until)):
        return Decision(refusal=wrong)
    return _offered(at, command, command.to, until, at_once=True)


def answer(
    at: Circumstances,
    command: AnswerOffice,
    *,
    person: Person | None,
    network: Network | None,
    shared: SharedNetwork | None,
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
        return Decision(forgets=(OfferedOffice.at(offered.id),), says=tell(at, command.network, officers))
    about = shared or network
    if wrong := gone(about) or (None if member else NOT_MEMBER) or _not_filled_here(at, command.role, about):
        return Decision(refusal=wrong)
    if office and office.person != command.person and not offered.at_once:
        return Decision(states=(offered.but(accepted=True),))
    assert about is not None
    return _held(at, person, about, office, offered)


def step_down(at: Circumstances, command: StepDown, person: Person | None) -> Decision:
    """Give it up; with that ends what they may do."""
    if person is None:
        return Decision(refusal=NOBODY)
    if command.role not in person.memberships.get(command.network, Membership()).offices:
        return Decision(refusal=NOT_HELD)
    return given_up(at, person, command.network, command.role)


# Within


def _until(
    at: Circumstances,
    command: OfferOffice | HandOverOffice,
    network: Network | SharedNetwork | None,
    offered: OfferedOffice | None,
) -> date | None:
    """Left out, the term is the one that was offered before, or else that of the charter or the text."""
    if "until" in said(command):
        return command.until
    return offered.until if offered else roles_of(network, at.body).get(command.role)


def _faults(
    at: Circumstances,
    role: str,
    network: Network | SharedNetwork | None,
    offered: OfferedOffice | None,
    until: date | None,
) -> Iterator[Refusal]:
    roles = roles_of(network, at.body)
    if role not in roles:
        yield UNKNOWN
    elif offered and offered.accepted and not offered.over(at.now):
        yield Refusal("office-promised", "Somebody has accepted already to hold this office next.", "role")
    if until and until < at.now.date():
        yield Refusal("deadline-past", "The last day of the term is over.", "until")
    agreed = roles.get(role) if isinstance(network, SharedNetwork) else None
    if agreed and (until is None or until > agreed):
        yield Refusal("term-beyond-text", f"By the text this term ends on {agreed:%d %B %Y}, or before.", "until")


def _not_filled_here(at: Circumstances, role: str, network: Network | SharedNetwork | None) -> Refusal | None:
    return UNKNOWN if isinstance(network, SharedNetwork) and role not in roles_of(network, at.body) else None


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
    return Decision(states=(offered,), says=tell(at, command.network, [person]))


def _held(
    at: Circumstances, person: Person, network: Network | SharedNetwork, office: Office | None, offered: OfferedOffice
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
    charter = shown(network, offered.role, filled=True, until=until)
    ends = [ended(office)] if office and office.person != person.person else []
    after = told(serving(person, now).but(version=person.version + 1), *ends)
    return Decision(
        states=(now, *after.states, *charter.states),
        says=(*after.says, *charter.says),
        due=term(now, at.now),
        forgets=(OfferedOffice.at(offered.id),),
    )
