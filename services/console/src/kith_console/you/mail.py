"""When and where a person is told, more or less of one network, and the link in each mail."""

import asyncio
from typing import Any, Final

from starlette.responses import Response

from kith_console.fields import moment
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.notify.preferences import SetMailPreferences, SetNetworkMail
from kith_contracts.pages.mail import Less, MailPage
from kith_contracts.pages.people import PersonPage

MAIL = Room()
DAYS: Final = {
    "monday": N_("Monday"),
    "tuesday": N_("Tuesday"),
    "wednesday": N_("Wednesday"),
    "thursday": N_("Thursday"),
    "friday": N_("Friday"),
    "saturday": N_("Saturday"),
    "sunday": N_("Sunday"),
}
WHY: Final = {
    "mandatory": N_("this we always mail"),
    "booked": N_("it is about what you booked or do"),
    "everything": N_("you want all that concerns your networks"),
    "network-more": N_("you want everything of this network"),
    "cannot-wait": N_("it would have been too late after your quiet time"),
    "quiet-until": N_("you want quiet until a day"),
    "quiet-hours": N_("these are your quiet hours"),
    "weekly": N_("you want one mail a week"),
    "only-booked": N_("you want only what you booked by mail"),
    "nothing": N_("you want no mails"),
    "network-nothing": N_("you want no mails of this network"),
    "elsewhere": N_("another organisation tells you of your networks"),
    "closed-network": N_("a mail would tell that you are in a network that not everyone can find"),
    "over": N_("it was over before we could mail it"),
    "left": N_("you were no longer in that network"),
}
"""Why something was mailed, put off, or not mailed, as people say it."""
GONE: Final = frozenset({400, 404, 422})


@MAIL.signed_in("you/mail")
async def when_and_where(visit: Visit) -> Response:
    """Their address, their quiet time, and when the weekly mail comes."""
    if not visit.person:
        return visit.nothing()
    if visit.request.method == "POST":
        try:
            await visit.send(SetMailPreferences, person=visit.person, **_typed(visit))
        except Refusal as refusal:
            return visit.show_again("you/mail.html", refusal, days=DAYS, mail=await _of(visit))
        return await visit.go(visit.private("you/mail"), N_("Saved."))
    return visit.show("you/mail.html", days=DAYS, mail=await _of(visit))


async def _of(visit: Visit) -> MailPage:
    return await visit.read("notify", f"people/{visit.person}/mail", MailPage)


def _typed(visit: Visit) -> dict[str, Any]:
    zone = visit.typed("zone")
    begin, end = visit.typed("quiet_hours.begin"), visit.typed("quiet_hours.end")
    until = visit.typed("quiet_until")
    return {
        "address": visit.typed("address") or None,
        "elsewhere": visit.typed("elsewhere") == "yes",
        "quiet_hours": {"begin": begin, "end": end} if begin or end else None,
        "quiet_until": moment(f"{until}T00:00", zone) if until else None,
        "weekly": {"day": visit.typed("weekly.day"), "time": visit.typed("weekly.time")},
        "zone": zone,
    }


@MAIL.signed_in("you/networks")
async def of_networks(visit: Visit) -> Response:
    """What they are mailed about each of their networks."""
    if not visit.person:
        return visit.nothing()
    mail, person = await asyncio.gather(_of(visit), visit.read("directory", f"people/{visit.person}", PersonPage))
    about: dict[str, Any] = {"networks": person.networks, "of_network": mail.of_network}
    if visit.request.method != "POST":
        return visit.show("you/networks.html", **about)
    try:
        for network in person.networks:
            wanted = visit.typed(network)
            if wanted and wanted != mail.of_network.get(network, "usual"):
                await visit.send(SetNetworkMail, person=visit.person, network=network, mail=wanted)
    except Refusal as refusal:
        return visit.show_again("you/networks.html", refusal, **about)
    return await visit.go(visit.private("you/networks"), N_("Saved."))


@MAIL.public("/less/{token}")
async def less(visit: Visit) -> Response:
    """The link in a mail. To open it changes nothing, because scanners of mail do; its button, or the program in which
    the mail is read, sends the form (RFC 8058).
    """
    if visit.request.method != "POST":
        return visit.show("you/less.html")
    caller = visit.stranger(visit.path["body"])
    try:
        await visit.console.node.look(caller, "notify", f"less/{visit.path['token']}", Less, {})
    except Refusal as refusal:
        if refusal.problem.status in GONE:
            return visit.nothing()
        raise
    return visit.show("you/less_done.html")
