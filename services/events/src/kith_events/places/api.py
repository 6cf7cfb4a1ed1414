"""Why a request was answered as it was, for the hosting officer: its place in the order, and each change since."""

from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find
from kith_chassis.http.problems import Refused
from kith_contracts.events.places import PartRegistration
from kith_contracts.pages.places import Explained, OwnTurn
from kith_contracts.words import BodySlug, Pseudonym, Slug
from kith_events.event.access import led_by
from kith_events.event.lead import JointEvent
from kith_events.places.explanation import Known, explained, logged
from kith_events.places.place import Place
from kith_events.places.registration import Wish

EXPLAIN: Final = "events-explain"


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
            raise Refused(404, "request-unknown", "Nobody of this pseudonym has asked for this part.", "pseudonym")
        return Explained(
            part=part, registration=pseudonym, status=place.status, sentences=explained(_answer(led, place))
        )


def _answer(event: JointEvent, place: Place) -> Known:
    queue = [one.holder for one in event.places[place.part].waiting] if place.part in event.places else []
    before = queue.index(place.waiter) if place.status == "waiting" and place.waiter in queue else None
    return Known(place.status, place.why, place.sentence, place.until, before, place.band)


def sentences_of(part: PartRegistration) -> list[str]:
    """Why it was answered so, as far as home knows."""
    return explained(Known(part.status, part.why, part.sentence, part.until, band=part.band or 0))


def turns_of(wish: Wish) -> list[OwnTurn]:
    """What became of a wish at home, in order of time."""
    before = [None, *[turn.status for turn in wish.turns]]
    return [
        OwnTurn(
            at=turn.at,
            status=turn.status,
            code=turn.code,
            sentence=logged(Known(turn.status, turn.why, turn.sentence, turn.until), was),
        )
        for turn, was in zip(wish.turns, before, strict=False)
    ]
