"""What an owner reads of the duties of a shared network: whose turn it is, what is done, and what it is relieved of."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused
from kith_contracts.pages.shared_networks import DutiesPage, SwapLine, TurnLine
from kith_contracts.words import BodySlug, Slug
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.turns import MOST_OWNERS, SaidOfTurns, rota

Year = Annotated[int | None, Query(ge=2020, le=2099)]


def add_duties(routes: APIRouter, find: Find) -> None:
    """The read of the duties of a network that this body owns with others."""

    @routes.get(
        "/shared-networks/{owner}/{network}/duties",
        operation_id="directory-network-duties",
        summary="Who does which duty when in a network of several owners, what is done, and what others do for us.",
    )
    async def duties(body: BodySlug, owner: BodySlug, network: Slug, *, year: Year = None) -> DutiesPage:
        views, name = find(body).views, f"{owner}/{network}"
        home: SharedNetwork | None = await views.get(SharedNetwork.at(name))
        if home is None:
            raise Refused(404, "network-unknown", "There is nothing here for this name.", "network")
        said: list[SaidOfTurns] = await views.page(SaidOfTurns, f"{name}/", "", MOST_OWNERS)
        now = datetime.now(UTC)
        return await asyncio.to_thread(page, home, said, body, year or now.year, now)


def page(home: SharedNetwork, said: list[SaidOfTurns], body: str, year: int, now: datetime) -> DutiesPage:
    """The turns of a year as this body reads them; of a network that has ended for it, those that were over before."""
    known = {each.body: each for each in said}
    tasks = {each.duty: each.task for earlier in home.rotas for each in earlier.duties}
    last = now.date() if home.status == "active" else home.heard.date()
    found = [each for each in rota(home, said, year) if home.status == "active" or each.period.last < last]
    lines = [
        TurnLine(
            duty=turn.duty.name,
            task=tasks[turn.duty.name],
            weight=turn.duty.weight,
            owner=turn.owner,
            period=turn.period.name,
            due=turn.period.last,
            swapped=turn.swapped,
            status=known.get(turn.owner, SaidOfTurns(network=home.id, body=turn.owner)).standing(turn, now),
        )
        for turn in found
    ]
    offers = [*_swaps(said, body, home.agreed.turns_since)]
    own = [line for line in lines if line.owner == body]
    return DutiesPage(
        subject=home.id,
        year=year,
        turns=lines,
        own_turns=len(own),
        own_weight=sum(line.weight for line in own),
        weight=sum(line.weight for line in lines),
        swaps=offers,
        relieved=_relieved(lines, own),
    )


def _swaps(said: list[SaidOfTurns], body: str, since: datetime) -> Iterator[SwapLine]:
    by = {each.body: each for each in said}
    for each in said:
        for offer in each.swaps:
            if offer.word == "offered" and offer.turns_since == since and body in (each.body, offer.other):
                known = by[offer.other].answer_to(offer, each.body) if offer.other in by else None
                named = offer.model_dump(include={"duty", "period", "for_duty", "for_period"})
                yield SwapLine(by=each.body, to=offer.other, status=known.word if known else "offered", **named)


def _relieved(lines: list[TurnLine], own: list[TurnLine]) -> list[str]:
    every, ours = (Counter((line.duty, line.task) for line in each) for each in (lines, own))
    return [
        f"Others do {many - ours[which]} of {many}: {which[1]}"
        for which, many in sorted(every.items())
        if many > ours[which]
    ]
