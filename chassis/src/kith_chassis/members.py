"""Which bodies take part in the consortium, as a service keeps it: the newest registration of each."""

from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, Views
from kith_contracts.consortium import BodyRegistered
from kith_contracts.message import Message

MOST_BODIES: Final = 500


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


async def admitted(views: Views, _message: Message, _at: Circumstances) -> frozenset[str]:
    """The bodies that take part in the consortium now."""
    return frozenset(each.id for each in await views.page(Member, "", "", MOST_BODIES) if each.admitted)
