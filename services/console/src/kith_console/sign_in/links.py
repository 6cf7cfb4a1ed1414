"""Signing in by a link that comes by mail: the field for the address, the answer that tells nothing, the one button."""

from typing import Any

from starlette.responses import RedirectResponse, Response

from kith_console.faults import NO_ADDRESS
from kith_console.links import Links
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.sessions import BEFORE, Session
from kith_console.sign_in.start import begin, kept_for
from kith_console.visit import Visit
from kith_console.words import N_

LINKS = Room()
OVER = N_("This link is not valid, or not any more: it works once, for 15 minutes. Ask for another.")


def choices(visit: Visit, to: str) -> dict[str, Any]:
    """What the page of sign-in shows: the ways that there are."""
    console = visit.console
    return {
        "kept": bool(visit.session.kept.get("form")),
        "to": to,
        "provider": console.provider is not None,
        "links": console.links is not None,
    }


async def ask(visit: Visit, links: Links, to: str) -> Response:
    """Have a link mailed. Whether anybody has the address, the answer does not tell."""
    visitors = [visit.stranger(body) for body in visit.console.bodies]
    try:
        await links.ask(visitors, visit.typed("address"))
    except Refusal as refusal:
        if refusal.problem.code != "invalid-field":
            raise
        said = [each.model_copy(update={"code": NO_ADDRESS}) for each in refusal.problem.errors]
        wrong = Refusal(refusal.problem.model_copy(update={"errors": said}))
        return visit.show_again("sign_in/choose.html", wrong, **choices(visit, to))
    session = Session(asked=True, kept=kept_for(visit, to))
    return await visit.console.remember(visit.request, RedirectResponse("/sign-in/sent", 303), session, BEFORE)


@LINKS.root("/sign-in/sent")
async def sent(visit: Visit) -> Response:
    """The same for everyone who has asked."""
    return visit.show("sign_in/sent.html") if visit.console.links else visit.nothing()


@LINKS.public("/link/{token}")
async def use(visit: Visit) -> Response:
    """What is mailed leads here. To open it changes nothing, because scanners of mail do; its button uses it up."""
    links = visit.console.links
    if links is None:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("sign_in/link.html", here=visit.session.asked)
    session = await links.use(visit.stranger(visit.path["body"]), visit.path["token"])
    if session is None:
        return visit.show("sign_in/failed.html", 410, sentence=OVER)
    return await begin(visit, session)
