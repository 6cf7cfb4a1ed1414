"""What the events service answers over HTTP: events for everyone, agreements for their parties, one's own places."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from kith_chassis.api import Find, Guarded
from kith_commons.agreement import missing, status
from kith_commons.blocks import Blocks
from kith_commons.places import Allotment
from kith_contracts.agreements import AgreementTerms, OnBehalf
from kith_contracts.events import AgreementStatus, EventPublished
from kith_contracts.places import PartRegistration
from kith_contracts.words import BodySlug, PersonId, Slug
from kith_events.domain.agreements.hints import how_it_was
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.asking.practices import Asked
from kith_events.domain.day.doors import Door
from kith_events.domain.day.joining import Joining
from kith_events.domain.programmes.advising import Advice
from kith_events.domain.seats.end import as_it_stands
from kith_events.domain.seats.wishes import Registration, Seat
from kith_events.domain.shown.clashing import Clash
from kith_events.domain.shown.public import Shown
from kith_events.reads.actions import add_actions
from kith_events.reads.agreements import add_agreements, found
from kith_events.reads.arrivals import add_arrivals
from kith_events.reads.asks import add_asks
from kith_events.reads.beside import Beside, beside
from kith_events.reads.checks import add_checks
from kith_events.reads.dates import add_dates
from kith_events.reads.delegates import add_delegates
from kith_events.reads.door import add_door
from kith_events.reads.drafts import add_drafts
from kith_events.reads.draws import add_draws
from kith_events.reads.explaining import OwnTurn, add_explain, sentences_of, turns_of
from kith_events.reads.facilitating import add_facilitating
from kith_events.reads.feeds import add_feeds
from kith_events.reads.holds import add_holds
from kith_events.reads.introductions import add_introductions
from kith_events.reads.joining import add_joining, join_at, joining_of
from kith_events.reads.office import add_office
from kith_events.reads.own_calendar import add_own_calendar
from kith_events.reads.programmes import add_programme
from kith_events.reads.seating import add_seating
from kith_events.reads.series import add_series
from kith_events.reads.settlement import add_settling
from kith_events.reads.tables import add_tables

Most = Annotated[int, Query(ge=1, le=500)]
After = Annotated[str, Query(max_length=100)]
MOST_REGISTRATIONS = 500
MOST_ASKS = 400


class PartPlaces(BaseModel):
    """How the places of an open part stand, for the lead."""

    part: str
    places: int
    availability: str
    granted: int
    offered: int
    waiting: int
    granted_by_body: dict[str, int]
    """Of those who walked in and named no organisation under an empty name."""


class PartBlocks(BaseModel):
    """Who holds how many blocks of entry codes of a closed part; who uses them, only homes know."""

    part: str
    block: int
    blocks_by_body: dict[str, int]
    pool: int


class LedEvent(BaseModel):
    """An event that this body leads, be it a draft: whose yes is missing, who has withdrawn and why, and how its places
    stand.
    """

    event: str
    status: AgreementStatus
    version: int
    hash: str
    missing: list[tuple[str, OnBehalf]]
    departed: dict[str, str]
    terms: AgreementTerms
    hints: list[str]
    """What the parties may want to look at again, or do next; it blocks nothing."""
    wording: list[Advice]
    """Words in what everyone will read that leave people out, by the list of this body."""
    clashes: list[Clash]
    """What else is on at its times, until all have said yes to them; it blocks nothing either."""
    parts: list[PartPlaces]
    closed_parts: list[PartBlocks]


class OwnRegistration(BaseModel):
    """What became of one's own wishes for an event, and how that stands: where it is called off, all of them have ended
    with it.
    """

    event: str
    status: str
    registration: str
    parts: list[PartRegistration]
    explained: dict[str, list[str]]
    """By part: why it was answered so, in sentences."""
    history: dict[str, list[OwnTurn]]
    """By part: the last ten turns that it took, the newest last."""
    times: dict[str, tuple[datetime, datetime]]
    """By part that one has a place in: from when to when one is expected; of a part cut into slots, one's own."""
    decision: int
    seats: dict[str, Seat]
    """By part: the card, and the table in each round, where people are seated."""
    door_code: str
    """What one says at the door instead of a name: the first five letters, and the next where two begin alike."""
    join_at: dict[str, str]
    """By online part that one has a place in: where one joins, once it is told. It lets in whoever has it."""
    came: list[str]
    """The open parts in which the host has seen this person."""


READS = (
    add_feeds,  # first: `/events/iop/day.ics` is no event of that name
    add_agreements,
    add_actions,
    add_settling,
    add_door,
    add_arrivals,
    add_introductions,
    add_facilitating,
    add_joining,
    add_tables,
    add_seating,
    add_own_calendar,
    add_dates,
    add_draws,
    add_explain,
    add_programme,
    add_asks,
    add_series,
    add_holds,
    add_checks,
    add_drafts,
    add_delegates,
    add_office,
)


def router(find: Find) -> APIRouter:
    """The reads of the events service, for the services that `find` gives."""
    routes = APIRouter(route_class=Guarded)
    for add in READS:
        add(routes, find)

    @routes.get("/events", operation_id="events-events", summary="The events of all bodies.")
    async def events(body: BodySlug, after: After = "", most: Most = 200) -> list[EventPublished]:
        return [shown.face for shown in await find(body).views.page(Shown, after=after, most=most)]

    @routes.get("/events/{lead}/{event}", operation_id="events-event", summary="One event.")
    async def event(body: BodySlug, lead: BodySlug, event: Slug) -> EventPublished:
        shown: Shown = found(await find(body).views.get(Shown.at(lead, event)))
        return shown.face

    @routes.get("/led/{event}", operation_id="events-led", summary="An event that this body leads.")
    async def led(body: BodySlug, event: Slug) -> LedEvent:
        running = find(body)
        led: JointEvent = found(await running.views.get(JointEvent.at(body, event)))
        asks = [each.ask for each in await running.views.page(Asked, f"{led.event}/", most=MOST_ASKS)]
        door, advice = await running.views.get(Door.at(body, event)), (await beside(running, [led]))[led.event]
        return _led(led, door, advice, how_it_was(led, asks))

    @routes.get(
        "/people/{person}/registrations", operation_id="events-registrations", summary="One's own registrations."
    )
    async def registrations(body: BodySlug, person: PersonId) -> list[OwnRegistration]:
        running = find(body)
        tag = running.vault.keyed("person", person)
        own = await running.views.tagged(Registration, (tag,), "", MOST_REGISTRATIONS)
        shown = await running.views.many(tuple({each.event: Shown.at(each.event) for each in own}.values()))
        told = await joining_of(running, own)
        return [_own(each, shown.get(Shown.at(each.event).path), told.get(each.event)) for each in own]

    return routes


def _led(event: JointEvent, door: Door | None, advice: Beside, more: Iterable[str] = ()) -> LedEvent:
    placed = door.placed if door else {}
    names = event.terms.plan.names
    return LedEvent(
        event=event.event,
        status=status(event.agreement),
        version=event.terms.version,
        hash=event.agreement.hash,
        missing=[] if event.agreement.over else missing(event.agreement),
        departed=event.departed,
        terms=event.terms,
        **advice._asdict() | {"hints": [*advice.hints, *more]},
        parts=[_places(name, event.places[name], placed.get(name, {})) for name in names if name in event.places],
        closed_parts=[_blocks(name, event.blocks[name]) for name in names if name in event.blocks],
    )


def _places(part: str, allotment: Allotment, walked_in: Mapping[str, str]) -> PartPlaces:
    """Without those who have walked in, of whom nobody reads but at the door."""
    walked = Counter(walked_in.values())
    return PartPlaces(
        part=part,
        places=allotment.places,
        availability=allotment.availability,
        granted=allotment.granted - walked.total(),
        offered=len(allotment.offers),
        waiting=len(allotment.waiting),
        granted_by_body={body: left for body, n in allotment.granted_by_body.items() if (left := n - walked[body])},
    )


def _blocks(part: str, blocks: Blocks) -> PartBlocks:
    held = {body: len(numbers) for body, numbers in blocks.held.items() if numbers}
    return PartBlocks(part=part, block=blocks.size, blocks_by_body=held, pool=blocks.pool)


def _own(registration: Registration, shown: Shown | None, told: Joining | None) -> OwnRegistration:
    wishes = [as_it_stands(wish, shown) for wish in registration.wishes.values()]
    parts = [PartRegistration(**wish.model_dump(include={*PartRegistration.model_fields})) for wish in wishes]
    return OwnRegistration(
        event=registration.event,
        status=shown.published.status if shown else "unknown",
        registration=registration.pseudonym,
        parts=parts,
        explained={each.part: sentences_of(each) for each in parts},
        history={wish.part: turns_of(wish) for wish in wishes},
        times={
            each.part: part.slot(each.slot)
            for each in parts
            if each.status in {"granted", "offered"} and shown and (part := shown.part(each.part))
        },
        decision=registration.decision,
        seats={} if shown and shown.called_off else registration.seats,
        door_code=registration.door_code,
        join_at=join_at(registration, shown, told),
        came=[part for part in registration.wishes if registration.came(part)],
    )
