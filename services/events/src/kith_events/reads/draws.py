"""What a host reads of a draw at its events: the record, and whether it is right."""

from fastapi import APIRouter
from pydantic import BaseModel

from kith_chassis.api import Find
from kith_chassis.problems import Refused
from kith_contracts.draws import DrawRecord
from kith_contracts.words import BodySlug, Code, Sentence, Slug
from kith_events.domain.seats.shares import DrawSeen


class DrawPage(BaseModel):
    """The record of a draw; `code` and `sentence` say what is wrong with it, and are empty if nothing is."""

    record: DrawRecord
    code: Code
    sentence: Sentence


def add_draws(routes: APIRouter, find: Find) -> None:
    """The reads of draws, for each party."""

    @routes.get("/draws/{lead}/{event}/{part}", operation_id="events-draw", summary="How places were drawn.")
    async def draw(body: BodySlug, lead: BodySlug, event: Slug, part: Slug) -> DrawPage:
        seen: DrawSeen | None = await find(body).views.get(DrawSeen.at(lead, event, part))
        if seen is None or seen.record is None:
            raise Refused(404, "draw-unknown", "No draw of places in a part of this name has been told here.")
        return DrawPage(record=seen.record, code=seen.code, sentence=seen.sentence)
