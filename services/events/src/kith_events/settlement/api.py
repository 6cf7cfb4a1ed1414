"""What is read of money: the account for each party, and at the lead what was recorded so far."""

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_contracts.pages.settlement import LedBooks, OwnSettlement
from kith_contracts.words import BodySlug, Slug
from kith_events.event.access import found, led_here
from kith_events.event.party import Proposal
from kith_events.settlement.lead import Books, granted
from kith_events.settlement.party import OwnBooks


def add_settling(routes: APIRouter, find: Find) -> None:
    """The reads of settlement."""

    @routes.get(
        "/led/{event}/settlement", operation_id="events-led-settlement", summary="All costs, and who owes whom."
    )
    async def led(body: BodySlug, event: Slug) -> LedBooks:
        event_led = await led_here(find(body), event)
        books: Books | None = await find(body).views.get(Books.at(event_led.event))
        books = books or Books(event=event_led.event)
        return LedBooks(status=books.status, costs=[*books.counted, *granted(event_led)], account=books.told)

    @routes.get(
        "/agreements/{lead}/{event}/settlement",
        operation_id="events-settlement",
        summary="Own costs, and who owes whom.",
    )
    async def own(body: BodySlug, lead: BodySlug, event: Slug) -> OwnSettlement:
        views = find(body).views
        found(await views.get(Proposal.at(lead, event)))
        books: OwnBooks | None = await views.get(OwnBooks.at(lead, event))
        costs = [books.costs[number] for number in sorted(books.costs)] if books else []
        return OwnSettlement(costs=costs, account=books.told if books else None)
