"""What follows from a changed agreement on a network: what is published, who is told what, what falls due."""

from collections.abc import Iterable

from kith_chassis.decision import Circumstances, Decision, Due
from kith_commons.agreement import lead
from kith_commons.agreement.agreement import acceptances
from kith_commons.agreement.in_force import DAILY, UNSIGNED, agreed_signed
from kith_contracts.agreements.terms import Acceptance
from kith_contracts.directory.agreements import NetworkAgreed
from kith_contracts.directory.leads import ShowLead
from kith_contracts.directory.money import OwnerSettled
from kith_contracts.directory.pool import Pool, YearAccount
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Letter, Message
from kith_directory.money import accounts
from kith_directory.money.pool import opened, served
from kith_directory.shared_networks.network import LedNetwork
from kith_directory.shared_networks.publish import publish
from kith_directory.shared_networks.rota import Rota
from kith_directory.shared_networks.template import SHARED_NETWORK


def decided(at: Circumstances, led: LedNetwork, letters: tuple[Letter, ...] = ()) -> Decision:
    """The changed agreement: with the letters that it needs, all owners and the own systems hear how it stands. The
    text that was agreed on last is in force until all have accepted the next.
    """
    first, left = led.agreed is None, led.pool.left
    if led.status == "active":
        led = in_force(at, led)
    published = publish(led)
    says: tuple[Message | Letter, ...] = (
        *letters,
        *lead.status_letters(led),
        *agreed_letters(led),
        *(farewells(led, accounts.standing(led.pool)) if led.pool.left != left else ()),
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
    led = led.but(pool=accounts.in_force(led.pool, before.bodies, led.terms, at.now.year))
    return led.but(agreed=_told(at, led, led.terms, acceptances(led.agreement)))


def handed_over(at: Circumstances, led: LedNetwork, agreed: NetworkAgreed, to: str) -> LedNetwork:
    """The same text, and the deputy who is to lead it."""
    named = led.but(successor=to, version=led.version + 1)
    return named.but(agreed=_told(at, named, agreed.terms, agreed.acceptances))


def with_pool(at: Circumstances, led: LedNetwork, pool: Pool) -> LedNetwork:
    """The same text, and its money as it stands now: what can be granted is reserved."""
    agreed = led.agreed
    if agreed is None or (pool := served(pool, agreed.terms, led.terms)) == led.pool:
        return led
    changed = led.but(pool=pool, version=led.version + 1)
    return changed.but(agreed=_told(at, changed, agreed.terms, agreed.acceptances))


def in_year(at: Circumstances, led: LedNetwork) -> LedNetwork:
    """With what each owner puts in for this year, if that has just begun."""
    return with_pool(at, led, opened(led.pool, led.agreed.terms, at.now.year)) if led.agreed else led


def farewells(led: LedNetwork, years: Iterable[YearAccount]) -> tuple[Letter, ...]:
    """To owners that have left: how each of them stands in the accounts of these years; who owes whom, when that is
    settled.
    """
    gone = {(each.year, each.body) for each in led.pool.left}
    own: dict[str, list[YearAccount]] = {}
    for account in years:
        for row in account.rows:
            if (account.year, row.body) in gone:
                owed = account.payments if account.status == "settled" else []
                payments = [each for each in owed if row.body in (each.payer, each.payee)]
                part = {"rows": [row], "payments": payments, "answers": []}
                own.setdefault(row.body, []).append(account.model_copy(update=part))
    order = {"subject": led.subject, "term": led.terms.term, "version": led.version}
    return tuple(Letter(body, OwnerSettled(**order, accounts=found)) for body, found in sorted(own.items()))


def _told(at: Circumstances, led: LedNetwork, terms: NetworkTerms, accepted: list[Acceptance]) -> NetworkAgreed:
    told = NetworkAgreed(
        subject=terms.subject,
        terms=terms,
        acceptances=accepted,
        successor=led.successor,
        turns_since=led.turns_since or at.now,
        pool=led.pool,
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
