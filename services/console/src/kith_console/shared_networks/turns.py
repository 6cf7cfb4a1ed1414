"""Turns that owners of a network swap: one offers one of its turns for one of another's, who says yes or no."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

from starlette.responses import Response

from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.directory.duties import AnswerDutySwap, SwapDuty
from kith_contracts.message import Fault
from kith_contracts.pages.shared_networks import DutiesPage, TurnLine

TURNS: Final = Room()
OPEN: Final = ("coming", "due")
"""Turns that can still be swapped."""
UNCHOSEN: Final = Fault(field="for_duty", code="turn-missing", sentence="Choose the turn that you take.")
SAID: Final = {
    "accepted": "Swapped. All owners see it.",
    "declined": "You keep your turn. They see that.",
}


@TURNS.signed_in("swaps/{owner}/{network}")
async def swaps(visit: Visit) -> Response:
    """What was offered, and which of our turns we can offer."""
    content = await _content(visit)
    if visit.request.method != "POST":
        return visit.show("shared_networks/swaps.html", **content)
    turns = {name: visit.typed(name) for name in ("duty", "period", "for_duty", "for_period")}
    try:
        await visit.send(AnswerDutySwap, subject=content["subject"], **turns, answer=visit.typed("do"))
    except Refusal as refusal:
        return visit.show_again("shared_networks/swaps.html", refusal, **content)
    return await visit.go(visit.private(visit.inner), SAID.get(visit.typed("do"), ""))


@TURNS.signed_in("swaps/{owner}/{network}/{duty}/{period}")
async def swap(visit: Visit) -> Response:
    """One of our turns, and for which other it is offered."""
    content = await _content(visit)
    mine = (visit.path["duty"], visit.path["period"])
    turn = next((each for each in content["ours"] if (each.duty, each.period) == mine), None)
    if turn is None:
        return visit.nothing()
    content["turn"] = turn
    if visit.request.method != "POST":
        return visit.show("shared_networks/swap.html", **content)
    duty, _, period = visit.typed("for_duty").partition(" ")
    if not period:
        return visit.show("shared_networks/swap.html", 422, faults=[UNCHOSEN], **content)
    wanted = {"for_duty": duty, "for_period": period}
    try:
        await visit.send(SwapDuty, subject=content["subject"], duty=turn.duty, period=turn.period, **wanted)
    except Refusal as refusal:
        return visit.show_again("shared_networks/swap.html", refusal, **content)
    return await visit.go(visit.private(f"swaps/{content['subject']}"), "Offered. Until they say yes, it is yours.")


async def _content(visit: Visit) -> dict[str, Any]:
    subject = f"{visit.path['owner']}/{visit.path['network']}"
    where, year = f"shared-networks/{subject}/duties", datetime.now(UTC).year
    now, then, _ = await asyncio.gather(
        visit.read("directory", where, DutiesPage),
        visit.read("directory", where, DutiesPage, year=year + 1),
        learn_names(visit),
    )
    turns = [each for page in (now, then) for each in page.turns]
    left = [each for each in turns if each.status in OPEN]
    return {
        "subject": subject,
        "ours": [each for each in left if each.owner == visit.body],
        "theirs": [each for each in left if each.owner != visit.body],
        "offered": [each for each in now.swaps if each.to == visit.body and each.status == "offered"],
        "own": [each for each in now.swaps if each.by == visit.body],
        "task": {(each.duty, each.period): _named(each) for each in turns},
    }


def _named(turn: TurnLine) -> str:
    return f"{turn.task.rstrip('.')}, by {turn.due:%-d %B %Y}"
