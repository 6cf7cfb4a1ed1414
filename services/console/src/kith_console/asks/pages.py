"""What a person is asked: answered at home, so that whoever asks cannot tell whose answer it is."""

from typing import Any

from starlette.responses import Response

from kith_console.asks.replies import names, replies
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.events.answers import AnswerAsk
from kith_contracts.pages.asks import OwnAsk

ASKS = Room()


@ASKS.signed_in("asks/{lead}/{subject}/{practice}/{step}")
async def ask(visit: Visit) -> Response:
    """One ask, and one's own answer."""
    where = visit.path
    subject = f"{where['lead']}/{where['subject']}"
    found = await visit.read("events", f"people/{visit.person}/asks", list[OwnAsk])
    wanted = (subject, where["practice"], where["step"])
    own = next((each for each in found if (each.ask.subject, each.ask.practice, each.ask.step) == wanted), None)
    if own is None:
        return visit.nothing()
    content: dict[str, Any] = {"own": own, "ask": own.ask, "names": names}
    if visit.request.method != "POST":
        return visit.show("asks/one.html", **content)
    about = {"person": visit.person, "subject": subject, "practice": own.ask.practice, "step": own.ask.step}
    try:
        await visit.send(AnswerAsk, **about, replies=replies(visit, own.ask))
    except Refusal as refusal:
        return visit.show_again("asks/one.html", refusal, **content)
    return await visit.go(visit.private(visit.inner), N_("Thank you. Your answer is on its way."))
