"""Questions to the organisation that it has not answered yet."""

from datetime import datetime
from typing import Final

from kith_console.listing import every
from kith_console.node import Refusal
from kith_console.visit import Visit
from kith_contracts.pages.asks import SeenAsk

MOST_ASKS: Final = 50


async def owed_answers(visit: Visit, now: datetime) -> list[SeenAsk]:
    """Questions to the organisation that it has not answered yet, the most urgent first."""
    try:
        seen = await every(visit, "events", "asks", list[SeenAsk], ask_id, most=MOST_ASKS)
    except Refusal:  # an officer whose networks are all to come
        return []
    found = [each for each in seen if each.ask.stage == "open" and each.ask.until > now]
    ours = [each for each in found if each.ask.who in ("hosts", "jury") and each.answer in ("none", "refused")]
    return sorted(ours, key=lambda each: each.ask.until)


def ask_id(seen: SeenAsk) -> str:
    """Its id: subject, practice and step."""
    return f"{seen.ask.subject}/{seen.ask.practice}/{seen.ask.step}"
