"""What a host signs when it says yes, and how anyone can verify it with the keys of the registry alone.

A yes names the text that it was said to, which is for its parties only, and the face of that text: the plan, hosts and
sponsors, which are for everyone. An amendment that does not concern a network leaves plan and hosts as they are, so its
yes still fits what is published.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple, Protocol

from kith_commons.agreement.agreement import BEHALVES, hash_of
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import Acceptance, AgreementTerms, GuestHost, Host, OnBehalf, Sponsor
from kith_contracts.signing import canonical
from kith_contracts.words import body_of

TYPE: Final = "org.kith.events.acceptance.v1"
"""Says in what is signed that it is a yes; no message has this type."""


class Proves(Protocol):
    """Whether this body has signed these bytes, with a key that was good then."""

    def __call__(self, body: str, payload: bytes, signature: str, when: datetime) -> bool: ...


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


def face_of_terms(terms: AgreementTerms) -> str:
    """The same, of the text that it will be published of."""
    hosts = [Host(body=each.body, networks=each.networks) for each in terms.parties]
    return face_of(terms.event, terms.plan, hosts, terms.guest_hosts, terms.sponsors)


class Yes(NamedTuple):
    """What a host signs."""

    event: str
    body: str
    on_behalf: OnBehalf
    hash: str
    """Of the text that it accepts."""
    face: str
    at: datetime
    """When it is said, by the clock of its own broker."""

    @property
    def payload(self) -> bytes:
        """The bytes that are signed: canonical JSON of all that, and of what it is."""
        when = self.at.astimezone(UTC).isoformat()
        return canonical({**self._asdict(), "type": TYPE, "at": when})


def signed(proves: Proves, event: str, acceptance: Acceptance) -> bool:
    """Whether the body that is named has said this yes."""
    proof = acceptance.proof
    yes = Yes(event, acceptance.body, acceptance.on_behalf, acceptance.hash, proof.face, proof.at)
    return proves(yes.body, yes.payload, proof.signature, yes.at)


def proven(fact: EventPublished, proves: Proves) -> bool:
    """Whether each host, the lead included, has signed both acceptances."""
    hosts = [host.body for host in fact.hosts]
    return body_of(fact.event) in hosts and proven_hosts(fact, proves) == hosts


def proven_hosts(fact: EventPublished, proves: Proves) -> list[str]:
    """The hosts who have signed both acceptances: the network's of this very plan and these hosts, the body's
    of a text whose money and data only the parties see. A host that is named twice has accepted one of the two at most.
    """
    if fact.plan is None:
        return []
    face = face_of(fact.event, fact.plan, fact.hosts, fact.guest_hosts, fact.sponsors)
    given = {(yes.body, yes.on_behalf): yes for yes in fact.acceptances}

    def says_yes(body: str, behalf: OnBehalf) -> bool:
        yes = given.get((body, behalf))
        return yes is not None and (behalf == "body" or yes.proof.face == face) and signed(proves, fact.event, yes)

    named = Counter(host.body for host in fact.hosts)
    return [body for body, times in named.items() if times == 1 and all(says_yes(body, each) for each in BEHALVES)]
