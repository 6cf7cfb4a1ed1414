"""All of a proposal once more, as those who are asked will read it; then it is sent."""

import asyncio
from collections import defaultdict
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from starlette.responses import Response

from kith_console.agreements import clauses
from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.propose.draft import Draft, keep, load
from kith_console.propose.steps import STEPS, where
from kith_console.propose.summary import Row, rows
from kith_console.propose.text import bodies_of, terms_of
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import joined, money
from kith_contracts.events.agreements import ProposeAgreement
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Fault
from kith_contracts.pages.events import LedEvent

CHECK: Final = Room()


class Checked(NamedTuple):
    """A step as it is read once more."""

    name: str
    title: str
    rows: list[Row]
    faults: list[Fault]


@CHECK.signed_in("propose/{draft}/check")
async def check(visit: Visit) -> Response:
    """What was said, what all will read, what each gives and gets; and the button."""
    if not visit.is_officer:
        return visit.nothing()
    draft = await load(visit, visit.path["draft"])
    done = visit.private(f"propose/{draft.name}/sent")
    if draft.sent:
        return await visit.go(done)
    if visit.request.method == "POST":
        try:
            await visit.send(ProposeAgreement, subject=f"{visit.body}/{draft.event}", terms=terms_of(draft, visit.body))
        except Refusal as refusal:
            faults = refusal.problem.errors
            return visit.show_again("propose/check.html", refusal, **await _content(visit, draft, faults))
        draft.sent = True
        await keep(visit, draft)
        return await visit.go(done)
    return visit.show("propose/check.html", **await _content(visit, draft, []))


@CHECK.signed_in("propose/{draft}/sent")
async def sent(visit: Visit) -> Response:
    """It is sent: what happens now."""
    draft = await load(visit, visit.path["draft"]) if visit.is_officer else None
    if draft is None or not draft.sent:
        return visit.nothing()
    others = [each for each in bodies_of(draft, visit.body) if each != visit.body]
    return visit.show("propose/sent.html", draft=draft, others=others, subject=f"{visit.body}/{draft.event}")


async def _content(visit: Visit, draft: Draft, faults: list[Fault]) -> dict[str, Any]:
    _, led = await asyncio.gather(learn_names(visit), _drafted(visit, draft))
    terms, names = _text(draft, visit.body), visit.console.names
    by_step: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        if step := where(fault):
            by_step[step.name].append(fault)
    bodies = bodies_of(draft, visit.body)
    others = [each for each in bodies if each != visit.body]
    same = led is not None and terms is not None and led.terms == terms
    return {
        "draft": draft,
        "checked": [
            Checked(each.name, each.title, rows(draft, each, visit.body, names), by_step[each.name]) for each in STEPS
        ],
        "undone": [each for each in STEPS if each.name not in draft.done],
        "clauses": list(clauses.of_event(terms, names, money)) if terms else [],
        "shares": {each: clauses.share(terms, each, money) for each in bodies} if terms else {},
        "others": joined([names.short(each) for each in others]),
        "led": led if same else None,
    }


def _text(draft: Draft, body: str) -> EventTerms | None:
    """The text, if it has the shape of one."""
    try:
        return EventTerms.model_validate(terms_of(draft, body))
    except ValidationError:
        return None


async def _drafted(visit: Visit, draft: Draft) -> LedEvent | None:
    """The draft as the node keeps it, with its advice."""
    if not draft.drafted:
        return None
    return await visit.read_or(None, "events", f"led/{draft.event}", LedEvent)
