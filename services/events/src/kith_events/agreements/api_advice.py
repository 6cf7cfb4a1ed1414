"""What stands beside a text on which somebody agrees, for all who may read it: advice on words, and what else is on."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from kith_chassis.service import BodyService
from kith_contracts.pages.dates import Clash
from kith_contracts.pages.wording import Advice
from kith_events.agreements.advice import Known, hints
from kith_events.agreements.networks import alive, networks_in
from kith_events.dates.api import Planned, on_plans
from kith_events.wording.wording import of_words, texts_of
from kith_events.wording.wordlist import words_at

OVER: Final = ("ended", "withdrawn")
"""Nobody can change anything any more, so nobody is advised."""
UNSETTLED: Final = ("drafted", "proposed", "partly-accepted", "amended")


class Beside(NamedTuple):
    """Advice alone: it blocks nothing."""

    wording: list[Advice]
    """Words in what everyone will read that leave people out, by the list of this body."""
    clashes: list[Clash]
    """What else is on at its times, until all have accepted them."""
    hints: list[str]
    """What the parties may want to look at again; while not all have agreed, also what may keep it from opening."""


async def beside(running: BodyService, planned: Sequence[Planned]) -> dict[str, Beside]:
    """By event; what is on is looked up once for all of them."""
    words, on = await words_at(running.views, running.body), await on_plans(running, planned)
    refs = dict.fromkeys(ref for each in planned for ref in networks_in(each.terms, running.body))
    known = Known(running.body, alive((await running.views.many(tuple(refs))).values()), datetime.now(UTC))

    def found(each: Planned) -> Beside:
        if each.status in OVER:
            return Beside([], [], [])
        looked_up = known if each.status in UNSETTLED else None
        return Beside(of_words(texts_of(each.terms), words), on.get(each.event, []), hints(each.terms, looked_up))

    return await asyncio.to_thread(lambda: {each.event: found(each) for each in planned})
