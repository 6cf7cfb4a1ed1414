"""What each organisation will do after an event, and whether it did: a committee says it for its own."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from kith_console.committee.promises import AGREED, MOST, free_number, of_event, ours, standing
from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.outcomes.pages import by_body, outcome_of
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.events.actions import FinishBodyAction, SayBodyAction
from kith_contracts.pages.agreements import AgreementPage

AFTER = Room()


@AFTER.signed_in("after/{lead}/{event}")
async def actions(visit: Visit) -> Response:
    """What all of them mean to do, what is due, and what became of it."""
    if not (visit.is_officer or visit.is_admin):
        return visit.nothing()
    subject = _subject(visit)
    if visit.request.method == "POST":
        number = visit.typed("number")
        try:
            await visit.send(FinishBodyAction, event=subject, number=_number(number), outcome="done")
        except Refusal as refusal:
            return visit.show_again("committee/after.html", refusal, **await _of(visit, subject))
        return await visit.go(visit.private(visit.inner), "Well done. The others read it too.")
    return visit.show("committee/after.html", **await _of(visit, subject))


@AFTER.signed_in("after/{lead}/{event}/{number}")
async def action(visit: Visit) -> Response:
    """One of ours: said, said anew, or what became of it."""
    number = _number(visit.path["number"])
    if not (visit.is_officer or visit.is_admin) or number not in range(1, MOST + 1):
        return visit.nothing()
    subject = _subject(visit)
    content = await _of(visit, subject)
    known = next((each for each in content["ours"] if each.action.number == number), None)
    content |= {"known": known, "number": number}
    if not content["agreed"]:
        return visit.nothing()
    if visit.request.method != "POST":
        return visit.show("committee/action.html", **content)
    about = {"event": subject, "number": number}
    try:
        if visit.typed("do") == "say":
            await visit.send(SayBodyAction, **about, **_typed(visit, "text", "by"))
            said = "Said. All of you read it, and everyone once the event is over."
        else:
            await visit.send(FinishBodyAction, **about, outcome=visit.typed("do"), **_typed(visit, "why"))
            said = "Kept. The others read it too."
    except Refusal as refusal:
        return visit.show_again("committee/action.html", refusal, **content)
    return await visit.go(visit.private(f"after/{subject}"), said)


async def _of(visit: Visit, subject: str) -> dict[str, Any]:
    page, said, told, _ = await asyncio.gather(
        visit.read("events", f"agreements/{subject}", AgreementPage),
        of_event(visit, subject),
        outcome_of(visit, subject),
        learn_names(visit),
    )
    now = datetime.now(UTC)
    own = ours(said, visit.body)
    return {
        "subject": subject,
        "title": page.terms.plan.title,
        "plan": page.terms.plan,
        "agreed": page.status in AGREED,
        "over": page.terms.plan.ends < now,
        "told": told,
        "ours": own,
        "others": by_body([each.action for each in said if each.action.body != visit.body]),
        "standing": {each.action.number: standing(each, now.date()) for each in own},
        "free": free_number(own),
    }


def _typed(visit: Visit, *names: str) -> dict[str, str]:
    """What stands in these fields; the node says what is missing."""
    return {name: typed for name in names if (typed := visit.typed(name))}


def _number(typed: str) -> Any:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 1 else typed


def _subject(visit: Visit) -> str:
    return f"{visit.path['lead']}/{visit.path['event']}"
