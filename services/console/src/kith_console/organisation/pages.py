"""The first page of who speaks for an organisation, in five lines. There is never a member on it."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime

from starlette.responses import Response

from kith_console.charters import wishes
from kith_console.listing import every, learn_names
from kith_console.node import Away
from kith_console.organisation.aside import set_aside
from kith_console.organisation.questions import owed_answers
from kith_console.organisation.tasks import (
    FORMING,
    MOST_LINES,
    STANDING,
    agreements,
    shared_networks,
    wanted,
)
from kith_console.organisation.waits import FOR_A_TEXT, FOR_A_WELCOME, FOR_AN_ANSWER, Books, waits
from kith_console.organisation.year import Year, places, sums
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.pages.agreements import AgreementLine
from kith_contracts.pages.bodies import BodyPage
from kith_contracts.pages.health import Health
from kith_contracts.pages.networks import OwnNetwork
from kith_contracts.pages.places import Ledger
from kith_contracts.pages.settlement import OwnSettlement
from kith_contracts.pages.webhooks import OwnWebhook
from kith_contracts.pages.welcome import WelcomePage

ORGANISATION = Room()


@ORGANISATION.signed_in("organisation")
async def organisation(visit: Visit) -> Response:
    """What needs our yes, what we owe answers on, our networks, our year, our systems."""
    if not visit.is_admin:
        return visit.nothing()
    now = datetime.now(UTC)
    bodies, lines, shared, own = await asyncio.gather(
        learn_names(visit), agreements(visit), shared_networks(visit), own_networks(visit)
    )
    books = await _books(visit, lines, now)
    welcomes, owed, also, year = await asyncio.gather(
        visit.read("directory", "welcomes", list[WelcomePage]),
        owed_answers(visit, now),
        waits(visit, lines, shared, books),
        _year(visit, lines, books, now),
    )
    health, systems, parked = await asyncio.gather(
        _health(visit), visit.read("notify", "webhooks", list[OwnWebhook]), set_aside(visit)
    )
    asked = await wanted(visit, lines, shared)
    welcome = [each for each in welcomes if each.answer is None and each.status != "ended"]
    return visit.show(
        "organisation/organisation.html",
        now=now,
        wanted=asked,
        owed=owed,
        welcomes=welcome,
        also=also,
        things=len(asked) + len(welcome) + len(owed) + len(also),
        minutes=FOR_A_TEXT * len(asked)
        + FOR_A_WELCOME * len(welcome)
        + FOR_AN_ANSWER * len(owed)
        + sum(each.minutes for each in also),
        networks=[each for each in own if each.status != "ended"],
        ended=[each for each in own if each.status == "ended"],
        shared=[each for each in shared if each.status in STANDING | FORMING and each.status != "ended"],
        year=year,
        health=health,
        parked=parked,
        wishes=await wishes.waiting(visit),
        known=profile_of(bodies, visit.body) is not None,
        stuck=[each for each in systems if each.status == "stopped" or each.to_send_again],
    )


async def own_networks(visit: Visit) -> list[OwnNetwork]:
    """The networks of the organisation, whoever may find them."""
    return await every(visit, "directory", "own-networks", list[OwnNetwork], lambda each: each.network, most=MOST_LINES)


def profile_of(bodies: Iterable[BodyPage], body: str) -> BodyPage | None:
    """The page of an organisation that has published its profile; None if it has not."""
    return next((each for each in bodies if each.registered.body == body and each.profile), None)


async def _books(visit: Visit, lines: list[AgreementLine], now: datetime) -> list[Books]:
    """Of the events of this year and the last that are over."""
    over = [each for each in lines if each.starts.year >= now.year - 1 and each.ends < now and each.status in STANDING]
    own = await asyncio.gather(
        *[visit.read("events", f"agreements/{each.subject}/settlement", OwnSettlement) for each in over]
    )
    return [Books(line, each) for line, each in zip(over, own, strict=True)]


async def _year(visit: Visit, lines: list[AgreementLine], books: list[Books], now: datetime) -> Year:
    held = [each for each in lines if each.starts.year == now.year and each.status in STANDING]
    ledgers = await visit.read("events", "exchanges", list[Ledger])
    of_year = [own for line, own in books if line.starts.year == now.year]
    given, taken = places(ledgers, frozenset(each.subject for each in held))
    accounts = [each.account for each in of_year if each.account]
    return Year(now.year, given, taken, sums(visit.body, accounts), len(of_year) - len(accounts))


async def _health(visit: Visit) -> Health | None:
    """How the node is; None if it does not say so."""
    try:
        return await visit.console.node.health()
    except Away:
        return None
