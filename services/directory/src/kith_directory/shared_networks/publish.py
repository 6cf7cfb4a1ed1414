"""What everyone is told of a network, as its lead publishes it."""

from kith_chassis.decision import Decision
from kith_contracts.directory.agreements import NetworkAgreed, SharedNetworkPublished
from kith_directory.shared_networks.network import LedNetwork
from kith_directory.shared_networks.publication import public_charter


def publish(led: LedNetwork) -> Decision:
    """The public face of the text that is in force, said if it has changed. A network that only invitation finds has
    none; one that could be found before is said to have ended.
    """
    before, agreed = led.published, led.agreed
    if agreed is None:
        return Decision(states=(led,))
    hidden = agreed.terms.charter.findable == "invitation"
    if hidden and before is None:
        return Decision(states=(led,))
    over = hidden or led.status in ("ended", "withdrawn")
    face = _ended(before) if over and before else _face(agreed)
    version = before.version if before else 0
    if before and face.model_copy(update={"version": version}) == before:
        return Decision(states=(led,))
    face = face.model_copy(update={"version": version + 1})
    return Decision(states=(led.but(published=face),), says=(face,))


def _face(agreed: NetworkAgreed) -> SharedNetworkPublished:
    terms, charter = agreed.terms, agreed.terms.charter
    return SharedNetworkPublished(
        subject=terms.subject,
        name=charter.name,
        purpose=charter.purpose,
        how_to_ask=charter.how_to_ask,
        status="active",
        charter=public_charter(charter),
        owners=terms.bodies,
        deputies=terms.deputies,
        succession=terms.succession,
        acceptances=agreed.acceptances,
        version=1,
    )


def _ended(before: SharedNetworkPublished) -> SharedNetworkPublished:
    return before.model_copy(update={"status": "ended"})
