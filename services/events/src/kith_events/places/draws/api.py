"""What is read of a draw: the record, whether it is right, and for who was in it where in its order they are."""

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused
from kith_chassis.service import BodyService
from kith_contracts.events.draws import entry_of, rank_of
from kith_contracts.pages.draws import DrawPage, OwnDraw
from kith_contracts.words import BodySlug, PersonId, Slug
from kith_events.places.draws.party import DrawSeen
from kith_events.places.registration import Registration, pseudonym


def add_draws(routes: APIRouter, find: Find) -> None:
    """The reads of draws, for each party and for its people who were in one."""

    @routes.get("/draws/{lead}/{event}/{part}", operation_id="events-draw", summary="How places were drawn.")
    async def draw(body: BodySlug, lead: BodySlug, event: Slug, part: Slug) -> DrawPage:
        return await _page(find(body), f"{lead}/{event}", part)

    @routes.get(
        "/people/{person}/draws/{lead}/{event}/{part}",
        operation_id="events-own-draw",
        summary="How the places were drawn that the person asked for, and the person's own position.",
    )
    async def own_draw(body: BodySlug, person: PersonId, lead: BodySlug, event: Slug, part: Slug) -> OwnDraw:
        running, name = find(body), f"{lead}/{event}"
        own = await _registration(running, person, name, part)
        if own is None:
            raise Refused(
                404, "not-registered", "You have not asked for this part, so you were in no draw of it.", "part"
            )
        page, alias = await _page(running, name, part), own.pseudonym
        rank, entry = rank_of(page.record, alias), entry_of(name, part, alias)
        return OwnDraw(**dict(page), registration=alias, entry=entry, rank=rank)


async def _registration(running: BodyService, person: str, event: str, part: str) -> Registration | None:
    """The one by which this person has asked for the part; help with costs has one of its own."""
    aliases = [pseudonym(running.vault.keyed, person, event, own) for own in ("", part)]
    found = await running.views.many(tuple(Registration.at(alias) for alias in aliases))
    return next((each for each in found.values() if part in each.wishes), None)


async def _page(running: BodyService, event: str, part: str) -> DrawPage:
    seen: DrawSeen | None = await running.views.get(DrawSeen.at(event, part))
    if seen is None or seen.record is None:
        raise Refused(404, "draw-unknown", "No draw of places in a part of this name has been told here.", "part")
    return DrawPage(record=seen.record, code=seen.code, sentence=seen.sentence)
