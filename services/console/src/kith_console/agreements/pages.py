"""An agreement on one screen: what it says, what changed, who has not accepted yet; and the answer.

The administrator answers for the organisation (money and data), an officer for the network (all else). The node decides
who may.
"""

import asyncio
from typing import Any

from starlette.responses import Response

from kith_console.agreements import clauses, suggestions
from kith_console.agreements.suggestions import OF_EVENTS, OF_NETWORKS, Suggesting
from kith_console.listing import learn_names
from kith_console.node import Refusal
from kith_console.room import Room
from kith_console.visit import Visit
from kith_console.words import money
from kith_contracts.directory.agreements import AnswerNetworkAgreement
from kith_contracts.events.agreements import AnswerAgreement
from kith_contracts.pages.agreements import AgreementPage, SuggestionPage
from kith_contracts.pages.shared_networks import NetworkSuggestionPage, SharedNetworkPage

AGREEMENTS = Room()


@AGREEMENTS.signed_in("agreements/{lead}/{event}")
async def event(visit: Visit) -> Response:
    """On a joint event."""
    subject = f"{visit.path['lead']}/{visit.path['event']}"
    if visit.request.method == "POST":
        return await _answered(visit, subject, AnswerAgreement, OF_EVENTS, await _of_event(visit, subject))
    return visit.show("agreements/one.html", **await _of_event(visit, subject))


@AGREEMENTS.signed_in("agreements/network/{owner}/{network}")
async def network(visit: Visit) -> Response:
    """On a network that several own."""
    subject = f"{visit.path['owner']}/{visit.path['network']}"
    if visit.request.method == "POST":
        return await _answered(visit, subject, AnswerNetworkAgreement, OF_NETWORKS, await _of_network(visit, subject))
    return visit.show("agreements/one.html", **await _of_network(visit, subject))


async def _of_event(visit: Visit, subject: str) -> dict[str, Any]:
    page, suggested, _ = await asyncio.gather(
        visit.read("events", f"agreements/{subject}", AgreementPage),
        visit.read_or([], "events", f"agreements/{subject}/suggestions", list[SuggestionPage]),
        learn_names(visit),
    )
    names = visit.console.names
    return {
        "page": page,
        "title": page.terms.plan.title,
        "plan": page.terms.plan,
        "choices": suggestions.choices_of_event(page.terms),
        "lead": page.lead,
        "clauses": list(clauses.of_event(page.terms, names, money)),
        "share": clauses.share(page.terms, visit.body, money),
        "changes": [change for each in page.reopened for change in each.changes or ()],
        "suggestions": suggested,
        "behalves": _behalves(visit),
    }


async def _of_network(visit: Visit, subject: str) -> dict[str, Any]:
    page, suggested, _ = await asyncio.gather(
        visit.read("directory", f"shared-networks/{subject}", SharedNetworkPage),
        visit.read_or([], "directory", f"shared-networks/{subject}/suggestions", list[NetworkSuggestionPage]),
        learn_names(visit),
    )
    lead = page.in_force.lead if page.in_force else page.terms.led_by
    return {
        "page": page,
        "title": page.terms.charter.name,
        "plan": None,
        "choices": suggestions.choices_of_network(),
        "lead": lead,
        "clauses": list(clauses.of_network(page.terms, visit.console.names, money, lead)),
        "share": clauses.share_of_network(page.terms, visit.body, money),
        "changes": page.changes,
        "suggestions": suggested,
        "behalves": ["body"] * visit.is_admin + ["network"] * (subject in visit.session.serves),
        "subject": subject,
    }


def _behalves(visit: Visit) -> list[str]:
    """For whom this visitor may answer: `body`, `network`."""
    return ["body"] * visit.is_admin + ["network"] * visit.is_officer


async def _answered(visit: Visit, subject: str, answer: Any, commands: Suggesting, content: dict[str, Any]) -> Response:
    try:
        match visit.typed("do"):
            case "suggest":
                said = await suggestions.suggest(visit, subject, commands)
            case "take" | "decline":
                said = await suggestions.answer(visit, subject, commands)
            case do:
                await visit.send(
                    answer,
                    subject=subject,
                    hash=visit.typed("hash"),
                    on_behalf=visit.typed("on_behalf"),
                    answer="declined" if do == "declined" else "accepted",
                    **({"note": note} if (note := visit.typed("note")) else {}),
                )
                said = "You have said yes." if do == "accepted" else "You have said: not this time."
    except Refusal as refusal:
        return visit.show_again("agreements/one.html", refusal, **content)
    return await visit.go(visit.private(visit.inner), said)
