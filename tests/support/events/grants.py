"""What a network has granted to a body, as its directory tells its events service, and costs that a grant pays."""

from typing import Any, Final

from support.events.scenes import EVENT

from kith_contracts.directory.money import GrantUpdated
from kith_contracts.events.settlement import RecordCost
from kith_events.settlement.grants import Grant, Grants

NETWORK: Final = "iop/returners"


def granted(ask: str, pence: int, **changes: Any) -> GrantUpdated:
    fields = {"network": NETWORK, "ask": ask, "line": "day", "currency": "GBP", "status": "granted", "version": 1}
    return GrantUpdated(pence=pence, **{**fields, **changes})


def paid(ask: str, number: int, pence: int, **changes: Any) -> RecordCost:
    fields = {"event": EVENT, "currency": "GBP", "what": "The hall", "form": "line", "network": NETWORK}
    return RecordCost(ask=ask, number=number, pence=pence, **{**fields, **changes})


def grant(node: Any, ask: str) -> Grant:
    """What this body knows of a grant, and what its books take of it."""
    kept: Grants = node.state(Grants.at(node.body))
    return kept.grants[f"{NETWORK}/{ask}"]
