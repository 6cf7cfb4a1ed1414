"""Networks, as everyone and as their own organisation reads them."""

from datetime import date
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.directory.charters import NetworkCharter, NetworkStatus


class NetworkAdvice(Described):
    """One piece: what was checked, which field it is about, and what to do."""

    check: Literal["term", "review", "parent", "work"]
    where: str
    sentence: str


class WhereToJoin(Described):
    """The organisation whose people are in a network: there one joins it, and at its node."""

    body: str
    name: str
    website: str | None
    here: bool
    """Whether that is the organisation of this node."""


class NetworkPage(Described):
    """A network as its body publishes it, and where it belongs: only networks that everyone may find are named."""

    network: str
    name: str
    purpose: str
    how_to_ask: str
    status: NetworkStatus
    charter: NetworkCharter | None
    version: int
    part_of: str | None
    parts: list[str]
    """Those that show what they are part of; who is listed by name alone does not."""
    where_to_join: WhereToJoin


class OwnNetwork(Described):
    """A network of the own body, whoever may find it."""

    network: str
    charter: NetworkCharter
    status: NetworkStatus
    version: int
    parts: list[str]
    """Its parts; for an officer those that can be found without an invitation, and those that they serve."""
    advice: list[NetworkAdvice]


class SizePage(Described):
    """About how many members a network has."""

    network: str
    members: str
    """`0`, `fewer than 5`, or the nearest multiple of five."""
    on: date
    """The Monday on which there were so many; it stays the same for a week."""
