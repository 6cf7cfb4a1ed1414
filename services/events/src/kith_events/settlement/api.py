"""What is read of money: the account for each party, and at the lead what was recorded so far."""

from collections.abc import Mapping

from fastapi import APIRouter

from kith_chassis.http.api import Find
from kith_chassis.http.gate import Asking
from kith_contracts.access.table import Principal, Subject, Verdict, grants_of, judge
from kith_contracts.pages.settlement import LedBooks, OwnCost, OwnGrant, OwnSettlement
from kith_contracts.words import BodySlug, Slug
from kith_events.event.access import found, led_here
from kith_events.event.party import Proposal
from kith_events.settlement.grants import Grant, Grants
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
    async def own(body: BodySlug, lead: BodySlug, event: Slug, asking: Asking) -> OwnSettlement:
        views = find(body).views
        found(await views.get(Proposal.at(lead, event)))
        books: OwnBooks | None = await views.get(OwnBooks.at(lead, event))
        grants: Grants | None = await views.get(Grants.at(body))
        return page(books or OwnBooks(event=f"{lead}/{event}"), grants or Grants(body=body), asking)


def page(books: OwnBooks, grants: Grants, asking: Principal) -> OwnSettlement:
    """What this body recorded, and what can pay it, as far as this reader may know of these networks."""
    known = [each for each in grants.grants.values() if _may_read(asking, grants.body, each.told.network)]
    usable = [each for each in known if each.event in (None, books.event)]
    return OwnSettlement(
        costs=[_cost(books, number, {each.name: each for each in known}) for number in sorted(books.costs)],
        grants=[_grant(each) for each in sorted(usable, key=lambda each: each.name)],
        account=books.told,
    )


def _may_read(asking: Principal, body: str, network: str) -> bool:
    """Whether this reader may read the money of this network: who may not need not know that it is there."""
    subject = Subject(body, networks=frozenset({network}))
    return judge(asking, grants_of("directory-network-money"), subject) is Verdict.ALLOWED


def _cost(books: OwnBooks, number: int, known: Mapping[str, Grant]) -> OwnCost:
    grant = known.get(books.paid_from.get(number, ""))
    network, ask = (grant.told.network, grant.told.ask) if grant else (None, None)
    return OwnCost(**dict(books.costs[number]), network=network, ask=ask)


def _grant(grant: Grant) -> OwnGrant:
    told = grant.told.model_dump(include={"network", "ask", "line", "pence", "currency", "status"})
    return OwnGrant(**told, event=grant.event, used=grant.pence)
