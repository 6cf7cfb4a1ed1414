"""What the hosting officer reads of one request: how it came to its answer."""

from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel

from kith_chassis.api import Asking, Find
from kith_chassis.problems import Refused
from kith_contracts.places import PlaceStatus
from kith_contracts.words import BodySlug, Pseudonym, Slug
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.seats.explaining import Known, explained
from kith_events.domain.seats.places import Place
from kith_events.reads.door import led_by

EXPLAIN: Final = "events-explain"


class Explained(BaseModel):
    """One request, by its pseudonym, and why it was answered so."""

    part: str
    registration: str
    status: PlaceStatus
    sentences: list[str]


def add_explain(routes: APIRouter, find: Find) -> None:
    """The read of one request at an event that this body leads."""

    @routes.get(
        "/led/{event}/parts/{part}/explain/{pseudonym}",
        operation_id=EXPLAIN,
        summary="Why a request for a place was answered as it was.",
    )
    async def explain(body: BodySlug, event: Slug, part: Slug, pseudonym: Pseudonym, asking: Asking) -> Explained:
        led = await led_by(find, body, event, asking, EXPLAIN)
        place: Place | None = await find(body).views.get(Place.at(led.event, part, pseudonym))
        if place is None:
            raise Refused(404, "request-unknown", "Nobody of this pseudonym has asked for this part.")
        return Explained(
            part=part, registration=pseudonym, status=place.status, sentences=explained(_answer(led, place))
        )


def _answer(event: JointEvent, place: Place) -> Known:
    queue = [one.holder for one in event.places[place.part].waiting] if place.part in event.places else []
    before = queue.index(place.waiter) if place.status == "waiting" and place.waiter in queue else None
    return Known(place.status, place.why, place.sentence, place.until, before)
