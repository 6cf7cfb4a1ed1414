"""What is read of programmes: by everyone, and by the officers of the hosting networks, with advice."""

import asyncio
from typing import Final

from fastapi import APIRouter

from kith_chassis.http.api import Asking, Find
from kith_commons.advice.wording import findings
from kith_contracts.events.programme import ProgrammePublished
from kith_contracts.pages.programme import Dismissed, LedProgramme, OwnSpeaking
from kith_contracts.pages.wording import Found, Words, Written
from kith_contracts.words import BodySlug, PersonId, Slug
from kith_events.event.access import found, led_by
from kith_events.event.public import Shown
from kith_events.programme.advice import advice
from kith_events.programme.lead import Played, Programme
from kith_events.programme.speakers_home import Speaking
from kith_events.programme.speakers_lead import codes
from kith_events.wording.wordlist import words_at

PROGRAMME: Final = "events-led-programme"
MOST: Final = 500


def add_programme(routes: APIRouter, find: Find) -> None:
    """The reads of programmes and of the list of words."""

    @routes.get("/events/{lead}/{event}/programme", operation_id="events-programme", summary="What happens, and when.")
    async def programme(body: BodySlug, lead: BodySlug, event: Slug) -> ProgrammePublished:
        played: Played = found(await find(body).views.get(Played.at(lead, event)))
        return played.published

    @routes.get("/led/{event}/programme", operation_id=PROGRAMME, summary="The programme, with advice on it.")
    async def led_programme(body: BodySlug, event: Slug, asking: Asking) -> LedProgramme:
        led = await led_by(find, body, event, asking, PROGRAMME)
        kept: Programme | None = await find(body).views.get(Programme.at(led.event))
        kept = kept or Programme(event=led.event, version=0)
        words = await words_at(find(body).views, body)
        given = await asyncio.to_thread(advice, led.terms, kept.sessions, words)
        return LedProgramme(
            event=led.event,
            version=kept.version,
            published=kept.published is not None,
            sessions=list(kept.sessions),
            advice=[each for each in given if each.advice not in kept.dismissed],
            dismissed=[
                Dismissed(advice=each, why=kept.dismissed[each.advice])
                for each in given
                if each.advice in kept.dismissed
            ],
            codes=codes(find(body).vault.keyed, led, kept),
        )

    @routes.get("/people/{person}/speaking", operation_id="events-own-speaking", summary="Where one speaks.")
    async def speaking(body: BodySlug, person: PersonId) -> list[OwnSpeaking]:
        running = find(body)
        own = await running.views.tagged(Speaking, (running.vault.keyed("person", person),), "", MOST)
        shown = await running.views.many(tuple({Shown.at(each.event): None for each in own}))
        return [_speaking(each, shown.get(Shown.at(each.event).path)) for each in own]

    @routes.get("/wording", operation_id="events-wording", summary="The words that leave people out, and why.")
    async def wording(body: BodySlug) -> list[Words]:
        return [Words(**rule._asdict()) for rule in (await words_at(find(body).views, body)).as_rules]

    @routes.post("/wording/check", operation_id="events-check-wording", summary="Which of them a text has.")
    async def check(body: BodySlug, written: Written) -> list[Found]:
        rules = (await words_at(find(body).views, body)).as_rules
        return [Found(**each._asdict()) for each in await asyncio.to_thread(findings, written.text, rules)]


def _speaking(own: Speaking, shown: Shown | None) -> OwnSpeaking:
    told = own.model_dump(include={*OwnSpeaking.model_fields})
    if shown and shown.called_off:
        told["sessions"] = []
    return OwnSpeaking(**told, event_status=shown.published.status if shown else "")
