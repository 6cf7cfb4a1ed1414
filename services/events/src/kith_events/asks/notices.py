"""When people here are told that they are asked: when the ask comes, or when their organisation accepts after it."""

from collections.abc import Sequence
from typing import Final

from kith_chassis.decision import Circumstances, Decision, Views
from kith_contracts.events.agreements import AnswerAgreement
from kith_contracts.events.answers import PeopleAsked
from kith_contracts.events.asks import AskPut
from kith_events.agreements import party as agreements_party
from kith_events.agreements.backlog import Backlog, recounted
from kith_events.asks.ask_seen import AskSeen
from kith_events.asks.audience import agreed, networks_of, parts_of
from kith_events.event.party import Proposal

PAGE: Final = 200


def people_asked(body: str, put: AskPut, proposal: Proposal | None) -> tuple[PeopleAsked, ...]:
    """That people here are asked, if there are any whom this body lets be asked."""
    members = put.who == "members"
    networks = networks_of(body, put, proposal) if members else []
    parts = [] if members else parts_of(put, proposal)
    if not agreed(body, put.subject, proposal) or not (networks or parts):
        return ()
    fields = put.model_dump(include=set(PeopleAsked.model_fields))
    return (PeopleAsked(**{**fields, "networks": networks, "parts": parts}),)


async def asks_of(views: Views, command: AnswerAgreement, at: Circumstances) -> list[AskSeen]:
    """What people are asked at the event, and may still answer."""
    found: list[AskSeen] = []
    after: str | None = ""
    while after is not None:
        page = await views.page(AskSeen, f"{command.subject}/", after, PAGE)
        found += [each for each in page if each.of_people and each.open(at.now)]
        after = page[-1].id if len(page) == PAGE else None
    return found


def answer_agreement(
    at: Circumstances,
    command: AnswerAgreement,
    proposal: Proposal | None,
    waiting: Backlog | None,
    asks: Sequence[AskSeen],
) -> Decision:
    """Answer an agreement; once this body accepts, its people hear of what they were asked there before it.

    Who was told already, before an earlier acceptance ended with its text, is not told again: each ask is one occasion.
    """
    decision = recounted(at, agreements_party.answer(at, command, proposal), waiting)
    now = next((each for each in decision.states if isinstance(each, Proposal)), None)
    if now is None or agreed(at.body, command.subject, proposal) or not agreed(at.body, command.subject, now):
        return decision
    told = [fact for each in asks for fact in people_asked(at.body, each.put, now)]
    return decision._replace(says=(*decision.says, *told))
