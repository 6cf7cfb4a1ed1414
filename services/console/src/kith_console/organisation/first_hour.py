"""The first hour of a small organisation: one form, and a useful first page."""

import asyncio
from typing import Any, Final

from starlette.responses import Response

from kith_console.listing import events_to_come, learn_names
from kith_console.node import Refusal
from kith_console.organisation.pages import own_networks, profile_of
from kith_console.organisation.tasks import shared_networks
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.directory.networks import NetworkPublished, ProfilePublished, PublishProfile
from kith_contracts.pages.welcome import WelcomePage

FIRST_HOUR = Room()
FEW: Final = 3


@FIRST_HOUR.signed_in("organisation/first-hour")
async def first_hour(visit: Visit) -> Response:
    """The one form: who we are, for everyone."""
    if not visit.is_admin:
        return visit.nothing()
    bodies = await learn_names(visit)
    page = profile_of(bodies, visit.body)
    registered = next((each.registered.name for each in bodies if each.registered.body == visit.body), "")
    profile = page.profile if page else None
    content: dict[str, Any] = {"profile": profile, "registered": registered}
    if visit.request.method != "POST":
        return visit.show("organisation/first-hour.html", **content)
    try:
        await visit.send(PublishProfile, body=visit.body, **_typed(visit, profile))
    except Refusal as refusal:
        return visit.show_again("organisation/first-hour.html", refusal, **content)
    return await visit.go(visit.private("organisation/first-page"), "Everyone in the consortium can find you now.")


def _typed(visit: Visit, before: ProfilePublished | None) -> dict[str, Any]:
    """What was typed; what was taken out of a field is taken out of the profile."""
    content: dict[str, Any] = {"name": visit.typed("name")}
    for field, empty in (("summary", ""), ("website", None), ("region", None)):
        if typed := visit.typed(field):
            content[field] = typed
        elif before and getattr(before, field):
            content[field] = empty
    return content


@FIRST_HOUR.signed_in("organisation/first-page")
async def first_page(visit: Visit) -> Response:
    """What there is for our people from now on."""
    if not visit.is_admin:
        return visit.nothing()
    bodies, events, welcomes = await asyncio.gather(
        learn_names(visit), events_to_come(visit), visit.read("directory", "welcomes", list[WelcomePage])
    )
    networks, own, shared = await asyncio.gather(
        visit.read("directory", "networks", list[NetworkPublished], most=200),
        own_networks(visit),
        shared_networks(visit),
    )
    open_ones = [each for each in welcomes if each.status != "ended" and each.answer != "declined"]
    known = {*(each.network for each in welcomes), *(each.network for each in own), *(each.subject for each in shared)}
    others = [each for each in networks if each.network not in known and each.status == "active" and each.charter]
    page = profile_of(bodies, visit.body)
    return visit.show(
        "organisation/first-page.html",
        profile=page.profile if page else None,
        events=events[:FEW],
        welcomes=sorted(open_ones, key=lambda each: each.answer is not None)[:FEW],
        others=others[:FEW],
        own=[each for each in own if each.status != "ended"],
    )
