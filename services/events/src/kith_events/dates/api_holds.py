"""Who reads the dates that are held."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query

from kith_chassis.http.api import After, Find
from kith_contracts.pages.dates import HoldPage
from kith_contracts.words import BodySlug
from kith_events.dates.api import what_is_on
from kith_events.dates.clashes import WhatIsOn, clashes_of_hold, slot_of
from kith_events.dates.current_holds import HOLDS, held_now
from kith_events.dates.holds import Hold
from kith_events.wording.wording import Wordlist, of_words
from kith_events.wording.wordlist import words_at

Most = Annotated[int, Query(ge=1, le=200)]


def add_holds(routes: APIRouter, find: Find) -> None:
    """The read of holds."""

    @routes.get("/holds", operation_id=HOLDS, summary="The dates that this body and others that let it know hold.")
    async def holds(body: BodySlug, after: After = "", most: Most = 200) -> list[HoldPage]:
        running = find(body)
        known = await held_now(running)
        page = [each for each in known if each.hold > after][:most]
        on = await what_is_on(running, [slot_of(each) for each in page], known)
        words = await words_at(running.views, body)
        return await asyncio.to_thread(lambda: [_page(each, known, on, words) for each in page])


def _page(hold: Hold, known: list[Hold], on: WhatIsOn, words: Wordlist) -> HoldPage:
    times = hold.held
    at_once = [
        each.hold
        for each in known
        if each.hold != hold.hold and each.held.starts < times.ends and times.starts < each.held.ends
    ]
    return HoldPage(
        hold=hold.hold,
        held=times,
        partners=list(hold.partners),
        until=hold.until,
        at_once=at_once,
        wording=of_words({"held/place": times.place, "held/strand": times.strand}, words),
        clashes=clashes_of_hold(hold, on),
    )
