"""What the events service answers over HTTP: events for everyone, agreements for their parties, one's own places."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from kith_chassis.api import Find, Guarded
from kith_chassis.problems import Refused
from kith_chassis.service import BodyService
from kith_commons.agreement import missing, status
from kith_commons.blocks import Blocks
from kith_commons.places import Allotment
from kith_contracts.agreements import AgreementTerms, OnBehalf
from kith_contracts.events import (
    AgreementStatus,
    AmendAgreement,
    Answer,
    AnswerAgreement,
    EventPublished,
    ProposeAgreement,
)
from kith_contracts.message import Command
from kith_contracts.mixing import PlanMixing, RepairMixing
from kith_contracts.places import PartRegistration
from kith_contracts.words import BodySlug, PersonId, Slug
from kith_events.domain.joint import JointEvent
from kith_events.domain.party import Proposal
from kith_events.domain.public import Shown
from kith_events.domain.wishes import Registration, Seat
from kith_events.door import add_door
from kith_events.tables import add_tables

Most = Annotated[int, Query(ge=1, le=500)]
After = Annotated[str, Query(max_length=100)]
MOST_REGISTRATIONS = 500


class AgreementPage(BaseModel):
    """An agreement that this body was asked to join, and what it has answered to the present text; and when the lead
    destroyed the key to what it was sent, by its receipt.
    """

    event: str
    terms: AgreementTerms
    hash: str
    answers: dict[OnBehalf, Answer]
    destroyed: datetime | None


class PartPlaces(BaseModel):
    """How the places of an open part stand, for the lead."""

    part: str
    places: int
    availability: str
    granted: int
    waiting: int
    granted_by_body: dict[str, int]


class PartBlocks(BaseModel):
    """Who holds how many blocks of entry codes of a closed part; who uses them, only homes know."""

    part: str
    block: int
    blocks_by_body: dict[str, int]
    pool: int


class LedEvent(BaseModel):
    """An event that this body leads: whose yes is missing, and how its places stand."""

    event: str
    status: AgreementStatus
    version: int
    hash: str
    missing: list[tuple[str, OnBehalf]]
    parts: list[PartPlaces]
    closed_parts: list[PartBlocks]


class OwnRegistration(BaseModel):
    """What became of one's own wishes for an event."""

    event: str
    registration: str
    parts: list[PartRegistration]
    decision: int
    seats: dict[str, Seat]
    """By part: the card, and the table in each round, where people are seated."""


def router(find: Find) -> APIRouter:
    """The reads of the events service, for the services that `find` gives."""
    routes = APIRouter(route_class=Guarded)

    @routes.get("/events", operation_id="events-events", summary="The events of all bodies.")
    async def events(body: BodySlug, after: After = "", most: Most = 200) -> list[EventPublished]:
        return [shown.published for shown in await find(body).views.page(Shown, after=after, most=most)]

    @routes.get("/events/{lead}/{event}", operation_id="events-event", summary="One event.")
    async def event(body: BodySlug, lead: BodySlug, event: Slug) -> EventPublished:
        shown: Shown = _found(await find(body).views.get(Shown.at(lead, event)))
        return shown.published

    @routes.get("/agreements", operation_id="events-agreements", summary="What this body was asked to join.")
    async def agreements(body: BodySlug, after: After = "", most: Most = 100) -> list[AgreementPage]:
        return [_agreement(each, body) for each in await find(body).views.page(Proposal, after=after, most=most)]

    @routes.get("/agreements/{lead}/{event}", operation_id="events-agreement", summary="One agreement, whole.")
    async def agreement(body: BodySlug, lead: BodySlug, event: Slug) -> AgreementPage:
        return _agreement(_found(await find(body).views.get(Proposal.at(lead, event))), body)

    @routes.get("/led/{event}", operation_id="events-led", summary="An event that this body leads.")
    async def led(body: BodySlug, event: Slug) -> LedEvent:
        return _led(_found(await find(body).views.get(JointEvent.at(body, event))))

    add_door(routes, find)
    add_tables(routes, find)

    @routes.get(
        "/people/{person}/registrations", operation_id="events-registrations", summary="One's own registrations."
    )
    async def registrations(body: BodySlug, person: PersonId) -> list[OwnRegistration]:
        running = find(body)
        tag = running.vault.keyed("person", person)
        own = await running.views.tagged(Registration, (tag,), "", MOST_REGISTRATIONS)
        return [_own(each) for each in own]

    return routes


async def networks_of(running: BodyService, command: Command) -> frozenset[str]:
    """The networks of the own body that the agreement behind a command names: their officers may speak on it."""
    body, terms = running.body, None
    if isinstance(command, ProposeAgreement):
        terms = command.terms
    elif isinstance(command, AmendAgreement | PlanMixing | RepairMixing):
        led: JointEvent | None = await running.views.get(JointEvent.at(command.event))
        terms = led.terms if led else None
    elif isinstance(command, AnswerAgreement):
        proposal: Proposal | None = await running.views.get(Proposal.at(command.event))
        terms = proposal.terms if proposal else None
    party = terms.party(body) if terms else None
    return frozenset(party.networks) if party else frozenset()


def _found(state: Any) -> Any:
    if state is None:
        raise Refused(404, "event-unknown", "There is nothing here for this name.")
    return state


def _agreement(proposal: Proposal, body: str) -> AgreementPage:
    answers = {behalf: given.answer for behalf, given in proposal.standing(body).items()}
    return AgreementPage(
        event=proposal.event, terms=proposal.terms, hash=proposal.hash, answers=answers, destroyed=proposal.destroyed
    )


def _led(event: JointEvent) -> LedEvent:
    parts = event.terms.plan.parts
    return LedEvent(
        event=event.event,
        status=status(event.agreement),
        version=event.terms.version,
        hash=event.agreement.hash,
        missing=missing(event.agreement),
        parts=[_places(part.part, event.places[part.part]) for part in parts if part.part in event.places],
        closed_parts=[_blocks(part.part, event.blocks[part.part]) for part in parts if part.part in event.blocks],
    )


def _places(part: str, allotment: Allotment) -> PartPlaces:
    return PartPlaces(
        part=part,
        places=allotment.places,
        availability=allotment.availability,
        granted=allotment.granted,
        waiting=len(allotment.waiting),
        granted_by_body=allotment.held,
    )


def _blocks(part: str, blocks: Blocks) -> PartBlocks:
    held = {body: len(numbers) for body, numbers in blocks.held.items() if numbers}
    return PartBlocks(part=part, block=blocks.size, blocks_by_body=held, pool=blocks.pool)


def _own(registration: Registration) -> OwnRegistration:
    wishes = registration.wishes.values()
    parts = [PartRegistration(**wish.model_dump(include={*PartRegistration.model_fields})) for wish in wishes]
    return OwnRegistration(
        event=registration.event,
        registration=registration.pseudonym,
        parts=parts,
        decision=registration.decision,
        seats=registration.seats,
    )
