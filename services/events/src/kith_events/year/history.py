"""The meetings of one network, as this node has heard of them: for decisions and for reads."""

from datetime import datetime
from typing import Final

from kith_chassis.decision import Circumstances, Views
from kith_contracts.events.checks import SetCheckAside
from kith_events.calendar.face import Announced, year_tag
from kith_events.year.meetings import Meeting, meetings

YEARS_BACK: Final = 10
YEARS_AHEAD: Final = 3
MOST: Final = 3000


async def announced_by(views: Views, network: str, now: datetime) -> list[Announced]:
    """What this network has held for ten years and will hold, alone or with others."""
    years = range(now.year - YEARS_BACK, now.year + YEARS_AHEAD + 1)
    return await views.tagged(Announced, tuple(year_tag(network, year) for year in years), "", MOST)


async def meetings_before(views: Views, command: SetCheckAside, at: Circumstances) -> list[Meeting]:
    """The same as meetings, for a decision."""
    return meetings(await announced_by(views, command.network, at.now))
