"""Which bodies take part in the consortium, as a service keeps it: the newest registration of each."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_contracts.consortium import BodyRegistered


class Member(State):
    """A body of the consortium, as the registry has it."""

    kind: ClassVar[str] = "member"
    registered: BodyRegistered

    @property
    def id(self) -> str:
        return self.registered.body

    @property
    def admitted(self) -> bool:
        return self.registered.status == "admitted"


def register(_at: Circumstances, fact: BodyRegistered, known: Member | None) -> Decision:
    """Keep the newest registration."""
    if known and known.registered.version >= fact.version:
        return NOTHING
    return Decision(states=(Member(registered=fact),))
