"""What is told about introductions: only that there is something to look at."""

from typing import Final

from kith_chassis.decision import Circumstances, Decision, Keyed
from kith_contracts.notify.deliveries import TellIntroduction
from kith_notify.occasions.events import Delivery, hint, identity
from kith_notify.recipients.recipient import Recipient

STEPS: Final = {"offered": 1, "made": 2, "asked": 3}


def delivery_of(keyed: Keyed, command: TellIntroduction) -> str:
    """The same for the same step of the same introduction."""
    return identity(keyed, command.person, command.event, "introduction", f"{command.introduction}/{command.step}")


def tell_introduction(
    at: Circumstances, command: TellIntroduction, recipient: Recipient | None, known: Delivery | None
) -> Decision:
    """One mail for each step, to who wants mails at all."""
    told = Delivery(
        delivery=delivery_of(at.keyed, command),
        person=command.person,
        subject=command.event,
        occasion="introduction",
        number=STEPS[command.step],
        not_before=at.now,
    )
    return hint(told, recipient, known)
