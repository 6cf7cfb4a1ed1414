"""What everyone knows: which bodies take part, and the events of all of them as their leads publish them."""

from datetime import datetime
from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_commons.publication import lead_of, led, order, proven, proven_hosts
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.events.terms import Host
from kith_contracts.words import BodySlug, body_of

# States


class Shown(State):
    """An event of any body, as it is published."""

    kind: ClassVar[str] = "shown"
    folded: ClassVar[bool] = True
    published: EventPublished
    proven: bool = False
    """Whether all hosts have signed their acceptances, see `kith_commons.publication`."""
    hosts: list[BodySlug] = []  # noqa: RUF012 - pydantic copies it
    """The hosts that have signed, where not all have."""

    @property
    def id(self) -> str:
        return self.published.event

    @property
    def open(self) -> bool:
        """Whether places may be asked for: it says so, and each host has signed that it accepts what is published."""
        return self.published.status == "open" and self.proven

    @property
    def face(self) -> EventPublished:
        """As it is shown: its lead, and of what the lead says of others that which they have signed."""
        fact, lead = self.published, lead_of(self.published)
        if self.proven:
            return fact.model_copy(update={"hosts": [_itself(host) for host in fact.hosts]})
        hosts = [_itself(host) for host in fact.hosts if host.body in self.hosts]
        if lead not in self.hosts:
            hosts.insert(0, Host(body=lead))
        unsigned: dict[str, object] = {
            "status": "reopened" if fact.status == "open" else fact.status,
            "plan": fact.plan and _placed(fact.plan, {lead, *self.hosts}),
            "acceptances": [each for each in fact.acceptances if each.body in self.hosts],
            **{name: [] for name in ("guest_hosts", "sponsors", "availability")},
        }
        return fact.model_copy(update={**unsigned, "hosts": hosts})

    @property
    def called_off(self) -> bool:
        """Whether it will not take place."""
        return self.published.status == "cancelled"

    def part(self, name: str) -> EventPart | None:
        """What places of this name are asked for."""
        return self.published.plan.booking(name) if self.published.plan else None

    def details_open(self, now: datetime) -> bool:
        """Whether the host may be sent what is agreed of registrants now."""
        details = self.published.details
        return details is not None and details.opens <= now < details.closes

    def hosted_by(self, body: str) -> bool:
        return any(host.body == body for host in self.published.hosts)


def _itself(host: Host) -> Host:
    """A host speaks for no network of another."""
    return host.model_copy(update={"networks": [each for each in host.networks if body_of(each) == host.body]})


def _placed(plan: EventPlan, hosts: set[str]) -> EventPlan:
    """The plan, with parts at these hosts alone."""
    parts = [part if part.host in hosts else part.model_copy(update={"host": None}) for part in plan.parts]
    return plan.model_copy(update={"parts": parts})


# Decisions


def show(at: Circumstances, fact: EventPublished, shown: Shown | None) -> Decision:
    """Keep the newest that its lead says; and where an older one of our own stands last in the log, say the newest once
    more. Who says that it leads after others has to prove it.
    """
    if at.sender != lead_of(fact) or not led(fact, at.signatures.proves):
        return NOTHING
    if shown is None or order(shown.published) < order(fact):
        proves = at.signatures.proves
        whole = proven(fact, proves)
        return Decision(
            states=(Shown(published=fact, proven=whole, hosts=[] if whole else proven_hosts(fact, proves)),)
        )
    ours = at.sender == at.body == lead_of(shown.published)
    return Decision(says=(shown.published,)) if ours and order(fact) < order(shown.published) else NOTHING
