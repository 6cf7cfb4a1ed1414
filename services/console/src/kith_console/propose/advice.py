"""Advice beside what is typed: words that leave people out, and what else is on. It blocks nothing."""

import asyncio
from collections.abc import Mapping
from hashlib import blake2b

from kith_console.node import Refusal
from kith_console.propose.draft import Draft
from kith_console.propose.figures import divided, shares
from kith_console.propose.text import span, zone_of
from kith_console.visit import Visit
from kith_contracts.message import Fault
from kith_contracts.pages.dates import Clashes
from kith_contracts.pages.wording import Found

Advice = dict[str, list[str]]
"""Sentences, by the field that they are about."""


async def on_words(visit: Visit, texts: Mapping[str, str]) -> Advice:
    """What in these texts leaves people out, and what to write instead."""
    written = {field: text for field, text in texts.items() if text}
    found = await asyncio.gather(*[_found(visit, text) for text in written.values()])
    return {field: said for field, said in zip(written, found, strict=True) if said}


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
    if not found.whole:
        told = f"The shares come to {found.cash} % of the cost and {found.kind} % in kind."
        advice["sums"] = [f"{told} Both must be 100 %."]
    for number in range(len(draft.parts)):
        if (left := divided(draft, body, number).left) < 0:
            advice[f"left-{number}"] = [f"That is {-left} more than there is room for."]
    return advice


def mark_of(advice: Advice) -> str:
    """By what advice is known that somebody has seen; empty if there is none."""
    return blake2b(repr(sorted(advice.items())).encode(), digest_size=8).hexdigest() if advice else ""


async def _found(visit: Visit, text: str) -> list[str]:
    try:
        found = await visit.look("events", "wording/check", list[Found], {"text": text})
    except Refusal:
        return []
    return [_sentence(each) for each in found]


def _sentence(found: Found) -> str:
    instead = f"Perhaps “{found.better}” instead of “{found.found}”?" if found.better else f"Without “{found.found}”?"
    return f"{instead} {found.why}"
