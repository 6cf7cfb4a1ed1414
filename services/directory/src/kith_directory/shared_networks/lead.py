"""The lead's side of a shared network: the agreement from draft to network, and from there to its end."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due
from kith_chassis.members import Member
from kith_commons.agreement import lead as law
from kith_commons.agreement.faults import fault_of_first
from kith_commons.agreement.in_force import DAILY
from kith_commons.agreement.texts import Texts
from kith_contracts.directory.agreements import (
    AmendNetworkAgreement,
    DraftNetworkAgreement,
    NetworkAgreementAnswered,
    NetworkAgreementWithdrawn,
    ProposeNetworkAgreement,
    ReleaseOwner,
)
from kith_contracts.directory.leads import HandOver, ShowLead
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Refusal, together
from kith_contracts.renewal import anew
from kith_contracts.words import body_of
from kith_directory.networks.network import Network
from kith_directory.shared_networks import conversion
from kith_directory.shared_networks.departure import without
from kith_directory.shared_networks.faults import fault, fault_of_owners
from kith_directory.shared_networks.letters import agreed_letters, decided, handed_over, in_year
from kith_directory.shared_networks.network import LedNetwork, SharedNetwork
from kith_directory.shared_networks.template import SHARED_NETWORK

NOT_THE_LEAD: Final = "lead-changed"

# Drafted and proposed


def draft(
    at: Circumstances,
    command: DraftNetworkAgreement,
    *,
    led: LedNetwork | None,
    network: Network | None,
    home: SharedNetwork | None,
    members: tuple[Member, ...],
) -> Decision:
    """Keep a text that nobody else sees. A second one replaces the draft; what it leaves out stays as it is."""
    if wrong := _taken(at, command.subject, led, network, home):
        return Decision(refusal=wrong)
    terms = anew(command.terms, led.terms if led else None)
    if wrong := _unfit(at, terms, _admitted(members), command.subject, network):
        return Decision(refusal=wrong)
    return decided(at, _drafted(terms).but(version=led.version + 1 if led else 1))


def propose(
    at: Circumstances,
    command: ProposeNetworkAgreement,
    *,
    led: LedNetwork | None,
    network: Network | None,
    home: SharedNetwork | None,
    members: tuple[Member, ...],
) -> Decision:
    """Ask other bodies to own a network together, by this text or by the draft."""
    if wrong := _taken(at, command.subject, led, network, home):
        return Decision(refusal=wrong)
    before = led.terms if led else None
    terms = anew(command.terms, before) if command.terms else before
    if terms is None:
        sentence = "There is no draft of this network. Draft it, or propose it with its text."
        return Decision(refusal=Refusal("no-draft", sentence, "terms"))
    admitted = _admitted(members) if command.terms else {party.body for party in terms.parties}
    if wrong := _unfit(at, terms, admitted, command.subject, network):
        return Decision(refusal=wrong)
    proposed = law.proposed(_drafted(terms).but(version=led.version if led else 0))
    return decided(at, proposed, law.proposals(proposed))


def _taken(
    at: Circumstances, name: str, led: LedNetwork | None, network: Network | None, home: SharedNetwork | None
) -> Refusal | None:
    if body_of(name) != at.body:
        return Refusal("not-our-network", "A network can be proposed by its founder only.", "subject")
    over = network is not None and network.status == "ended"
    if over or home or (led and led.agreement.stage != "drafted"):
        return Refusal("slug-taken", "A network of this name exists; choose another short name.", "subject")
    return None


def _unfit(
    at: Circumstances, terms: NetworkTerms, admitted: Iterable[str], name: str, network: Network | None
) -> Refusal | None:
    """All that keeps this from being a first text; also of a network that this body has owned alone."""
    of_text = [fault_of_first(terms), fault_of_owners(terms), fault(terms, {*admitted}, name, at.now)]
    return together([*of_text, *(conversion.faults(terms, network) if network else ())])


def _drafted(terms: NetworkTerms) -> LedNetwork:
    agreement = SHARED_NETWORK.opened(terms)
    return LedNetwork(terms=terms, agreement=agreement, texts=Texts.first(agreement))


# Amended


def amend(
    at: Circumstances,
    command: AmendNetworkAgreement,
    *,
    led: LedNetwork | None,
    network: Network | None,
    home: SharedNetwork | None,
    members: tuple[Member, ...],
) -> Decision:
    """Put a new version in place. What it touches is reopened; until all have accepted it, the last one is in force."""
    if led is None:
        return Decision(refusal=unled(home))
    terms = anew(command.terms, led.terms)
    of_text = fault(terms, _admitted(members), command.subject, at.now, led.terms, pool=led.pool)
    if wrong := together([of_text, *(conversion.faults(terms, network) if network else ())]):
        return Decision(refusal=wrong)
    return next_text(at, led, terms)


def next_text(at: Circumstances, led: LedNetwork, terms: NetworkTerms) -> Decision:
    """The network with another text, which has no fault. Who is no owner any more hears that, and not the text."""
    amended = law.amended(led, terms)
    if isinstance(amended, Refusal):
        return Decision(refusal=amended)
    return decided(at, amended, (*law.proposals(amended), *law.farewells(amended, led)))


def unled(home: SharedNetwork | None) -> Refusal:
    """Why this body cannot decide on the text of this network."""
    if home is None or home.left:
        return law.UNKNOWN
    sentence = f"{home.lead} leads this network now. Suggest a change, and it is told to {home.lead}."
    return Refusal(NOT_THE_LEAD, sentence, "subject")


# Answered


def take_answer(at: Circumstances, fact: NetworkAgreementAnswered, led: LedNetwork | None) -> Decision:
    """An owner accepts or declines; with the last acceptance the text is in force."""
    if led is None:
        return Decision(refusal=law.UNKNOWN)
    answered = law.answered(led, fact, at.sender, at.now, at.signatures.proves)
    if answered is None:
        return NOTHING
    return Decision(refusal=answered) if isinstance(answered, Refusal) else decided(at, answered)


# Left, handed over, over


def take_withdrawal(at: Circumstances, fact: NetworkAgreementWithdrawn, led: LedNetwork | None) -> Decision:
    """An owner leaves: when its notice is over, the next text is without it. Before anything is agreed, at once."""
    if led is None:
        return Decision(refusal=law.UNKNOWN)
    leaving = law.departing(led, fact, at.sender)
    if leaving is None or at.sender in led.departed:
        return NOTHING
    leaving = leaving.but(version=led.version + 1)
    release = ReleaseOwner(subject=fact.subject, body=at.sender)
    if led.agreed is None or not led.agreed.terms.notice_days:
        return release_owner(at, release, leaving)
    over = at.now + timedelta(days=led.agreed.terms.notice_days)
    return Decision(states=(leaving,), says=(law.updated(leaving),), due=(Due(over, release),))


def release_owner(at: Circumstances, command: ReleaseOwner, led: LedNetwork | None) -> Decision:
    """The next text is without the body that leaves; unless it is gone already, or is an owner anew."""
    if led is None or led.agreement.over or command.body not in led.parties or command.body not in led.departed:
        return NOTHING
    return next_text(at, led, without(led.terms, command.body))


def give_up(at: Circumstances, led: LedNetwork | None, home: SharedNetwork | None) -> Decision:
    """The founder takes back what was never agreed on. Who leads a network cannot leave it like that."""
    if led is None:
        return Decision(refusal=unled(home))
    if led.agreed:
        sentence = "You lead this network. Hand it over first, or agree on a last day with all owners."
        return Decision(refusal=Refusal("lead-leaves", sentence, "subject"))
    given_up = law.given_up(led)
    return Decision(refusal=given_up) if isinstance(given_up, Refusal) else decided(at, given_up)


def hand_over(at: Circumstances, command: HandOver, led: LedNetwork | None, home: SharedNetwork | None) -> Decision:
    """Tell all owners who is to follow; that deputy then asks them to back it."""
    if led is None:
        return Decision(refusal=unled(home))
    if led.agreed is None or led.agreement.over:
        return Decision(refusal=Refusal("not-agreed", "Nothing is agreed on that could be handed over.", "subject"))
    if command.to not in {*led.agreed.terms.deputies} & {*led.parties} or command.to == at.body:
        sentence = f"{command.to} is no deputy by the text that is in force. Name a deputy, or amend the text."
        return Decision(refusal=Refusal("not-deputy", sentence, "to"))
    if led.successor == command.to:
        return Decision(says=agreed_letters(led))
    named = handed_over(at, led, led.agreed, command.to)
    return Decision(states=(named,), says=(*agreed_letters(named), law.updated(named)))


def show_lead(at: Circumstances, command: ShowLead, led: LedNetwork | None) -> Decision:
    """Say once more what is in force, so that all owners know that the lead is there; or that its last day is over."""
    if led is None or led.agreed is None or led.agreement.over:
        return NOTHING
    until = led.agreed.terms.until
    if until and at.now.date() > until:
        return decided(at, law.ended(led))
    now = in_year(at, led)
    return Decision(states=(now,) if now != led else (), says=agreed_letters(now), due=(Due(at.now + DAILY, command),))


def _admitted(members: Iterable[Member]) -> set[str]:
    return {member.id for member in members if member.admitted}
