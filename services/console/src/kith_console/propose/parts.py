"""The parts of a day in a proposal: each on a page of its own."""

from typing import Any, Final

from starlette.responses import Response

from kith_console.proposal import advice as advise
from kith_console.proposal.draft import bodies_of, first
from kith_console.proposal.kind import TOO_MANY, only
from kith_console.propose.answers import is_day, on_more_days, take_part
from kith_console.propose.draft import MOST_PARTS, Draft
from kith_console.propose.pages import EVENTS
from kith_console.propose.steps import PARTS, PLACES, STEPS
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.message import Fault

DAY: Final = Room()
MOST_DAYS: Final = 6
"""Days that are added at once."""
NO_DAY: Final = Fault(field="days.0", code="day-missing", sentence="Choose a day.")


@DAY.signed_in("propose/{draft}/parts/{part}")
async def part(visit: Visit) -> Response:
    """One part: what, when, for whom, how many."""
    if not visit.is_officer:
        return visit.nothing()
    draft = await EVENTS.load(visit, visit.path["draft"])
    number = _number(visit, draft)
    if number is None or draft.sent:
        return visit.nothing()
    if visit.typed("do") == "remove":
        return await _removed(visit, draft, number)
    if visit.request.method == "POST":
        return await _taken(visit, draft, number)
    return visit.show("propose/part.html", **await _content(visit, draft, number))


@DAY.signed_in("propose/{draft}/parts/{part}/again")
async def again(visit: Visit) -> Response:
    """The same part on more days: a series, of which people choose the days on which they come."""
    draft = await EVENTS.load(visit, visit.path["draft"])
    number = _number(visit, draft)
    if not visit.is_officer or number is None or number >= len(draft.parts) or draft.sent:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("propose/again.html", **await _content(visit, draft, number))
    days = {at: day for at in range(MOST_DAYS) if (day := visit.typed(f"days.{at}"))}
    faults = [NO_DAY.model_copy(update={"field": f"days.{at}"}) for at, day in days.items() if not is_day(day)]
    if faults or not days or len(draft.parts) + len(days) > MOST_PARTS:
        content = await _content(visit, draft, number)
        return visit.show("propose/again.html", 422, faults=faults or [NO_DAY], **content)
    on_more_days(draft, number, [*dict.fromkeys(days.values())])
    draft.mark(PLACES.name, done=False)
    await EVENTS.keep(visit, draft)
    return await visit.go(_list_of(visit, draft), "They are there. Look at the places of each.")


async def _taken(visit: Visit, draft: Draft, number: int) -> Response:
    take_part(visit, draft, number)
    if not await EVENTS.keep(visit, draft):
        return visit.show("propose/part.html", 422, faults=[TOO_MANY], **await _content(visit, draft, number))
    if visit.typed("do") == "look":
        return visit.show("propose/part.html", **await _content(visit, draft, number))
    refusal = await EVENTS.judged(visit, draft)
    every = refusal.problem.errors if refusal else []
    mine = [each for each in every if _is_of(each, number)]
    draft.mark(PARTS.name, not any(STEPS.where(each) is PARTS for each in every))
    draft.mark(PLACES.name, PLACES.name in draft.done and not any(STEPS.where(each) is PLACES for each in every))
    await EVENTS.keep(visit, draft)
    if refusal and mine:
        return visit.show_again("propose/part.html", only(refusal, mine), **await _content(visit, draft, number))
    content = await _content(visit, draft, number)
    if content["seen"] and visit.typed("seen") != content["seen"]:
        return visit.show("propose/part.html", **content)
    return await visit.go(_list_of(visit, draft))


async def _removed(visit: Visit, draft: Draft, number: int) -> Response:
    if number < len(draft.parts):
        del draft.parts[number]
        if not draft.parts:
            draft.mark(PARTS.name, done=False)
        await EVENTS.keep(visit, draft)
    return await visit.go(_list_of(visit, draft), "The part is gone.")


async def _content(visit: Visit, draft: Draft, number: int) -> dict[str, Any]:
    at = f"terms.plan.parts.{number}"
    typed = draft.parts[number] if number < len(draft.parts) else {}
    texts = {f"{at}.{name}": first(typed, name) for name in ("title", "for_whom")}
    found = await advise.on_words(visit, texts)
    then = visit.typed("then") or visit.asked("then")
    return {
        "draft": draft,
        "at": at,
        "number": number,
        "is_new": number >= len(draft.parts),
        "kept": lambda name, default="": first(typed, name, default),
        "advice": found,
        "seen": advise.mark_of(found),
        "then": then,
        "bodies": bodies_of(draft, visit.body),
    }


def _list_of(visit: Visit, draft: Draft) -> str:
    last = "check" if visit.typed("then") == "check" else PARTS.name
    return visit.private(f"propose/{draft.name}/{last}")


def _number(visit: Visit, draft: Draft) -> int | None:
    """Which part that is, from 0: one that is there, or the next; None if there is no room for it."""
    asked = visit.path["part"]
    number = int(asked) - 1 if asked.isascii() and asked.isdecimal() else -1
    return number if 0 <= number <= len(draft.parts) and number < MOST_PARTS else None


def _is_of(fault: Fault, number: int) -> bool:
    return STEPS.where(fault) is PARTS and f"{fault.field}.".startswith(f"terms.plan.parts.{number}.")
