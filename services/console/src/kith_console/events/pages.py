"""Events: everyone finds them; a member asks for places, says yes to an offer, gives a place up."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

from starlette.responses import Response

from kith_console.events.month import beside, month_of, weeks
from kith_console.listing import all_events, events_to_come, learn_names, shown
from kith_console.node import Refusal
from kith_console.outcomes.pages import outcome_of
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.places import AcceptOffers, AskForPlaces, GiveUpPlaces
from kith_contracts.events.plan import EventPart, EventPlan
from kith_contracts.pages.actions import OutcomeTold
from kith_contracts.pages.places import OwnRegistration

EVENTS = Room()


@EVENTS.public("/events")
async def events(visit: Visit) -> Response:
    """All that are still to come, by words and month."""
    every, _ = await asyncio.gather(events_to_come(visit), learn_names(visit))
    found = await events_to_come(visit, visit.asked("words"), visit.asked("month")) if _narrowed(visit) else every
    months = sorted({date(each[1].starts.year, each[1].starts.month, 1) for each in every})
    return visit.show("events/all.html", events=found, months=months)


@EVENTS.public("/events/calendar")
async def calendar(visit: Visit) -> Response:
    """A month as a table of its days; on a phone, as a list of those on which something is on."""
    today = datetime.now(UTC).date()
    month = month_of(visit.asked("month"), today)
    every, _ = await asyncio.gather(all_events(visit), learn_names(visit))
    found = weeks(month, [(each, about) for each in every if (about := shown(each))])
    before, after = beside(month)
    busy = [day for week in found for day in week if day.within and day.events]
    return visit.show("events/month.html", month=month, weeks=found, busy=busy, before=before, after=after, today=today)


def _narrowed(visit: Visit) -> bool:
    return bool(visit.asked("words") or visit.asked("month"))


@EVENTS.public("/events/{lead}/{event}")
async def event(visit: Visit) -> Response:
    """One event, for everyone."""
    name = f"{visit.path['lead']}/{visit.path['event']}"
    found, _ = await asyncio.gather(visit.read("events", f"events/{name}", EventPublished), learn_names(visit))
    told = await _came_of(visit, found)
    return visit.show("events/one.html", event=found, about=shown(found), places=_places(found), told=told)


@EVENTS.signed_in("events")
async def own_events(visit: Visit) -> Response:
    """One's own places, and what else is on."""
    registrations, every, _ = await asyncio.gather(_registrations(visit), events_to_come(visit), learn_names(visit))
    abouts = {event.event: about for event, about in every}
    known = {each.event for each in registrations}
    others = [each for each in every if each[0].event not in known]
    return visit.show("events/own.html", registrations=registrations, abouts=abouts, others=others)


@EVENTS.signed_in("events/{lead}/{event}")
async def booking(visit: Visit) -> Response:
    """One event, for a person who may have a place in it."""
    name = f"{visit.path['lead']}/{visit.path['event']}"
    if visit.request.method == "POST":
        return await _change(visit, name)
    return visit.show("events/booking.html", **await _of(visit, name))


async def _of(visit: Visit, name: str) -> dict[str, Any]:
    found, registrations, _ = await asyncio.gather(
        visit.read("events", f"events/{name}", EventPublished), _registrations(visit), learn_names(visit)
    )
    own = next((each for each in registrations if each.event == name), None)
    about = shown(found)
    wishes = {each.part: each for each in own.parts} if own else {}
    return {
        "event": found,
        "about": about,
        "places": _places(found),
        "own": own,
        "told": await _came_of(visit, found),
        "wishes": wishes,
        "choices": _choices(about, wishes) if isinstance(about, EventPlan) else [],
    }


async def _came_of(visit: Visit, event: EventPublished) -> OutcomeTold | None:
    """What came of an event that is over."""
    about = shown(event)
    return await outcome_of(visit, event.event) if about and about.ends < datetime.now(UTC) else None


def _choices(plan: EventPlan, wishes: dict[str, Any]) -> list[tuple[str, list[EventPart]]]:
    """What can be asked for, by the name under which it is asked: a part, or a bundle of parts; not what one has."""
    found: dict[str, list[EventPart]] = {}
    for part in plan.parts:
        found.setdefault(part.bundle or part.part, []).append(part)
    over = ("released", "refused")
    return [(name, parts) for name, parts in found.items() if name not in wishes or wishes[name].status in over]


def _places(event: EventPublished) -> dict[str, str]:
    return {each.part: each.places for each in event.availability}


async def _change(visit: Visit, name: str) -> Response:
    about: dict[str, Any] = {"person": visit.person, "event": name}
    try:
        match visit.typed("do"):
            case "ask":
                await visit.send(AskForPlaces, **about, parts=visit.chosen("parts"), **_more(visit))
                said = N_("We have asked for you. The answer is below, or comes soon.")
            case "accept":
                await visit.send(AcceptOffers, **about, parts=visit.chosen("parts"))
                said = N_("You have said yes.")
            case _:
                await visit.send(GiveUpPlaces, **about, parts=visit.chosen("parts"))
                said = N_("You have given it up. Somebody else can have it now.")
    except Refusal as refusal:
        return visit.show_again("events/booking.html", refusal, **await _of(visit, name))
    return await visit.go(visit.private(visit.inner), said)


def _more(visit: Visit) -> dict[str, Any]:
    """What goes with a wish: who comes along, the slots that would do, codes from one's network."""
    guests = [each.strip() for each in visit.typed("guests").splitlines() if each.strip()]
    slots = {part: chosen for part in visit.chosen("parts") if (chosen := visit.chosen(f"slots.{part}"))}
    codes = {part: code for part in visit.chosen("parts") if (code := visit.typed(f"invitations.{part}"))}
    more = {"guests": guests, "slots": slots, "invitations": codes}
    return {name: value for name, value in more.items() if value}


async def _registrations(visit: Visit) -> list[OwnRegistration]:
    return await visit.read("events", f"people/{visit.person}/registrations", list[OwnRegistration])
