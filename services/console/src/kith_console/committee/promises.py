"""What organisations mean to do after an event, as those who speak for one of them read it."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from kith_console.visit import Visit
from kith_contracts.pages.actions import BodyActionPage
from kith_contracts.pages.agreements import AgreementLine

MOST: Final = 5
"""Actions that one organisation can say after one event."""
SOON: Final = timedelta(days=7)
"""So long before its day an action is due."""
LOOK_BACK: Final = timedelta(days=180)
"""Events that are over for longer are not listed."""
NUDGE: Final = timedelta(days=28)
"""So long after an event it is asked what the organisation will do."""
AGREED: Final = ("active", "amended", "ended")


class Over(NamedTuple):
    """An event that is over, and what the organisations mean to do."""

    line: AgreementLine
    actions: list[BodyActionPage]
    ours: list[BodyActionPage]

    @property
    def open(self) -> list[BodyActionPage]:
        """Ours of which nobody has said yet what became of them."""
        return [each for each in self.ours if each.action.status == "said"]


async def of_event(visit: Visit, subject: str) -> list[BodyActionPage]:
    """All actions of one event: ours as we said them last, those of others as the lead has told them."""
    return await visit.read("events", f"agreements/{subject}/actions", list[BodyActionPage])


async def after_events(visit: Visit, found: Iterable[AgreementLine]) -> list[Over]:
    """Of the events that are over, the newest first."""
    now = datetime.now(UTC)
    over = [each for each in found if each.status in AGREED and now - LOOK_BACK < each.ends < now]
    over.sort(key=lambda each: each.ends, reverse=True)
    said = await asyncio.gather(*[of_event(visit, each.subject) for each in over])
    return [Over(line, actions, ours(actions, visit.body)) for line, actions in zip(over, said, strict=True)]


def ours(actions: Iterable[BodyActionPage], body: str) -> list[BodyActionPage]:
    """Those of this organisation, by their numbers."""
    return sorted((each for each in actions if each.action.body == body), key=lambda each: each.action.number)


def free_number(actions: Iterable[BodyActionPage]) -> int | None:
    """The number under which the organisation says its next one; None if it has said all that it can."""
    taken = {each.action.number for each in actions}
    return next((number for number in range(1, MOST + 1) if number not in taken), None)


def standing(one: BodyActionPage, today: date) -> str:
    """How it stands: `done`, `not-done`, `overdue`, `due` within a week, or `said`."""
    if one.action.status == "said" and one.overdue:
        return "overdue"
    return "due" if one.action.status == "said" and one.action.by - today <= SOON else one.action.status
