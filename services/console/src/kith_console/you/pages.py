"""What a person chooses, what they were told, and how they take away everything that is kept of them."""

import asyncio
import json
from typing import Any

from starlette.responses import Response

from kith_console.charters import wishes
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_console.you.mail import WHY
from kith_contracts.erasure import ForgetPerson
from kith_contracts.events.calendar_links import MakeCalendarLink, RevokeCalendarLink
from kith_contracts.notify.preferences import SetMailPreferences
from kith_contracts.pages.calendars import OwnCalendar
from kith_contracts.pages.mail import MailPage, OwnMessage

YOU = Room()
YOURS = {
    "directory": ("", "/reports"),
    "events": ("/registrations", "/actions", "/asks", "/introductions", "/speaking", "/facilitating"),
    "notify": ("/messages", "/mail"),
}
"""By service, the pages that are about one person."""


@YOU.signed_in("messages")
async def messages(visit: Visit) -> Response:
    """What they were told, or find here alone."""
    if not visit.person:
        return visit.nothing()
    found = await visit.read("notify", f"people/{visit.person}/messages", list[OwnMessage])
    return visit.show("you/messages.html", messages=found[::-1], why=WHY)


@YOU.signed_in("you")
async def you(visit: Visit) -> Response:
    """How much they are told, their calendar, their data."""
    if not visit.person:
        return visit.nothing()
    if visit.request.method == "POST":
        try:
            return await _change(visit)
        except Refusal as refusal:
            return visit.show_again("you/you.html", refusal, **await _of(visit))
    return visit.show("you/you.html", **await _of(visit))


async def _of(visit: Visit) -> dict[str, Any]:
    mail, calendar = await asyncio.gather(
        visit.read("notify", f"people/{visit.person}/mail", MailPage),
        visit.read("events", f"people/{visit.person}/calendar", OwnCalendar),
    )
    return {"mail": mail, "calendar": calendar}


async def _change(visit: Visit) -> Response:
    about = {"person": visit.person}
    said = N_("Saved.")
    match visit.typed("do"):
        case "tell":
            closed = visit.typed("mail_of_closed") == "yes"
            how_much = visit.typed("how_much") or None
            await visit.send(SetMailPreferences, **about, how_much=how_much, mail_of_closed=closed)
        case "calendar":
            calendar = await visit.read("events", f"people/{visit.person}/calendar", OwnCalendar)
            await visit.send(MakeCalendarLink, **about, link=calendar.link)
            at = calendar.address.partition("/c/")[2]
            return visit.show("you/calendar.html", address=f"{visit.console.settings.base}/c/{at}")
        case "no-calendar":
            await visit.send(RevokeCalendarLink, **about)
            said = N_("The old address shows nothing any more.")
    return await visit.go(visit.private("you"), said)


@YOU.signed_in("you/data")
async def data(visit: Visit) -> Response:
    """Everything that their organisation knows of them, as one file."""
    if not visit.person:
        return visit.nothing()
    pages = [(service, page.strip("/") or "person") for service, every in YOURS.items() for page in every]
    found = await asyncio.gather(
        *[
            visit.read_or(None, service, f"people/{visit.person}{page}", object)
            for service, every in YOURS.items()
            for page in every
        ]
    )
    whole = {f"{service}/{page}": each for (service, page), each in zip(pages, found, strict=True)}
    whole |= {f"pages/{name}": draft for name, draft in (await visit.console.drafts.every(visit.writer)).items()}
    headers = {"content-disposition": 'attachment; filename="my-data.json"', "cache-control": "no-store"}
    return Response(json.dumps(whole, indent=2, ensure_ascii=False), headers=headers, media_type="application/json")


@YOU.signed_in("you/delete")
async def delete(visit: Visit) -> Response:
    """Delete everything: what that means, and the button."""
    if not visit.person:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("you/delete.html")
    try:
        await visit.send(ForgetPerson, person=visit.person)
    except Refusal as refusal:
        return visit.show_again("you/delete.html", refusal)
    await visit.console.sessions.end_all(visit.session)
    await wishes.withdraw_all(visit)
    await visit.console.drafts.drop_all(visit.writer)
    answer = visit.show("you/deleted.html")
    visit.console.set_cookie(answer, "")
    return answer
