"""What needs the organisation's own yes: money and data of joint events, and of networks that several own."""

import asyncio
from datetime import datetime
from typing import Final, NamedTuple

from kith_console.listing import every
from kith_console.visit import Visit
from kith_contracts.agreements.terms import AgreementStatus
from kith_contracts.pages.agreements import AgreementLine, AgreementPage
from kith_contracts.pages.shared_networks import SharedNetworkLine, SharedNetworkPage

FORMING: Final[frozenset[AgreementStatus]] = frozenset({"proposed", "partly-accepted", "amended"})
"""While an agreement stands so, answers are still missing."""
STANDING: Final[frozenset[AgreementStatus]] = frozenset({"active", "amended", "ended"})
MOST_TEXTS: Final = 50
MOST_LINES: Final = 200


class Wanted(NamedTuple):
    """A text that waits for the organisation's yes, and what it would cost."""

    title: str
    inner: str
    """The inner path of its page."""
    lead: str
    starts: datetime | None
    pence: int
    """What is asked of us: in all for an event, each year for a network."""
    yearly: bool
    currency: str
    details: bool
    """Whether details of people are sent to the lead."""
    again: bool
    """Whether we have said yes before, and something has changed."""


async def agreements(visit: Visit) -> list[AgreementLine]:
    """All joint events that the organisation was asked to join, its own among them."""
    return await every(visit, "events", "agreements", list[AgreementLine], lambda each: each.subject, most=MOST_TEXTS)


async def shared_networks(visit: Visit) -> list[SharedNetworkLine]:
    """All networks that it owns with others, or was asked to."""
    return await every(
        visit, "directory", "shared-networks", list[SharedNetworkLine], lambda each: each.subject, most=MOST_LINES
    )


async def wanted(visit: Visit, events: list[AgreementLine], networks: list[SharedNetworkLine]) -> list[Wanted]:
    """What waits for its yes: events by their day, then networks."""
    open_events = [each for each in events if each.status in FORMING and "body" not in each.answers]
    open_networks = [each for each in networks if each.status in FORMING and "body" not in each.answers]
    return [
        *await asyncio.gather(*[_of_event(visit, each) for each in sorted(open_events, key=lambda each: each.starts)]),
        *await asyncio.gather(*[_of_network(visit, each) for each in open_networks]),
    ]


async def _of_event(visit: Visit, line: AgreementLine) -> Wanted:
    terms = (await visit.read("events", f"agreements/{line.subject}", AgreementPage)).terms
    party = terms.party(visit.body)
    return Wanted(
        title=line.title,
        inner=f"agreements/{line.subject}",
        lead=terms.led_by,
        starts=line.starts,
        pence=terms.cost_pence * party.cash_percent // 100 if party else 0,
        yearly=False,
        currency=terms.currency,
        details=bool(terms.data_fields),
        again="body" in line.reopened,
    )


async def _of_network(visit: Visit, line: SharedNetworkLine) -> Wanted:
    page = await visit.read("directory", f"shared-networks/{line.subject}", SharedNetworkPage)
    party = page.terms.party(visit.body)
    return Wanted(
        title=line.name,
        inner=f"agreements/network/{line.subject}",
        lead=line.lead,
        starts=None,
        pence=party.contribution if party else 0,
        yearly=True,
        currency=page.terms.currency,
        details=False,
        again=page.in_force is not None,
    )
