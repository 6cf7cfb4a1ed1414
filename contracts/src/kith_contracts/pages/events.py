"""An event as the organisation that leads it reads it."""

from kith_contracts.descriptions import Described
from kith_contracts.events.agreements import AgreementStatus
from kith_contracts.events.terms import AgreementTerms, OnBehalf
from kith_contracts.pages.dates import Clash
from kith_contracts.pages.wording import Advice


class PartPlaces(Described):
    """How the places of an open part stand, for the lead."""

    part: str
    places: int
    availability: str
    granted: int
    offered: int
    waiting: int
    granted_by_body: dict[str, int]
    """Of those who walked in and named no organisation under an empty name."""


class PartBlocks(Described):
    """Who holds how many blocks of entry codes of a closed part; who uses them, only homes know."""

    part: str
    block: int
    blocks_by_body: dict[str, int]
    pool: int


class LedEvent(Described):
    """An event or draft of this body as lead: who has not accepted yet, who has withdrawn and why, and how its places
    stand.
    """

    event: str
    status: AgreementStatus
    version: int
    hash: str
    missing: list[tuple[str, OnBehalf]]
    departed: dict[str, str]
    terms: AgreementTerms
    hints: list[str]
    """What the parties may want to look at again, or do next; it blocks nothing."""
    wording: list[Advice]
    """Words in what everyone will read that leave people out, by the list of this body."""
    clashes: list[Clash]
    """What else is on at its times, until all have said yes to them; it blocks nothing either."""
    parts: list[PartPlaces]
    closed_parts: list[PartBlocks]
