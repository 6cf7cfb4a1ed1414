"""What an owner reads of the money of a shared network: the lines, who has asked for what, and how all stand."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused
from kith_contracts.directory.pool import AccountRow, MoneyAsk, Pool, YearAccount
from kith_contracts.pages.money import AskLine, AskStanding, BudgetStanding, NetworkMoneyPage
from kith_contracts.words import BodySlug, Slug
from kith_directory.money.accounts import standing
from kith_directory.money.answers import KeptYear
from kith_directory.money.own import OwnMoney, unheard
from kith_directory.money.pool import committed, in_pool, room, settled, years
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.words import SIGNS, money

Year = Annotated[int | None, Query(ge=2020, le=2099)]


def add_money(routes: APIRouter, find: Find) -> None:
    """The read of the money of a network that this body owns with others."""

    @routes.get(
        "/shared-networks/{owner}/{network}/money",
        operation_id="directory-network-money",
        summary="The money of a network of several owners in a year: lines, asks, spendings, and who owes whom.",
    )
    async def network_money(body: BodySlug, owner: BodySlug, network: Slug, *, year: Year = None) -> NetworkMoneyPage:
        views, name = find(body).views, f"{owner}/{network}"
        home: SharedNetwork | None = await views.get(SharedNetwork.at(name))
        if home is None:
            raise Refused(404, "network-unknown", "There is nothing here for this name.", "network")
        now = datetime.now(UTC)
        own: OwnMoney | None = await views.get(OwnMoney.at(name))
        kept: KeptYear | None = await views.get(KeptYear.at(name, str(year or now.year)))
        return await asyncio.to_thread(page, home, own, kept, body=body, year=year or now.year, now=now)


def page(
    home: SharedNetwork, own: OwnMoney | None, kept: KeptYear | None, *, body: str, year: int, now: datetime
) -> NetworkMoneyPage:
    """The money of a year as this body reads it."""
    terms, pool = home.terms, home.agreed.pool
    together = sum(party.contribution for party in terms.parties)
    alone = sum(party.contribution for party in terms.parties if party.body == body)
    sign, account = SIGNS[terms.currency], _account(pool, kept, year)
    accepted = {each.body for each in account.answers if each.verdict == "accepted"} if account else set()
    return NetworkMoneyPage(
        subject=home.id,
        year=year,
        open_years=years(pool),
        currency=terms.currency,
        in_short=f"Together {money(sign, together)}, alone {money(sign, alone)}.",
        together=together,
        alone=alone,
        there=in_pool(pool),
        ours=_ours(pool, body),
        silent=home.silent(now),
        lines=_lines(home, year),
        asks=_asks(home, own, kept, body, year),
        rows=_rows(pool, kept, year),
        account=account,
        missing=[each for each in terms.bodies if each not in accepted] if account and not kept else [],
    )


def _account(pool: Pool, kept: KeptYear | None, year: int) -> YearAccount | None:
    if kept:
        return kept.account
    return pool.account if pool.account and pool.account.year == year else None


def _rows(pool: Pool, kept: KeptYear | None, year: int) -> list[AccountRow]:
    if kept:
        return kept.account.rows
    return next((each.rows for each in standing(pool) if each.year == year), [])


def _ours(pool: Pool, body: str) -> int:
    """The own part at the end of the last year that is open."""
    accounts = standing(pool)
    if not accounts:
        return sum(part.pence for part in pool.parts if part.body == body)
    return sum(row.remains for row in accounts[-1].rows if row.body == body)


def _lines(home: SharedNetwork, year: int) -> list[BudgetStanding]:
    pool = home.agreed.pool
    found = []
    for line in home.terms.lines:
        asks = [ask for ask in pool.asks if (ask.year, ask.line) == (year, line.line)]
        left = room(pool, year, line.line, line.pence) if year in years(pool) else 0
        found.append(
            BudgetStanding(
                line=line.line,
                what_for=line.what_for,
                claimants=line.claimants,
                pence=line.pence,
                granted=committed(pool, year, line.line),
                spent=sum(ask.spent or 0 for ask in asks),
                waiting=sum(ask.pence for ask in asks if ask.status == "waiting"),
                left=left,
            )
        )
    return found


def _asks(home: SharedNetwork, own: OwnMoney | None, kept: KeptYear | None, body: str, year: int) -> list[AskLine]:
    """Those that the lead has answered, and after them the own ones that it has not."""
    pool = home.agreed.pool
    answered = [ask for ask in (kept.asks if kept and settled(pool, year) else pool.asks) if ask.year == year]
    known = {(ask.body, ask.ask) for ask in answered}
    sent = [
        MoneyAsk(body=body, status="waiting", **each.model_dump(exclude={"subject", "spent", "report"}))
        for each in (unheard(pool, own, body) if own else [])
        if each.year == year and (body, each.ask) not in known
    ]
    events = {(body, each.ask): each.event for each in own.used.values() if own.in_books(each.ask)} if own else {}
    lines = [*[_line(ask, ask.status) for ask in answered], *[_line(ask, "sent") for ask in sent]]
    return [each.model_copy(update={"event": events.get((each.owner, each.ask))}) for each in lines]


def _line(ask: MoneyAsk, status: AskStanding) -> AskLine:
    said = ask.model_dump(exclude={"body", "status", "year", "version"})
    return AskLine(owner=ask.body, status=status, event=None, **said)
