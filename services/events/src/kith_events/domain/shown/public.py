"""What everyone knows: which bodies take part, and the events of all of them as their leads publish them."""

from datetime import datetime
from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_commons.acceptance import proven
from kith_contracts.events import EventPublished
from kith_contracts.plans import EventPart

# States


class Shown(State):
    """An event of any body, as it is published."""

    kind: ClassVar[str] = "shown"
    folded: ClassVar[bool] = True
    published: EventPublished
    proven: bool = False
    """Whether the yeses of all hosts are signed by them, see `kith_commons.acceptance`."""

    @property
    def id(self) -> str:
        return self.published.event

    @property
    def open(self) -> bool:
        """Whether places may be asked for: it says so, and each host has signed its yeses to what is published."""
        return self.published.status == "open" and self.proven

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


# Decisions


def show(at: Circumstances, fact: EventPublished, shown: Shown | None) -> Decision:
    """Keep the newest; and where an older one of our own stands last in the log, say the newest once more."""
    if shown is None or shown.published.version < fact.version:
        return Decision(states=(Shown(published=fact, proven=proven(fact, at.signatures.proves)),))
    if at.sender == at.body and fact.version < shown.published.version:
        return Decision(says=(shown.published,))
    return NOTHING
