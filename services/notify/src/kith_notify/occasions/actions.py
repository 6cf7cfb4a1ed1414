"""What people meant to do comes back to them: to their own address, in their own words, or without if they chose so."""

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed
from kith_contracts.events.actions import ActionUpdated
from kith_notify.deliveries.delivery import Delivery, identity


def delivery_of(keyed: Keyed, fact: ActionUpdated) -> str:
    """One for each morning on which it comes back."""
    return identity(keyed, fact.person, fact.event, "action", str(fact.returned))


def tell_action(at: Circumstances, fact: ActionUpdated, told: Delivery | None) -> Decision:
    """Send it back, once on each such morning, while nothing was heard of it."""
    if not fact.returned or fact.status != "said" or told:
        return NOTHING
    delivery = Delivery(
        delivery=delivery_of(at.keyed, fact),
        person=fact.person,
        subject=fact.event,
        occasion="action",
        number=fact.returned,
        words=fact.text if fact.mail == "words" else "",
        not_before=at.now,
    )
    return Decision(states=(delivery,))
