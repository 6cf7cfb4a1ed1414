"""Look for a network first; if there is none, say what it would be, and the administrator charters it."""

import asyncio
from typing import Any, Final

from starlette.responses import Response

from kith_console.charters import wishes
from kith_console.listing import learn_names
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import N_
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.message import Fault

CHARTERS: Final = Room()
MOST_SHOWN: Final = 12
MOST_WORDS: Final = 6
SHORTEST: Final = 4
"""Letters of a word by which networks are found; shorter ones stand in all of them."""
FULL: Final = Fault(
    field="*",
    code="too-many-wishes",
    sentence=N_("Enough wait for an answer. Ask your administrator, or wait a little."),
)
MISSING: Final = N_("Say it in a few words.")


@CHARTERS.signed_in("charters")
async def search(visit: Visit) -> Response:
    """What is it about? Those that there are come first."""
    if not visit.person:
        return visit.nothing()
    words = visit.asked("words")
    found, waiting, _ = await asyncio.gather(similar(visit, words), wishes.own(visit), learn_names(visit))
    return visit.show("charters/search.html", words=words, networks=found, waiting=waiting)


@CHARTERS.signed_in("charters/new")
async def new(visit: Visit) -> Response:
    """A new one, in three lines. Networks that are like it are shown before it goes on."""
    if not visit.person:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("charters/new.html", networks=[], seen="")
    faults = [
        Fault(field=f"charter.{name}", code="missing", sentence=MISSING)
        for name in wishes.FIELDS
        if not visit.typed(f"charter.{name}")
    ]
    found = await similar(visit, f"{visit.typed('charter.name')} {visit.typed('charter.purpose')}")
    content: dict[str, Any] = {"networks": found, "seen": " ".join(each.network for each in found)}
    if faults:
        return visit.show("charters/new.html", 422, faults=faults, **content)
    if found and visit.typed("seen") != content["seen"]:
        return visit.show("charters/new.html", **content)
    if not await wishes.wish(visit, visit.mark):
        return visit.show("charters/new.html", 422, faults=[FULL], **content)
    return await visit.go(visit.private("charters"), N_("Sent. Your administrator reads it, without your name."))


async def similar(visit: Visit, text: str) -> list[NetworkPublished]:
    """Networks that have some of these words, those with most of them first."""
    words = [each for each in dict.fromkeys(text.casefold().split()) if len(each) >= SHORTEST][:MOST_WORDS]
    found = await asyncio.gather(
        *[visit.read("directory", "networks", list[NetworkPublished], words=each[:100], most=50) for each in words]
    )
    known = {each.network: each for some in found for each in some if each.status != "ended"}
    hits = [each.network for some in found for each in some]
    return sorted(known.values(), key=lambda each: (-hits.count(each.network), each.name))[:MOST_SHOWN]
