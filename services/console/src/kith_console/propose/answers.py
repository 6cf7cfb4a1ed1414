"""What the form of a step adds to a draft, and what the node says of the draft then."""

from typing import Final

from kith_console.fields import slug_of
from kith_console.node import Refusal
from kith_console.propose.draft import MOST_PARTS, Draft, Typed, first
from kith_console.propose.steps import PLACES, WHAT, Step
from kith_console.propose.text import terms_of
from kith_console.visit import Visit
from kith_contracts.events.agreements import DraftAgreement, EventPublished
from kith_contracts.message import Fault
from kith_contracts.pages.events import LedEvent

TAKEN: Final = Fault(
    field="subject", code="slug-taken", sentence="An event of this name exists; choose another short name."
)
MOST_NAMES: Final = 20
UNNAMED: Final = ("subject", "terms.subject")
TOO_MANY: Final = 429
OURS_TO_SAY: Final = 500


# What was typed


async def take(visit: Visit, draft: Draft, step: Step) -> list[Fault]:
    """Put what was typed into the draft, whatever it is; the result is what we ourselves have to say of it."""
    form = visit.form
    for field in step.fields:
        if field.endswith("*"):
            _replace(draft.typed, form, field[:-1])
        else:
            draft.typed[field] = form.get(field, [])
    if step is PLACES:
        for number, part in enumerate(draft.parts):
            _replace(part, form, f"terms.seats.{number}.", "seats.")
    return await _name(visit, draft) if step is WHAT else []


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


def _replace(typed: Typed, form: Typed, before: str, called: str | None = None) -> None:
    """All fields that begin so, as the form has them; `called` is what they begin with in the draft."""
    begin = before if called is None else called
    for name in [name for name in typed if name.startswith(begin)]:
        del typed[name]
    typed.update({begin + name.removeprefix(before): given for name, given in form.items() if name.startswith(before)})


def _another(name: str, taken: set[str]) -> str:
    numbered = (name, *(f"{name}-{number}" for number in range(2, MOST_PARTS + 2)))
    return next(each for each in numbered if each not in taken)


async def _name(visit: Visit, draft: Draft) -> list[Fault]:
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


# What the node says


async def judged(visit: Visit, draft: Draft) -> Refusal | None:
    """Let the node keep the text as a draft that nobody else sees; the refusal has all that is wrong, everywhere."""
    try:
        await visit.send(DraftAgreement, subject=f"{visit.body}/{draft.event}", terms=terms_of(draft, visit.body))
    except Refusal as refusal:
        if (status := refusal.problem.status) == TOO_MANY or status >= OURS_TO_SAY:
            raise
        return None if draft.sent else _named(refusal, draft)
    draft.drafted = True
    return None


def _named(refusal: Refusal, draft: Draft) -> Refusal:
    """Without a title there is no name, and nothing has to be said of that."""
    kept = [each for each in refusal.problem.errors if draft.event or each.field not in UNNAMED]
    return only(refusal, kept)


def only(refusal: Refusal, faults: list[Fault]) -> Refusal:
    """The refusal with these faults alone."""
    return Refusal(refusal.problem.model_copy(update={"errors": faults}))
