"""Why a request was answered as it was, in sentences, from what is stored of that request and of nobody else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from kith_contracts.events.requests import Why, WishStatus

KEPT: Final = {
    "quota": "one of those that are kept for its organisation",
    "pool": "one of those that all organisations share",
    None: "one",
}
CAUSES: Final = {
    "asked": "A place was free when it was made: {kept}.",
    "drawn": "In the draw it came early enough for a place: {kept}.",
    "freed": "A place came free on {at}, {kept}, and it was first in line for it.",
    "returned": "On {at} unused places went to all who waited: {kept}.",
    "divided": "On {at} the hosts had agreed on other numbers of places: there was {kept}.",
}
"""By what moved it: why there is a place for it."""
MOST_NUMBERED: Final = 1_000_000
"""More people do not ask; higher numbers are times, of who asked under a lead before."""


class Known(NamedTuple):
    """What is known of one request."""

    status: WishStatus
    why: Why | None = None
    sentence: str = ""
    until: datetime | None = None
    before: int | None = None
    """How many are before it in the line; None where that is not known."""
    band: int = 0
    """Of a fund that asks how much it is needed."""


def explained(known: Known) -> list[str]:
    """The sentences, in the order of what happened."""
    return list(_sentences(known))


def logged(known: Known, before: WishStatus | None) -> str:
    """What it became at that time, in one sentence. `before`: what it was until then."""
    until, rank = _when(known.until), known.why.rank if known.why else None
    match known.status:
        case "asked":
            return "You said yes to the offer." if before == "offered" else "You asked for it."
        case "in-draw":
            return f"It was taken into the draw, on {until}."
        case "waiting":
            return f"It was drawn as number {rank}, and waits." if rank else "No place was free for it, and it waits."
        case "offered":
            return f"A place was offered, until {until}."
        case "granted":
            return _place(known.why)
    return known.sentence or "You gave it up."


def _sentences(known: Known) -> Iterator[str]:
    if known.why:
        if known.why.position and known.why.position <= MOST_NUMBERED:
            yield f"This request was number {known.why.position} for this part."
        if known.why.rank:
            yield f"It was drawn as number {known.why.rank}."
    if known.band:
        yield f"Its need is in band {known.band}. Band after band is served, and in each the first drawn are first."
    match known.status:
        case "granted" | "offered":
            yield _place(known.why, known.status)
        case "waiting":
            yield "No place is free that it may have. It moves up when one is."
    yield from _next(known)


def _next(known: Known) -> Iterator[str]:
    until, before = _when(known.until), known.before
    match known.status:
        case "asked":
            yield "The host has not answered yet."
        case "in-draw":
            yield f"It is in the draw, which is on {until}. Before, nobody has a place, whoever came first."
        case "offered":
            yield f"It is kept until {until}. Without a yes it goes to the next."
        case "waiting" if before is not None:
            yield f"In the line {before} are before it." if before else "It is first in the line."
        case "refused":
            yield known.sentence
        case "released":
            yield "It was given up at home."


def _place(why: Why | None, status: WishStatus = "granted") -> str:
    if why is None:  # a closed part, of which the host knows nothing
        if status == "offered":
            return "An entry code of the organisation came free, and it was first in line for it."
        return "The organisation gave out one of its own entry codes for it."
    return CAUSES[why.cause].format(kept=KEPT[why.source], at=_when(why.at))


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else "a day that is not set"
