"""What an event has cost and who pays whom: costs are recorded, the lead closes the books, all accept, then they pay.

Committees and the administrator record costs; closing, accepting and paying are the administrator's.
"""

import asyncio
from typing import Any, Final

from starlette.responses import Response

from kith_console.fields import number_of, pence_of
from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_contracts.events.settlement import (
    MOST_OF_A_BODY,
    AnswerBooks,
    CloseBooks,
    Cost,
    MarkPayment,
    RecordCost,
)
from kith_contracts.pages.agreements import AgreementPage
from kith_contracts.pages.settlement import LedBooks, OwnSettlement

BOOKS: Final = Room()
LINE: Final = "line:"
"""Begins the form of a cost that an own grant pays: `line:iop/returners:day`."""
CLOSED: Final = "The books are closed. All are asked whether the account is right."
SAID: Final = {
    "close": CLOSED,
    "accepted": "You have accepted the account.",
    "objected": "You have objected. The books are open again.",
    "sent": "You have said that it is paid.",
    "received": "You have said that it has come.",
}


@BOOKS.signed_in("books/{lead}/{event}")
async def books(visit: Visit) -> Response:
    """The costs, the account and the payments of an event, and what can be done now."""
    event = f"{visit.path['lead']}/{visit.path['event']}"
    content = await _content(visit, event)
    if visit.request.method != "POST":
        return visit.show("books/one.html", **content)
    try:
        said = await _done(visit, event, content)
    except Refusal as refusal:
        return visit.show_again("books/one.html", refusal, **content)
    return await visit.go(visit.private(visit.inner), said)


async def _content(visit: Visit, event: str) -> dict[str, Any]:
    own, page, _ = await asyncio.gather(
        visit.read("events", f"agreements/{event}/settlement", OwnSettlement),
        visit.read("events", f"agreements/{event}", AgreementPage),
        learn_names(visit),
    )
    led = None
    if page.lead == visit.body:
        led = await visit.read("events", f"led/{visit.path['event']}/settlement", LedBooks)
    account = own.account
    accepted = {each.body for each in account.answers if each.verdict == "accepted"} if account else set()
    return {
        "page": page,
        "own": {each.number: each for each in own.costs if each.pence},
        "costs": by_organisation(_known(own, led)),
        "account": account,
        "open": is_open(own),
        "next": _next_number(own.costs),
        "missing": [each.body for each in account.shares if each.body not in accepted] if account else [],
        "objections": [each for each in account.answers if each.verdict == "objected"] if account else [],
        "grants": [each for each in own.grants if each.status == "granted" and each.event in (None, event)],
    }


def is_open(own: OwnSettlement) -> bool:
    """Whether costs can be recorded."""
    return own.account is None or own.account.status == "objected"


def _known(own: OwnSettlement, led: LedBooks | None) -> list[Cost]:
    """All costs that are known here: those of others a party learns from the account."""
    if led:
        return led.costs
    return own.account.costs if own.account and not is_open(own) else [*own.costs]


def _next_number(costs: list[Any]) -> int:
    """The lowest number that no cost has yet; the highest of all if each is taken."""
    taken = {each.number for each in costs if each.pence}
    return next((each for each in range(1, MOST_OF_A_BODY + 1) if each not in taken), MOST_OF_A_BODY)


async def _done(visit: Visit, event: str, content: dict[str, Any]) -> str:
    """Do what the button says, and say so; raises Refusal."""
    match visit.typed("do"):
        case "record":
            await visit.send(RecordCost, event=event, currency=content["page"].terms.currency, **_cost(visit, content))
            return "It is recorded."
        case "close":
            await visit.send(CloseBooks, event=event)
        case "accepted" | "objected" as verdict:
            answer = {"round": number_of(visit.typed("round")), "verdict": verdict, "line": visit.typed("line")}
            await visit.send(AnswerBooks, event=event, **answer)
        case mark:
            await visit.send(
                MarkPayment, event=event, payer=visit.typed("payer"), payee=visit.typed("payee"), mark=mark
            )
    return SAID.get(visit.typed("do"), "")


def _cost(visit: Visit, content: dict[str, Any]) -> dict[str, Any]:
    """A cost as it was typed; one that was recorded keeps its number, and its form if none was chosen. What a network
    pays is changed in the name of that network.
    """
    typed = visit.typed("number")
    number = number_of(typed) if typed else content["next"]
    cost = {"number": number, "pence": pence_of(visit.typed("pence")), "what": visit.typed("what")}
    form = visit.typed("form")
    if form.startswith(LINE):
        network, _, ask = form.removeprefix(LINE).rpartition(":")
        return {**cost, "form": "line", "network": network, "ask": ask}
    if form:
        return {**cost, "form": form}
    before = content["own"].get(number)
    return {**cost, "network": before.network} if before and before.network else cost


def by_organisation(costs: list[Cost]) -> list[Cost]:
    """Costs of all, those of each organisation together; what was taken back is none."""
    return sorted((each for each in costs if each.pence), key=lambda each: (each.body, each.number))
