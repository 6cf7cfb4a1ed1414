"""The dates that are held now, and who may know of them."""

from datetime import UTC, datetime
from typing import Final

from kith_chassis.service import BodyService
from kith_contracts.access.table import Principal, Subject, Verdict, grants_of, judge
from kith_events.dates.holds import HELD, Hold

HOLDS: Final = "events-holds"
MOST: Final = 1000


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
