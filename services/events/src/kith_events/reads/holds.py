"""Who reads the dates that are held."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel

from kith_chassis.api import Find
from kith_chassis.service import BodyService
from kith_contracts.access import Principal, Subject, Verdict, grants_of, judge
from kith_contracts.holds import Held
from kith_contracts.words import BodySlug, Moment
from kith_events.domain.shown.holding import HELD, Hold

HOLDS: Final = "events-holds"
MOST: Final = 1000
Most = Annotated[int, Query(ge=1, le=500)]
After = Annotated[str, Query(max_length=100)]


class HoldPage(BaseModel):
    """A hold of this body, or one that another let it know of, and which others are at the same time."""

    hold: str
    held: Held
    partners: list[str]
    until: Moment
    at_once: list[str]


def add_holds(routes: APIRouter, find: Find) -> None:
    """The read of holds."""

    @routes.get("/holds", operation_id=HOLDS, summary="The dates that this body and others that let it know hold.")
    async def holds(body: BodySlug, after: After = "", most: Most = 200) -> list[HoldPage]:
        running = find(body)
        known = await held_now(running)
        page = [each for each in known if each.hold > after][:most]
        return [_page(each, known) for each in page]


async def held_now(running: BodyService) -> list[Hold]:
    """All that is held now, as far as this body knows."""
    now = datetime.now(UTC)
    found: list[Hold] = []
    while page := await running.views.tagged(Hold, (HELD,), found[-1].id if found else "", MOST):
        found += page
        if len(page) < MOST:
            break
    return [each for each in found if not each.over(now)]


def may_see(asking: Principal, body: str) -> bool:
    """Whether who asks may know of holds: they are between bodies, and not for all their people."""
    return judge(asking, grants_of(HOLDS), Subject(body)) is Verdict.ALLOWED


def _page(hold: Hold, known: list[Hold]) -> HoldPage:
    times = hold.held
    at_once = [
        each.hold
        for each in known
        if each.hold != hold.hold and each.held.starts < times.ends and times.starts < each.held.ends
    ]
    return HoldPage(hold=hold.hold, held=times, partners=list(hold.partners), until=hold.until, at_once=at_once)
