"""What stands beside a text on which somebody agrees, for all who may read it: advice on words, and what else is on."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from kith_chassis.service import BodyService
from kith_events.domain.programmes.advising import Advice, of_words, texts_of
from kith_events.domain.shown.clashing import Clash
from kith_events.inclusive_words import words_at
from kith_events.reads.dates import Planned, on_plans


class Beside(NamedTuple):
    """Advice alone: it blocks nothing."""

    wording: list[Advice]
    """Words in what everyone will read that leave people out, by the list of this body."""
    clashes: list[Clash]
    """What else is on at its times, until all have said yes to them."""


async def beside(running: BodyService, planned: Sequence[Planned]) -> dict[str, Beside]:
    """By event; what is on is looked up once for all of them."""
    words, on = await words_at(running.views, running.body), await on_plans(running, planned)

    def found() -> dict[str, Beside]:
        return {each.event: Beside(of_words(texts_of(each.terms), words), on.get(each.event, [])) for each in planned}

    return await asyncio.to_thread(found)
