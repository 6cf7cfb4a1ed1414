"""The short name of an event, and what the form of a part adds to a draft."""

from datetime import date
from typing import Final

from kith_console.fields import slug_of
from kith_console.proposal.draft import first
from kith_console.propose.draft import MOST_PARTS, Draft
from kith_console.visit import Visit
from kith_contracts.events.agreements import EventPublished
from kith_contracts.message import Fault
from kith_contracts.pages.events import LedEvent

TAKEN: Final = Fault(
    field="subject", code="slug-taken", sentence="An event of this name exists; choose another short name."
)
MOST_NAMES: Final = 20


def take_part(visit: Visit, draft: Draft, number: int) -> None:
    """Put what was typed of a part into the draft; a new one comes last."""
    if number == len(draft.parts):
        draft.parts.append({})
    part, before = draft.parts[number], f"terms.plan.parts.{number}."
    for name in [name for name in part if not name.startswith("seats.") and name != "part"]:
        del part[name]
    part.update({name.removeprefix(before): values for name, values in visit.form.items() if name.startswith(before)})
    if not first(part, "part"):
        others = {first(each, "part") for each in draft.parts}
        part["part"] = [_another(slug_of(first(part, "title"))[:50] or "part", others)]


def is_day(typed: str) -> bool:
    """Whether this is a day of the calendar."""
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return True


def on_more_days(draft: Draft, number: int, days: list[str]) -> None:
    """Put the same part on more days, and let the event last until the last of them."""
    known = draft.parts[number]
    for day in days:
        others = {first(each, "part") for each in draft.parts}
        part = {name: list(values) for name, values in known.items()}
        title = slug_of(first(known, "title"))[:50] or "part"
        draft.parts.append({**part, "part": [_another(title, others)], "day": [day]})
    for each in draft.parts:
        each["day"] = each.get("day") or [draft.one("day")]
    draft.typed["last_day"] = [max([draft.one("last_day") or draft.one("day"), *days])]
    draft.typed["day"] = [min([draft.one("day"), *days])]


def _another(name: str, taken: set[str]) -> str:
    numbered = (name, *(f"{name}-{number}" for number in range(2, MOST_PARTS + 2)))
    return next(each for each in numbered if each not in taken)


async def name(visit: Visit, draft: Draft) -> list[Fault]:
    """Give the event its short name. One that is there already is not ours to write over."""
    wanted = draft.one("subject") or slug_of(draft.title)[:50]
    if not wanted or wanted == draft.event:
        return []
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, MOST_NAMES)))
    free = [wanted] if draft.one("subject") else names
    for name in free:
        if not await _is_taken(visit, name):
            draft.event, draft.drafted = name, False
            return []
    return [TAKEN]


async def _is_taken(visit: Visit, name: str) -> bool:
    if slug_of(name) != name:
        return False  # the node says that this is no short name
    led = await visit.read_or(None, "events", f"led/{name}", LedEvent)
    event = await visit.read_or(None, "events", f"events/{visit.body}/{name}", EventPublished)
    return led is not None or event is not None
