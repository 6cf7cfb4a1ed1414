"""The first page of the node, the first page of a member, and how privacy works."""

from datetime import UTC, datetime
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from kith_console.listing import Shown, events_to_come, shown
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.events.agreements import EventPublished
from kith_contracts.pages.actions import OwnActionPage
from kith_contracts.pages.asks import OwnAsk
from kith_contracts.pages.introductions import IntroductionPage
from kith_contracts.pages.people import PersonPage
from kith_contracts.pages.places import OwnRegistration

HOME = Room()
FEW: Final = 3


async def front(visit: Visit) -> Response:
    """Of the node: the organisation's own, or a choice where there are several."""
    if visit.session.signed_in:
        return RedirectResponse(visit.private("home"), 303)
    if len(visit.console.bodies) == 1:
        return await organisation(visit)
    return visit.show("home/choose.html", bodies=visit.console.bodies)


@HOME.public("")
async def organisation(visit: Visit) -> Response:
    """What everyone finds first: a search, the next events, networks, privacy in a sentence."""
    events = await events_to_come(visit)
    networks = await visit.read("directory", "networks", list[NetworkPublished], most=100)
    open_ones = [each for each in networks if each.status == "active" and each.charter]
    return visit.show("home/front.html", events=events[:FEW], networks=open_ones[: 2 * FEW], in_all=len(networks))


@HOME.public("/privacy")
async def privacy(visit: Visit) -> Response:
    """Who sees what, in plain words."""
    return visit.show("home/privacy.html")


@HOME.signed_in("home")
async def home(visit: Visit) -> Response:
    """Of a member in five lines; of who is no member, their own first page."""
    if not visit.person:
        return RedirectResponse(visit.private("office" if visit.is_office else "organisation"), 303)
    about = f"people/{visit.person}"
    person = await visit.read("directory", about, PersonPage)
    registrations = await visit.read("events", f"{about}/registrations", list[OwnRegistration])
    held = {each.network for each in person.offices if each.status == "held"}
    serves = tuple(sorted({*visit.session.serves, *held}))
    if serves != visit.session.serves:
        visit.session.serves = serves
        await visit.console.keep(visit)
    events = await events_to_come(visit)
    return visit.show(
        "home/member.html",
        person=person,
        next=await _next(visit, registrations),
        offers=_offers(registrations),
        introductions=await _waiting_introductions(visit),
        asks=await _open_asks(visit),
        offices=[each for each in person.offices if each.status == "offered"],
        promise=await _promise(visit),
        around=_around(events, registrations),
        unknown=await _unknown(visit, person),
    )


async def _next(visit: Visit, registrations: list[OwnRegistration]) -> tuple[Any, datetime, Any] | None:
    """The place that comes next: the registration, when it begins, and the event."""
    now = datetime.now(UTC)
    coming = sorted(
        ((start, one) for one in registrations for start, end in one.times.values() if end > now),
        key=lambda each: each[0],
    )
    for start, one in coming:
        event = await visit.read_or(None, "events", f"events/{one.event}", EventPublished)
        if event and (about := shown(event)):
            return one, start, about
    return None


def _offers(registrations: list[OwnRegistration]) -> list[tuple[OwnRegistration, Any]]:
    return [(one, part) for one in registrations for part in one.parts if part.status == "offered"]


async def _waiting_introductions(visit: Visit) -> list[IntroductionPage]:
    found = await visit.read("events", f"people/{visit.person}/introductions", list[IntroductionPage])
    return [each for each in found if each.answer in ("", "later") and each.until > datetime.now(UTC)]


async def _open_asks(visit: Visit) -> list[OwnAsk]:
    found = await visit.read("events", f"people/{visit.person}/asks", list[OwnAsk])
    return [each for each in found if each.answer is None and each.ask.until > datetime.now(UTC)]


async def _promise(visit: Visit) -> OwnActionPage | None:
    found = await visit.read("events", f"people/{visit.person}/actions", list[OwnActionPage])
    return next((each for each in found if each.status == "said"), None)


def _around(events: list[Shown], registrations: list[OwnRegistration]) -> list[Shown]:
    over = ("released", "refused")
    known = {one.event for one in registrations if any(part.status not in over for part in one.parts)}
    return [each for each in events if each[0].event not in known and each[0].status != "cancelled"][:FEW]


async def _unknown(visit: Visit, person: PersonPage) -> NetworkPublished | None:
    """A network that they are not in, and could find."""
    own = {*person.networks, *person.asked, *person.invited, *person.resting}
    found = await visit.read("directory", "networks", list[NetworkPublished], most=100)
    return next((each for each in found if each.network not in own and each.charter and each.status == "active"), None)
