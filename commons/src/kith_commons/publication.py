"""What everyone is told of the text of a joint event, and whether all its hosts have accepted that."""

from collections.abc import Iterable, Sequence
from typing import Final

from kith_commons.agreement.acceptance import Face, Proves, proven_parties
from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import EventTerms, GuestHost, Host, Sponsor
from kith_contracts.words import body_of

KIND: Final = "event"
"""What the agreement is on, as hosts sign it."""


def face_of(
    event: str,
    plan: EventPlan,
    hosts: Iterable[Host],
    guest_hosts: Sequence[GuestHost] = (),
    sponsors: Sequence[Sponsor] = (),
) -> str:
    """The hash of what is published of a text, in whatever order its hosts and their networks come."""
    also = {"guest_hosts": list(guest_hosts), "sponsors": list(sponsors)}
    said = {"event": event, "plan": plan, "hosts": {host.body: sorted(host.networks) for host in hosts}}
    return hash_of({**said, **{name: each for name, each in also.items() if each}})


def face_of_terms(terms: EventTerms) -> str:
    """The same, of the text that it will be published of."""
    hosts = [Host(body=each.body, networks=each.networks) for each in terms.parties]
    return face_of(terms.subject, terms.plan, hosts, terms.guest_hosts, terms.sponsors)


def proven(fact: EventPublished, proves: Proves) -> bool:
    """Whether each host, and the lead among them, has signed both acceptances."""
    hosts = [host.body for host in fact.hosts]
    return body_of(fact.event) in hosts and proven_hosts(fact, proves) == hosts


def proven_hosts(fact: EventPublished, proves: Proves) -> list[str]:
    """The hosts who have signed both acceptances; the networks that of this very plan and these hosts."""
    if fact.plan is None:
        return []
    shown = face_of(fact.event, fact.plan, fact.hosts, fact.guest_hosts, fact.sponsors)
    face = Face(KIND, fact.event, shown)
    return proven_parties(proves, face, [host.body for host in fact.hosts], fact.acceptances)
