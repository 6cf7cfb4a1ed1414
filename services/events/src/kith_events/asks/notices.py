"""When people here are told that they are asked: when the ask comes, or when their organisation accepts after it."""

from collections.abc import Sequence
from typing import Final

from kith_chassis.decision import Circumstances, Decision, Views
from kith_contracts.directory.agreements import SharedNetworkUpdated
from kith_contracts.events.agreements import AnswerAgreement
from kith_contracts.events.answers import PeopleAsked
from kith_events.agreements import networks
from kith_events.agreements import party as agreements_party
from kith_events.agreements.backlog import Backlog, recounted
from kith_events.agreements.networks import OwnNetwork
from kith_events.asks.ask_copy import AskSeen
from kith_events.asks.audience import accepted, agreed, networks_of, parts_of
from kith_events.event.party import Proposal

PAGE: Final = 200


def people_asked(
    body: str, seen: AskSeen, proposal: Proposal | None, network: OwnNetwork | None
) -> tuple[PeopleAsked, ...]:
    """That people here are asked, if there are any whom this body lets be asked."""
    put = seen.put
    members = put.who == "members"
    of = networks_of(body, seen, proposal, network) if members else []
    parts = [] if members else parts_of(put, proposal)
    if not agreed(body, seen, proposal, network) or not (of or parts):
        return ()
    fields = put.model_dump(include=set(PeopleAsked.model_fields))
    return (PeopleAsked(**{**fields, "networks": of, "parts": parts}),)


async def asks_of(views: Views, message: AnswerAgreement | SharedNetworkUpdated, at: Circumstances) -> list[AskSeen]:
    """What people are asked at the event, or in the network, and may still answer."""
    found: list[AskSeen] = []
    after: str | None = ""
    while after is not None:
        page = await views.page(AskSeen, f"{message.subject}/", after, PAGE)
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
    if now is None or accepted(at.body, command.subject, proposal) or not accepted(at.body, command.subject, now):
        return decision
    told = [fact for each in asks for fact in people_asked(at.body, each, now, None)]
    return decision._replace(says=(*decision.says, *told))


def share(at: Circumstances, fact: SharedNetworkUpdated, known: OwnNetwork | None, asks: Sequence[AskSeen]) -> Decision:
    """Keep a network that this body owns with others; once it does, its people hear of what they were asked in it."""
    decision = networks.share(at, fact, known)
    now = next((each for each in decision.states if isinstance(each, OwnNetwork)), None)
    told = [
        each for one in asks for each in people_asked(at.body, one, None, now) if not agreed(at.body, one, None, known)
    ]
    return decision._replace(says=(*decision.says, *told))
