"""Networks that people of an organisation wish for. Its administrators read what, and never who.

A wish is kept twice, encrypted under two keys: for the organisation, and for who wrote it, to see how it stands.
"""

from typing import Any, Final, NamedTuple

from kith_console.drafts import Writer
from kith_console.visit import Visit

KIND: Final = "network"
MOST: Final = 3
"""Wishes of one person that wait."""
FIELDS: Final = ("name", "purpose", "for_you_if")


class Wish(NamedTuple):
    """A network that somebody wishes for, in their words."""

    mark: str
    name: str
    purpose: str
    for_you_if: str


async def waiting(visit: Visit) -> list[Wish]:
    """All that wait at this organisation, the newest first."""
    return [_wish(mark, kept) for mark, kept in (await visit.console.drafts.all(KIND, Writer(visit.body))).items()]


async def own(visit: Visit) -> list[Wish]:
    """Those of this visitor that still wait."""
    marks = {each.mark for each in await waiting(visit)}
    found = await visit.console.drafts.all(KIND, visit.writer)
    for mark in found.keys() - marks:
        await visit.console.drafts.drop(KIND, visit.writer, mark)
    return [_wish(mark, kept) for mark, kept in found.items() if mark in marks]


async def wish(visit: Visit, mark: str) -> bool:
    """Keep what was typed for the administrators; the same form again is the same wish. False if too many wait."""
    others = [each for each in await own(visit) if each.mark != mark]
    kept = {name: visit.typed(f"charter.{name}") for name in FIELDS}
    if len(others) >= MOST or not await visit.console.drafts.keep(KIND, Writer(visit.body), mark, kept):
        return False
    return await visit.console.drafts.keep(KIND, visit.writer, mark, kept)


async def withdraw_all(visit: Visit) -> None:
    """Nobody reads those of this visitor any more."""
    for each in await own(visit):
        await answered(visit, each.mark)


async def answered(visit: Visit, mark: str) -> None:
    """It waits no more."""
    await visit.console.drafts.drop(KIND, Writer(visit.body), mark)


def _wish(mark: str, kept: dict[str, Any]) -> Wish:
    return Wish(mark, *[str(kept[name]) for name in FIELDS])
