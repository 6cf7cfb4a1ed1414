"""What a person is asked, and what became of what they have answered."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

from kith_chassis.decision import Keyed, Views
from kith_contracts.events.entries import Scheduled
from kith_contracts.pages.asks import OwnAsk
from kith_events.agreements.networks import OwnNetwork
from kith_events.asks.ask_copy import AskSeen, open_tags
from kith_events.asks.audience import not_asked
from kith_events.asks.home import Answered
from kith_events.event.guest import Guest
from kith_events.event.party import Proposal
from kith_events.event.public import Shown
from kith_events.places.registration import Registration

MOST_ASKS: Final = 200
MOST_REGISTRATIONS: Final = 500


async def own_asks(views: Views, keyed: Keyed, body: str, person: str, now: datetime) -> list[OwnAsk]:
    """What is asked of people such as this one, and all that they have answered."""
    guest: Guest | None = (await views.many((Guest.at(person),))).get(Guest.at(person).path)
    if guest is None:
        return []
    tag = (keyed("person", person),)
    answered: list[Answered] = await views.tagged(Answered, tag, "", MOST_ASKS)
    places: list[Registration] = await views.tagged(Registration, tag, "", MOST_REGISTRATIONS)
    past: dict[str, AskSeen] = await views.many(tuple(AskSeen.at(each.ask) for each in answered))
    found = {each.id: each for each in past.values()}
    async for page in _open(views, now):
        subjects = {each.put.subject for each in page}
        proposals: dict[str, Proposal] = await views.many(tuple(map(Proposal.at, subjects)))
        networks: dict[str, OwnNetwork] = await views.many(tuple(map(OwnNetwork.at, subjects)))
        for each in page:
            proposal = proposals.get(Proposal.at(each.put.subject).path)
            network = networks.get(OwnNetwork.at(each.put.subject).path)
            why_not = not_asked(body, each, guest, proposal=proposal, network=network, registrations=places)
            if each.open(now) and why_not is None:
                found[each.id] = each
    by_ask = {each.ask: each for each in answered}
    events = await views.many(tuple({Shown.at(each.subject): None for each in answered}))
    return [_of_person(each, by_ask.get(id), events) for id, each in sorted(found.items())]


async def _open(views: Views, now: datetime) -> AsyncIterator[list[AskSeen]]:
    """All asks of people that may still be open, page by page: however much one asks, that of others is among them."""
    after: str | None = ""
    while after is not None:
        page: list[AskSeen] = await views.tagged(AskSeen, open_tags(now), after, MOST_ASKS)
        yield page
        after = page[-1].id if len(page) == MOST_ASKS else None


def _of_person(seen: AskSeen, answered: Answered | None, events: dict[str, Shown]) -> OwnAsk:
    if answered is None:
        nothing: dict[str, Any] = {
            "code": "",
            "sentence": "",
            "entry": [],
            "session": None,
            "place": "",
            "invited": None,
        }
        return OwnAsk(ask=seen.put, event_status="", answer=None, **nothing)
    told = {name: getattr(answered, name) for name in ("code", "sentence", "entry", "session", "invited")}
    event = events.get(Shown.at(answered.subject).path)
    status = event.published.status if event else ""
    if event and event.called_off:
        told |= {"session": None, "invited": None}
    place = _place(told["session"], event)
    return OwnAsk(ask=seen.put, event_status=status, answer=answered.status, **told, place=place)


def _place(session: Scheduled | None, event: Shown | None) -> str:
    """The venue of its part, as far as everyone knows it."""
    plan = event.published.plan if event and session else None
    return next((plan.place(part) for part in plan.parts if session and part.part == session.part), "") if plan else ""
