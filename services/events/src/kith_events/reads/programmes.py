"""What is read of programmes: by everyone, and by the officers of the hosting networks, with advice."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints

from kith_chassis.api import Asking, Find
from kith_commons.inclusive import findings
from kith_contracts.entries import Scheduled
from kith_contracts.programme import ProgrammePublished, Session
from kith_contracts.words import BodySlug, PersonId, Slug
from kith_events.domain.programmes.advising import Advice, advice
from kith_events.domain.programmes.programme import Played, Programme
from kith_events.domain.programmes.speakers import codes
from kith_events.domain.programmes.speaking import Speaking
from kith_events.domain.shown.public import Shown
from kith_events.inclusive_words import words_at
from kith_events.reads.agreements import found
from kith_events.reads.door import led_by

PROGRAMME: Final = "events-led-programme"
MOST: Final = 500


class Dismissed(BaseModel):
    """Advice that is not taken, and why."""

    advice: Advice
    why: str


class LedProgramme(BaseModel):
    """The programme as its officers see it, and what might be better."""

    event: str
    version: int
    published: bool
    sessions: list[Session]
    advice: list[Advice]
    dismissed: list[Dismissed]
    codes: dict[str, str]
    """By short name, for each who speaks for a party: what they are given with the invitation, to answer at home. That
    of an author is at the author's home alone.
    """


class OwnSpeaking(BaseModel):
    """What one has answered to an invitation to speak, and whether it stands at who leads the event, and if not why."""

    event: str
    event_status: str
    """As it is published: at one that is `cancelled` nobody speaks."""
    invited: str
    comes: bool
    shown_as: str | None
    status: str
    code: str
    sentence: str
    sessions: list[Scheduled]
    """When and where, as the lead has said last."""


class Words(BaseModel):
    """A word or phrase that leaves people out, what to write instead, and why."""

    words: str
    better: str
    why: str


class Written(BaseModel):
    """A text that somebody is about to publish."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, StringConstraints(max_length=20_000)]


class Found(BaseModel):
    """Where in the text such a word stands, in characters from its start."""

    found: str
    start: int
    better: str
    why: str


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
