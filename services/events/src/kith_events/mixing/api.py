"""What the lead of an event reads of its tables: who sits where and why, and the cards to print."""

from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find, Refused
from kith_chassis.http.pages import Page
from kith_commons.mixing.reasons import explained
from kith_commons.mixing.room import numbered
from kith_contracts.pages.mixing import MixingPage, Moved, Seated
from kith_contracts.words import BodySlug, Slug
from kith_events.event.access import led_by
from kith_events.event.templates import policy
from kith_events.mixing import page
from kith_events.mixing.lead import Mixing

PLAN: Final = "events-mixing"
CARDS: Final = "events-cards"


def add_tables(routes: APIRouter, find: Find) -> None:
    """The reads of mixing, for an event that this body leads."""

    @routes.get("/led/{event}/mixing/{part}", operation_id=PLAN, summary="Who sits where, and why.")
    async def mixing(body: BodySlug, event: Slug, part: Slug, asking: Asking) -> MixingPage:
        led = await led_by(find, body, event, asking, PLAN)
        return _page(planned(await find(body).views.get(Mixing.at(led.event, part))))

    @routes.get(
        "/led/{event}/cards/{part}",
        operation_id=CARDS,
        summary="Cards and lists of tables, to print.",
        response_class=Page,
    )
    async def cards(body: BodySlug, event: Slug, part: Slug, asking: Asking) -> Page:
        led = await led_by(find, body, event, asking, CARDS)
        kept = planned(await find(body).views.get(Mixing.at(led.event, part)))
        booked = led.terms.plan.booking(part)
        return Page(page.printed(kept.plan, booked.title if booked else part), policy(page.CARDS))


def planned(found: Mixing | None) -> Mixing:
    """The plan, or the answer that there is none."""
    if found is None:
        raise Refused(404, "mixing-unknown", "There is no plan for this part.", "part")
    return found


def _page(kept: Mixing) -> MixingPage:
    plan, numbers = kept.plan, numbered(kept.plan)
    coming = [each for each in plan.room.people if any(each.id in seats for seats in plan.seats)]
    seated = [
        Seated(
            card=numbers[each.id],
            registration=each.id,
            body=each.body,
            tables=[seats.get(each.id) for seats in plan.seats],
            explained=explained(plan, each.id),
        )
        for each in coming
    ]
    moved = [
        Moved(card=numbers[one], round=turn + 1, table=table, to=to, why=why)
        for one, turn, table, to, why in kept.moved
    ]
    return MixingPage(
        part=kept.part, version=kept.version, seed=plan.room.seed, spoken=plan.spoken, seated=seated, moved=moved
    )
