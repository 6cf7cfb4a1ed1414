"""What follows from a changed agreement on a network: what is published, who is told what, what falls due."""

from kith_chassis.decision import Circumstances, Decision, Due
from kith_commons.agreement import lead
from kith_commons.agreement.agreement import acceptances
from kith_commons.agreement.in_force import DAILY, UNSIGNED, agreed_signed
from kith_contracts.agreements.terms import Acceptance
from kith_contracts.directory.agreements import NetworkAgreed
from kith_contracts.directory.leads import ShowLead
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Letter, Message
from kith_directory.shared_networks.network import LedNetwork
from kith_directory.shared_networks.publish import publish
from kith_directory.shared_networks.rota import Rota
from kith_directory.shared_networks.template import SHARED_NETWORK


def decided(at: Circumstances, led: LedNetwork, letters: tuple[Letter, ...] = ()) -> Decision:
    """The changed agreement: with the letters that it needs, all owners and the own systems hear how it stands. The
    text that was agreed on last is in force until all have accepted the next.
    """
    first = led.agreed is None
    if led.status == "active":
        led = in_force(at, led)
    published = publish(led)
    says: tuple[Message | Letter, ...] = (
        *letters,
        *lead.status_letters(led),
        *agreed_letters(led),
        *published.says,
        lead.updated(led),
    )
    daily = (Due(at.now + DAILY, ShowLead(subject=led.subject)),) if first and led.agreed else ()
    return Decision(states=published.states, says=says, due=daily)


def in_force(at: Circumstances, led: LedNetwork) -> LedNetwork:
    """With the text that all have accepted now. With other owners, sizes or duties turns are apportioned anew."""
    before = led.agreed.terms if led.agreed else led.terms
    same = led.turns_since is not None and Rota.by(before, at.now).span == Rota.by(led.terms, at.now).span
    led = led if same else led.but(turns_since=at.now)
    return led.but(agreed=_told(at, led, led.terms, acceptances(led.agreement)))


def handed_over(at: Circumstances, led: LedNetwork, agreed: NetworkAgreed, to: str) -> LedNetwork:
    """The same text, and the deputy who is to lead it."""
    named = led.but(successor=to, version=led.version + 1)
    return named.but(agreed=_told(at, named, agreed.terms, agreed.acceptances))


def _told(at: Circumstances, led: LedNetwork, terms: NetworkTerms, accepted: list[Acceptance]) -> NetworkAgreed:
    told = NetworkAgreed(
        subject=terms.subject,
        terms=terms,
        acceptances=accepted,
        successor=led.successor,
        turns_since=led.turns_since or at.now,
        at=at.now,
        signature=UNSIGNED,
        version=led.version,
    )
    return agreed_signed(SHARED_NETWORK, told, at.signatures.sign)


def agreed_letters(led: LedNetwork) -> tuple[Letter, ...]:
    """The text that is in force, to all its owners but those that have left."""
    agreed = led.agreed
    if agreed is None or led.agreement.over:
        return ()
    return tuple(Letter(body, agreed) for body in agreed.terms.bodies if body in led.parties)
