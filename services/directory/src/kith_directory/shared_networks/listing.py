"""Networks that several bodies own, as everyone finds them: whoever leads one publishes it, and proves that it may."""

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_contracts.directory.agreements import SharedNetworkPublished
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.message import Refusal
from kith_directory.networks.listings import Listing, Shared
from kith_directory.shared_networks.publication import published_lead, published_order, published_proven


def list_shared(at: Circumstances, fact: SharedNetworkPublished, listing: Listing | None) -> Decision:
    """Keep the newest of the highest term, if it is proven."""
    lead = published_lead(fact)
    if at.sender != lead or not published_proven(fact, at.signatures):
        return Decision(refusal=Refusal("not-proven", "This is not proven to be the word of the lead.", "succession"))
    known = listing.shared if listing else None
    if known and known.order >= published_order(fact):
        return (
            Decision(says=(known.published,)) if at.sender == at.body == known.lead and _older(known, fact) else NOTHING
        )
    since = listing.since if listing else at.now
    listed = NetworkPublished(
        network=fact.subject,
        name=fact.name,
        purpose=fact.purpose,
        how_to_ask=fact.how_to_ask,
        status=fact.status,
        charter=fact.charter,
        version=fact.version,
    )
    return Decision(states=(Listing(published=listed, shared=Shared(published=fact), since=since, changed=at.now),))


def _older(known: Shared, fact: SharedNetworkPublished) -> bool:
    """Whether one of our own that was paused has written after its successor: the newest has to stand last."""
    return published_order(fact) < known.order
