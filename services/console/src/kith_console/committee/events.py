"""The events to come of the networks that an officer serves: also those that only members find, or nobody does."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from kith_console.listing import Shown
from kith_console.visit import Visit
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import Listing
from kith_contracts.pages.agreements import AgreementLine, AgreementPage

AGREED: Final = ("active", "amended")


class Coming(NamedTuple):
    """An event to come."""

    event: str
    about: EventPlan | Listing
    public: bool
    """Whether everyone finds it."""


async def coming(visit: Visit, found: Iterable[Shown], agreements: Iterable[AgreementLine]) -> list[Coming]:
    """Those that a network hosts which they serve, by their day. Of what not everyone finds, the agreement says whose
    it is.
    """
    served, now = {*visit.session.serves}, datetime.now(UTC)
    public = {event.event: (event, about) for event, about in found}
    ours = [
        Coming(name, about, public=True)
        for name, (event, about) in public.items()
        if any(served & {*host.networks} for host in event.hosts)
    ]
    hidden = [each for each in agreements if each.status in AGREED and each.ends > now and each.subject not in public]
    pages = await asyncio.gather(
        *[visit.read_or(None, "events", f"agreements/{each.subject}", AgreementPage) for each in hidden]
    )
    ours += [
        Coming(page.subject, page.terms.plan, public=False)
        for page in pages
        if page and any(served & {*party.networks} for party in page.terms.parties)
    ]
    return sorted(ours, key=lambda each: each.about.starts)
