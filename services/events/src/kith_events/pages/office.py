"""What the consortium's office asks about events: where hosts have not agreed, and which answers are overdue.

It is made of public facts alone: no text, no reason and no name of a person.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from fastapi import APIRouter

from kith_chassis.decision import State
from kith_chassis.http.api import Find
from kith_chassis.views import StoredViews
from kith_contracts.pages.office import OfficePage, Overdue, Stuck
from kith_contracts.words import BodySlug, body_of
from kith_events.actions.api import overdue
from kith_events.actions.home import days_of
from kith_events.actions.outcome import ShownOutcome
from kith_events.calendar.face import Announced

S = TypeVar("S", bound=State)
PAGE = 500


def add_office(routes: APIRouter, find: Find) -> None:
    """The office's read of events."""

    @routes.get(
        "/office",
        operation_id="events-office",
        summary="Where hosts have not agreed on a change, and which answers of organisations are overdue.",
    )
    async def office(body: BodySlug) -> OfficePage:
        views = find(body).views
        return office_page(await _all(views, Announced), await _all(views, ShownOutcome), datetime.now(UTC))


def office_page(events: Sequence[Announced], outcomes: Sequence[ShownOutcome], now: datetime) -> OfficePage:
    """How these events stand at that time."""
    heard: dict[str, datetime] = {}
    for each in events:
        lead = body_of(each.id)
        heard[lead] = max(each.changed, heard.get(lead, each.changed))
    known = {each.id: each for each in events}
    late = [one for each in outcomes if each.id in known for one in _overdue(known[each.id], each, now)]
    stuck = [_stuck(each) for each in events if each.status == "tentative"]
    return OfficePage(stuck=sorted(stuck, key=lambda each: each.since), overdue=late, heard=heard)


async def _all(views: StoredViews, model: type[S]) -> list[S]:
    found: list[S] = []
    while page := await views.page(model, after=found[-1].id if found else "", most=PAGE):
        found += page
        if len(page) < PAGE:
            break
    return found


def _stuck(event: Announced) -> Stuck:
    return Stuck(event=event.id, hosts=[host.body for host in event.face.hosts], since=event.changed)


def _overdue(event: Announced, outcome: ShownOutcome, now: datetime) -> list[Overdue]:
    if event.face.plan is None:
        return []
    _, today = days_of(event.face.plan, now)
    hosts = {host.body for host in event.face.hosts}
    return [
        Overdue(event=event.id, body=each.body, number=each.number, by=each.by)
        for each in outcome.published.bodies
        if each.body in hosts and overdue(each, today)
    ]
