"""Networks of others in which our people would be welcome: the organisation says yes or no."""

import asyncio
from typing import Any

from starlette.responses import Response

from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.organisation.pages import own_networks
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.directory.welcome import AnswerWelcome
from kith_contracts.pages.welcome import WelcomePage

WELCOMES = Room()
PLACES = ("organisation", "organisation/first-page")
"""Where a welcome can be answered with one press, and where one is after that."""


@WELCOMES.signed_in("organisation/welcomes")
async def welcomes(visit: Visit) -> Response:
    """All of them."""
    found, _ = await asyncio.gather(visit.read("directory", "welcomes", list[WelcomePage]), learn_names(visit))
    return visit.show("organisation/welcomes.html", welcomes=found)


@WELCOMES.signed_in("organisation/welcomes/{owner}/{network}")
async def welcome(visit: Visit) -> Response:
    """One of them, and our answer."""
    name = f"{visit.path['owner']}/{visit.path['network']}"
    content = await _of(visit, name)
    if content is None:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("organisation/welcome.html", **content)
    answer, by = visit.typed("answer"), visit.typed("looked_after_by")
    try:
        await visit.send(AnswerWelcome, network=name, answer=answer, **({"looked_after_by": by} if by else {}))
    except Refusal as refusal:
        return visit.show_again("organisation/welcome.html", refusal, **content)
    said = "Our people can join it now, at home." if answer == "accepted" else "You have said: not this time."
    then = visit.typed("then")
    return await visit.go(visit.private(then if then in PLACES else visit.inner), said)


async def _of(visit: Visit, name: str) -> dict[str, Any] | None:
    found, own, _ = await asyncio.gather(
        visit.read("directory", "welcomes", list[WelcomePage]), own_networks(visit), learn_names(visit)
    )
    page = next((each for each in found if each.network == name), None)
    return {"page": page, "own": [each for each in own if each.status == "active"]} if page else None
