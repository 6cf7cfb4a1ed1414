"""What is told to who contributes to a programme: only that something of theirs has moved."""

from kith_chassis.decision import Circumstances, Decision, Keyed
from kith_contracts.notify.occasions import TellSession
from kith_notify.deliveries.delivery import Delivery, identity, once


def delivery_of(keyed: Keyed, command: TellSession) -> str:
    """The same for the same version of the programme, whatever of theirs has moved in it."""
    return identity(keyed, command.person, command.event, "session", str(command.number))


def tell_session(at: Circumstances, command: TellSession, known: Delivery | None) -> Decision:
    """Once for each version."""
    told = Delivery(
        delivery=delivery_of(at.keyed, command),
        person=command.person,
        subject=command.event,
        occasion="session",
        number=command.number,
        not_before=at.now,
    )
    return once(told, known)
