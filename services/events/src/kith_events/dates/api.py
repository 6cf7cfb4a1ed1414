"""Whether a date would clash: for those who look for one, from what is public and from a list of days."""

import asyncio
import tomllib
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Query
from pydantic import AwareDatetime
from pydantic.json_schema import SkipJsonSchema

from kith_chassis.http.api import Asking, Find
from kith_chassis.http.problems import Refused
from kith_chassis.service import BodyService
from kith_commons.formats.times import faults_of_times
from kith_contracts.agreements.terms import AgreementStatus
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import together
from kith_contracts.pages.dates import Clash, Clashes
from kith_contracts.words import BodySlug, Zone
from kith_events.calendar.api import hosted_by, names_of
from kith_events.dates.clashes import NATIONS, Known, Nation, Slot, WhatIsOn, clashes, clashes_of_plan, days_of
from kith_events.dates.current_holds import held_now, may_see
from kith_events.dates.holds import Hold
from kith_events.dates.school_holidays import school_days

LONGEST: Final = timedelta(days=31)
SETTLED: Final[tuple[AgreementStatus, ...]] = ("active", "withdrawn", "ended")


class Planned(Protocol):
    """An event on which somebody agrees: as its lead keeps it, or a party."""

    @property
    def event(self) -> str: ...

    @property
    def terms(self) -> EventTerms: ...

    @property
    def status(self) -> AgreementStatus: ...


def add_dates(routes: APIRouter, find: Find) -> None:
    """The read for those who look for a date."""

    @routes.get(
        "/clashes",
        operation_id="events-clashes",
        summary="What else is on at a time that somebody thinks of: events, faith days, holidays.",
    )
    async def wanted(
        body: BodySlug,
        starts: AwareDatetime,
        ends: AwareDatetime,
        *,
        asking: Asking,
        zone: Zone = "Europe/London",
        nation: Annotated[
            Nation | SkipJsonSchema[None], Query(description="Whose bank holidays; without one, all.")
        ] = None,
    ) -> Clashes:
        running, slot = find(body), Slot(starts, ends, zone, nation)
        _check(slot)
        holds = await held_now(running) if may_see(asking, body) else []
        on = await what_is_on(running, [slot], holds)
        found = await asyncio.to_thread(lambda: clashes(slot, *on.near(slot)))
        first, last = known_years()
        return Clashes(clashes=found, from_year=first, to_year=last)


async def what_is_on(running: BodyService, slots: Collection[Slot], holds: Collection[Hold]) -> WhatIsOn:
    """In the years of these times and beside them, with those holds of which who asks may know."""
    years = {year for slot in slots for year in range(slot.starts.year - 1, slot.ends.year + 2)}
    names = await names_of(running)
    events = await hosted_by(running, sorted(years), names) if years else []
    days = (*known_days(), *school_days(running.settings.calendars))
    return WhatIsOn(days, events, names, holds)


async def on_plans(running: BodyService, planned: Sequence[Planned]) -> dict[str, list[Clash]]:
    """What else is on while events are planned, by event, for those who may know of holds: nothing for one to whose day
    all have said yes, or that is over.
    """
    open_ = [(each.event, each.terms.plan) for each in planned if each.status not in SETTLED]
    if not open_:
        return {}
    slots = [slot for _, plan in open_ for slot in days_of(plan)]
    on = await what_is_on(running, slots, await held_now(running))
    return await asyncio.to_thread(lambda: {event: clashes_of_plan(event, plan, on) for event, plan in open_})


def _check(slot: Slot) -> None:
    if wrong := together(faults_of_times(slot.starts, slot.ends, slot.zone, "")):
        raise Refused.of(422, wrong)
    if slot.ends - slot.starts > LONGEST:
        raise Refused(422, "too-long", f"Ask for {LONGEST.days} days at most.", "ends")


@cache
def known_days() -> tuple[Known, ...]:
    """The list of days, each row of it as often as it comes round."""
    return tuple(
        Known(
            name=row["name"],
            kind=row["kind"],
            first=date.fromisoformat(days.partition("/")[0]),
            last=date.fromisoformat(days.rpartition("/")[2]),
            eve=row.get("eve", False),
            approximate=row.get("approximate", False),
            nations=tuple(row.get("nations", NATIONS)),
            means=row.get("means", ""),
        )
        for row in _list()["days"]
        for days in row["days"]
    )


def known_years() -> tuple[int, int]:
    """The first and the last year of the list."""
    first, last = _list()["years"]
    return first, last


@cache
def _list() -> dict[str, Any]:
    return tomllib.loads(files("kith_events.dates").joinpath("days.toml").read_text("utf-8"))
