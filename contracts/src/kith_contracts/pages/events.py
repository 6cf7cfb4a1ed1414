"""An event as the organisation that leads it reads it."""

from kith_contracts.agreements.terms import AgreementStatus, OnBehalf
from kith_contracts.descriptions import Described
from kith_contracts.events.terms import EventTerms
from kith_contracts.pages.dates import Clash
from kith_contracts.pages.wording import Advice


class PartPlaces(Described):
    """How the places of an open part stand, for the lead."""

    part: str
    """Short name of the part or fund."""
    places: int
    """How many places there are in all; for a fund, its sum in pence."""
    availability: str
    """How full it is: `available`, `few` (a tenth of the places or less, or the last one; always of five or
    fewer) or `full`."""
    granted: int
    """How many places are taken, without those of people who walked in."""
    offered: int
    """How many offers wait for an answer."""
    waiting: int
    """How many requests are on the waiting list."""
    granted_by_body: dict[str, int]
    """Of those who walked in and named no organisation under an empty name."""


class PartBlocks(Described):
    """Who holds how many blocks of entry codes of a closed part; who uses them, only homes know."""

    part: str
    """Short name of the closed part."""
    block: int
    """How many codes one block has."""
    blocks_by_body: dict[str, int]
    """By organisation: how many blocks it holds. Organisations without a block are left out."""
    pool: int
    """How many blocks nobody holds yet."""


class LedEvent(Described):
    """An event or draft of this body as lead: who has not accepted yet, who has withdrawn and why, and how its places
    stand.
    """

    event: str
    """Full name of the event, such as `iop/women-in-physics`."""
    status: AgreementStatus
    """How the agreement stands."""
    version: int
    """Version of the present text."""
    hash: str
    """SHA-256 hash of the present text, in hexadecimal. An answer names it, so that nobody accepts another text."""
    missing: list[tuple[str, OnBehalf]]
    """Who has not accepted the present text: the organisation, and on whose behalf. It is empty once the agreement is
    over."""
    departed: dict[str, str]
    """By organisation that was a party and has left: why, in its own words; empty if it gave no reason, or if the lead
    left it out."""
    terms: EventTerms
    """The present text: plan, parties, money, places and data."""
    hints: list[str]
    """What the parties may want to look at again, or do next; it blocks nothing."""
    wording: list[Advice]
    """Words in what everyone will read that leave people out, by the list of this body."""
    clashes: list[Clash]
    """What else is on at its times, until all have said yes to them; it blocks nothing either."""
    unheard: list[str]
    """Slugs of parties that have not said yet which places their people have, since this organisation has taken over as
    lead: what they could have is kept.
    """
    parts: list[PartPlaces]
    """How the places of each open part and fund stand."""
    closed_parts: list[PartBlocks]
    """How the blocks of each closed part stand."""
