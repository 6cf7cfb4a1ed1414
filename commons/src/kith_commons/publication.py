"""What everyone is told of the text of a joint event, and whether all its hosts have accepted that."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kith_commons.agreement import succession
from kith_commons.agreement.acceptance import Proves, Shown, proven_parties
from kith_commons.agreement.agreement import hash_of
from kith_contracts.agreements.succession import term_of
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import EventTerms, Host
from kith_contracts.words import body_of

KIND: Final = "event"
"""What the agreement is on, as hosts sign it."""


def shown_of(
    event: str, plan: EventPlan, hosts: Iterable[Host], also: Mapping[str, object], deputies: Sequence[str]
) -> Shown:
    """What is published of a text, in whatever order its hosts and their networks come. `also`: who else helps."""
    networks = {host.body: sorted(host.networks) for host in hosts}
    rest = hash_of({"plan": plan, "hosts": networks, **also})
    return Shown(KIND, event, tuple(sorted(networks)), tuple(deputies), rest)


def shown_of_terms(terms: EventTerms) -> Shown:
    """The same, of the text that it will be published of."""
    hosts = [Host(body=each.body, networks=each.networks) for each in terms.parties]
    also = {"guest_hosts": terms.guest_hosts, "sponsors": terms.sponsors}
    return shown_of(terms.subject, terms.plan, hosts, also, terms.deputies)


def shown_of_published(fact: EventPublished, plan: EventPlan) -> Shown:
    """The same, as it is published."""
    also = {"guest_hosts": fact.guest_hosts, "sponsors": fact.sponsors}
    return shown_of(fact.event, plan, fact.hosts, also, fact.deputies)


def lead_of(fact: EventPublished) -> str:
    """The body that leads the event, as the fact says."""
    return fact.succession[-1].lead if fact.succession else body_of(fact.event)


def led(fact: EventPublished, proves: Proves) -> bool:
    """Whether each change of the lead is proven."""
    return succession.proven(proves, KIND, fact.event, body_of(fact.event), fact.succession)


def order(fact: EventPublished) -> tuple[int, int]:
    """What a lead publishes counts by its term, then by its version."""
    return term_of(fact.succession), fact.version


def proven(fact: EventPublished, proves: Proves) -> bool:
    """Whether each host, the lead among them, has signed both acceptances, and each change of the lead is proven."""
    hosts = [host.body for host in fact.hosts]
    return led(fact, proves) and lead_of(fact) in hosts and proven_hosts(fact, proves) == hosts


def proven_hosts(fact: EventPublished, proves: Proves) -> list[str]:
    """The hosts who have signed both acceptances; the networks that of this very plan and these hosts."""
    if fact.plan is None:
        return []
    face = shown_of_published(fact, fact.plan).face
    return proven_parties(proves, face, [host.body for host in fact.hosts], fact.acceptances)
