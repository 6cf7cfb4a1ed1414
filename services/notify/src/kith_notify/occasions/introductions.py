"""What is told about introductions: only that there is something to look at."""

from typing import Final

from kith_chassis.decision import Circumstances, Decision, Keyed
from kith_contracts.notify.occasions import TellIntroduction
from kith_notify.deliveries.delivery import Delivery, identity, once

STEPS: Final = {"offered": 1, "made": 2, "asked": 3}


def delivery_of(keyed: Keyed, command: TellIntroduction) -> str:
    """The same for the same step of the same introduction."""
    return identity(keyed, command.person, command.event, "introduction", f"{command.introduction}/{command.step}")


def tell_introduction(at: Circumstances, command: TellIntroduction, known: Delivery | None) -> Decision:
    """Once for each step."""
    told = Delivery(
        delivery=delivery_of(at.keyed, command),
        person=command.person,
        subject=command.event,
        occasion="introduction",
        number=STEPS[command.step],
        not_before=at.now,
    )
    return once(told, known)
