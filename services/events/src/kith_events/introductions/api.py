"""What is read of introductions: by the person who was asked, by who introduces, and as figures."""

from datetime import UTC, datetime
from typing import Final, Literal

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find
from kith_contracts.pages.introductions import FiguresPage, IntroductionPage, LedIntroduction
from kith_contracts.words import BodySlug, PersonId, Slug
from kith_events.event.access import led_by, led_here
from kith_events.event.public import Shown
from kith_events.introductions.home import OwnIntroduction
from kith_events.introductions.introduction import Introductions, Made

OWN: Final = "events-introductions"
LED: Final = "events-led-introductions"
FIGURES: Final = "events-introduction-figures"
MOST: Final = 500


def add_introductions(routes: APIRouter, find: Find) -> None:
    """The reads of introductions."""

    @routes.get("/people/{person}/introductions", operation_id=OWN, summary="One's own introductions.")
    async def own(body: BodySlug, person: PersonId) -> list[IntroductionPage]:
        running = find(body)
        mine = await running.views.tagged(OwnIntroduction, (running.vault.keyed("person", person),), "", MOST)
        now = datetime.now(UTC)
        shown = await running.views.many(tuple({Shown.at(each.event): None for each in mine}))
        off = {each.id for each in shown.values() if each.called_off}
        return [_page(each) for each in mine if each.released or (now < each.until and each.event not in off)]

    @routes.get("/led/{event}/introductions", operation_id=LED, summary="Who was introduced to whom, and why.")
    async def led(body: BodySlug, event: Slug, asking: Asking) -> list[LedIntroduction]:
        event_led = await led_by(find, body, event, asking, LED)
        known: Introductions | None = await find(body).views.get(Introductions.at(event_led.event))
        return [_led(each) for each in known.made.values()] if known else []

    @routes.get(
        "/led/{event}/introductions/figures", operation_id=FIGURES, summary="How many introductions have helped."
    )
    async def figures(body: BodySlug, event: Slug) -> FiguresPage:
        event_led = await led_here(find(body), event)
        known: Introductions | None = await find(body).views.get(Introductions.at(event_led.event))
        return FiguresPage(figures=(known and known.figures) or {})


def _page(own: OwnIntroduction) -> IntroductionPage:
    shown = own.model_dump(include={*IntroductionPage.model_fields} - {"introduction"})
    return IntroductionPage(introduction=own.own, **shown)


def _led(made: Made) -> LedIntroduction:
    life = made.life
    status: Literal["offered", "released"] = "released" if life.released else "offered"
    return LedIntroduction(a=life.one.who, b=life.other.who, reason=made.reason, status=status, until=life.until)
