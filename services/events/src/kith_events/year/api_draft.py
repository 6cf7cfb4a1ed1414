"""A draft of what a body answers, from what its node knows of the year: whoever reads it corrects and sends it."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic.json_schema import SkipJsonSchema

from kith_chassis.http.api import Find
from kith_chassis.http.problems import Refused
from kith_chassis.service import BodyService
from kith_contracts.pages.year import Draft, Year
from kith_contracts.words import BodySlug, Slug
from kith_events.actions.outcome import ShownOutcome
from kith_events.asks.api_answers import found_ask
from kith_events.asks.ask_copy import AskSeen
from kith_events.calendar.face import Announced, year_tag
from kith_events.door.door import Door
from kith_events.event.lead import JointEvent
from kith_events.year.year import Known, draft, year_of

YEAR: Final = timedelta(days=365)
LONGEST: Final = timedelta(days=731)
MOST: Final = 3000

Network = Annotated[
    Slug | SkipJsonSchema[None], Query(description="Only what this network of the body held, `womens-forum`.")
]
Day = Annotated[date | SkipJsonSchema[None], Query()]


def add_drafts(routes: APIRouter, find: Find) -> None:
    """The read of drafts."""

    @routes.get(
        "/asks/{lead}/{subject}/{practice}/{step}/draft",
        operation_id="events-draft-answer",
        summary="What this body's own node knows of the year, as a draft of its answer.",
    )
    async def drafted(
        body: BodySlug,
        lead: BodySlug,
        subject: Slug,
        practice: Slug,
        step: Slug,
        *,
        network: Network = None,
        since: Day = None,
        until: Day = None,
    ) -> Draft:
        running = find(body)
        seen: AskSeen = found_ask(await running.views.get(AskSeen.at(lead, subject, practice, step)))
        if seen.of_people:
            raise Refused(409, "ask-of-people", "People answer this, and nothing is known of them.", "step")
        first, last = _period(since, until)
        year = await _year(running, f"{body}/{network}" if network else body, first, last)
        return Draft(year=year, replies=draft(seen.put.questions, year))


def _period(since: date | None, until: date | None) -> tuple[date, date]:
    """By default a year up to today."""
    last = until or datetime.now(UTC).date()
    if last - date.min < LONGEST:
        raise Refused(422, "year-out-of-range", "There is no calendar for so early a year.", "until")
    first = since or last - YEAR
    if not timedelta() < last - first <= LONGEST:
        sentence = f"Ask for {LONGEST.days} days at most, of which the first is before the last."
        raise Refused(422, "too-long", sentence, "since")
    return first, last


async def _year(running: BodyService, host: str, since: date, until: date) -> Year:
    """A node has heard all of it itself: what everyone is told, and what it leads."""
    views = running.views
    tags = tuple(year_tag(host, year) for year in range(since.year - 1, until.year + 1))
    announced = await views.tagged(Announced, tags, "", MOST)
    shown: dict[str, ShownOutcome] = await views.many(tuple(ShownOutcome.at(each.id) for each in announced))
    led: dict[str, JointEvent] = await views.many(tuple(JointEvent.at(each.id) for each in announced))
    doors: dict[str, Door] = await views.many(tuple(Door.at(each.event) for each in led.values()))
    outcomes = [each.published for each in shown.values()]
    return year_of(running.body, Known(announced, outcomes, led.values(), doors.values()), since, until)
