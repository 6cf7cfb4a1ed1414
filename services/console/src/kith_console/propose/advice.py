"""Advice on an event: what else is on, and what does not add up. It blocks nothing."""

from kith_console.node import Refusal
from kith_console.proposal.advice import Advice
from kith_console.proposal.shares import WHOLE
from kith_console.propose.draft import Draft
from kith_console.propose.figures import divided, shares
from kith_console.propose.text import span, zone_of
from kith_console.visit import Visit
from kith_contracts.message import Fault
from kith_contracts.pages.dates import Clashes


async def on_date(visit: Visit, draft: Draft) -> Advice:
    """What else is on when it would be."""
    try:
        found = await _clashes(visit, draft)
    except Refusal:
        return {}  # the times cannot be read yet; the node says so when they are saved
    ours = f"{visit.body}/{draft.event}"
    said = [each.sentence for each in found.clashes if each.event is None or each.event != ours]
    return {"day": said} if said else {}


async def faults_of_date(visit: Visit, draft: Draft) -> list[Fault]:
    """What is wrong with the times themselves, such as an end before the start."""
    try:
        await _clashes(visit, draft)
    except Refusal as refusal:
        return [each.model_copy(update={"field": f"terms.plan.{each.field}"}) for each in refusal.problem.errors]
    return []


async def _clashes(visit: Visit, draft: Draft) -> Clashes:
    starts, ends = span(draft)
    return await visit.read("events", "clashes", Clashes, starts=starts, ends=ends, zone=zone_of(draft))


def on_sums(draft: Draft, body: str) -> Advice:
    """What does not add up yet; the node takes nothing of the kind when the text is sent."""
    found = shares(draft, body)
    advice: Advice = {}
    if not found.cash == found.kind == WHOLE:
        told = f"The shares come to {found.cash} % of the cost and {found.kind} % in kind."
        advice["sums"] = [f"{told} Both must be 100 %."]
    for number in range(len(draft.parts)):
        if (left := divided(draft, body, number).left) < 0:
            advice[f"left-{number}"] = [f"That is {-left} more than there is room for."]
    return advice
