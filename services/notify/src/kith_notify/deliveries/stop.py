"""The link in each mail with which its person hears less, without signing in."""

from hmac import compare_digest
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed
from kith_contracts.notify.preferences import StopMail
from kith_notify.deliveries.delivery import Delivery
from kith_notify.recipients.preferences import of_networks
from kith_notify.recipients.recipient import Recipient

PROOF: Final = "stop-mail"


def token_of(keyed: Keyed, delivery: str) -> str:
    """What the link has: the id of the delivery, which names nobody, and a proof that only this node can make."""
    return f"{delivery}{keyed(PROOF, delivery)}"


def delivery_of(keyed: Keyed, token: str) -> str | None:
    """The delivery of a link; None if this node never made that link."""
    delivery = token[: len(token) // 2]
    made = token_of(keyed, delivery).encode()
    return delivery if compare_digest(token.encode("utf-8", "replace"), made) else None


def stop(_at: Circumstances, _command: StopMail, recipient: Recipient | None, delivery: Delivery | None) -> Decision:
    """What they had is about networks: nothing more of these. It was a weekly mail: only what they booked. Else:
    nothing at all, but that something they booked is called off.
    """
    if recipient is None or delivery is None:
        return NOTHING
    if networks := [each for each in delivery.networks if each in recipient.networks]:
        chosen = of_networks(recipient.chosen, networks, "nothing")
    else:
        less = "booked" if delivery.occasion == "weekly" else "nothing"
        chosen = recipient.chosen.model_copy(update={"how_much": less})
    return NOTHING if chosen == recipient.chosen else Decision(states=(recipient.but(chosen=chosen),))
