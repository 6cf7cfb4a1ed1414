"""What the organisation is asked, and its answer by name."""

import asyncio
from typing import Any

from starlette.responses import Response

from kith_console.asks.replies import names, replies
from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.events.answers import AnswerForBody
from kith_contracts.events.practice import PEOPLE
from kith_contracts.pages.asks import SeenAsk

ASKS_OF_US = Room()


@ASKS_OF_US.signed_in("organisation/asks/{lead}/{subject}/{practice}/{step}")
async def ask(visit: Visit) -> Response:
    """One ask of the organisation."""
    where = visit.path
    subject = f"{where['lead']}/{where['subject']}"
    seen, _ = await asyncio.gather(
        visit.read("events", f"asks/{subject}/{where['practice']}/{where['step']}", SeenAsk), learn_names(visit)
    )
    if seen.ask.who in PEOPLE:
        return visit.nothing()
    content: dict[str, Any] = {"seen": seen, "ask": seen.ask, "names": names}
    if visit.request.method != "POST":
        return visit.show("organisation/ask.html", **content)
    about = {"subject": subject, "practice": where["practice"], "step": where["step"]}
    try:
        await visit.send(AnswerForBody, **about, replies=replies(visit, seen.ask))
    except Refusal as refusal:
        return visit.show_again("organisation/ask.html", refusal, **content)
    return await visit.go(
        visit.private("organisation" if visit.is_admin else "committee"), "Your answer is on its way."
    )
