"""A series as parts of one event: dates by a rule, or one by one, each received by the next of its hosts.

The rule is only a way to write: what bodies accept are the parts that come of it, each with its time and its host.
"""

import calendar
from datetime import datetime, timedelta
from itertools import cycle
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from kith_commons.formats.times import fault_of_gap, fault_of_year, fault_of_zone
from kith_commons.formats.zones import moments_of, zone_of
from kith_contracts.events.plan import EventPart
from kith_contracts.message import Refusal, together
from kith_contracts.words import BodySlug, Line, Phrase, Zone

MOST: Final = 40
"""Parts of one event."""
Shown = Annotated[
    datetime,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?$", "maxLength": 26},
                {"type": "string", "format": "date-time"},
            ]
        }
    ),
]
"""What clocks in the zone show, `2027-01-20T18:00`; or with its offset, as a point in time (RFC 3339)."""


class Series(BaseModel):
    """How a series goes on: by the times that clocks in its zone show."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
    """What the short names of its parts begin with."""
    title: Line
    zone: Zone
    minutes: Annotated[int, Field(ge=5, le=1440)]
    capacity: Annotated[int, Field(ge=1, le=100_000)]
    hosts: Annotated[list[BodySlug], Field(min_length=1, max_length=MOST)]
    """Who receives it, one after the other, and then again."""
    venues: Annotated[list[Phrase], Field(max_length=MOST)] = []
    """Where each of the hosts receives it, in their order; empty if all is at the venue of the plan."""
    joined: Literal["part-by-part", "once"] = "part-by-part"
    """Whether people have a place in each part by itself, or one in all of them."""
    first: Shown | None = None
    every: Annotated[int, Field(ge=1, le=12)] = 1
    unit: Literal["weeks", "months"] = "months"
    times: Annotated[int, Field(ge=1, le=MOST)] = 1
    dates: Annotated[list[Shown], Field(max_length=MOST)] = []
    """Instead of a rule: each time by itself."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.dates) == (self.first is not None):
            raise ValueError("give either the first time and a rule, or dates")
        if self.venues and len(self.venues) != len(self.hosts):
            raise ValueError("give a venue for each of the hosts, or none")
        return self


def parts_of(series: Series) -> list[EventPart] | Refusal:
    """The parts, each at the same time of its clocks, also when these change between two of them.

    Refused: `zone-unknown`, `year-out-of-range`; `day-not-in-month`; `time-in-gap`, `time-doubled`.
    """
    if wrong := fault_of_zone(series.zone, "zone"):
        return wrong
    zone = zone_of(series.zone)
    fields = [f"dates.{number}" for number in range(len(series.dates))] or ["first"] * series.times
    found = [_starts(series, number, zone, field) for number, field in enumerate(fields)]
    if wrong := together(each for each in found if isinstance(each, Refusal)):
        return wrong
    parts: list[EventPart] = []
    hosts, venues = cycle(series.hosts), cycle(series.venues or (None,))
    for number, starts in enumerate(each for each in found if not isinstance(each, Refusal)):
        parts.append(
            EventPart(
                part=f"{series.part}-{number + 1}",
                title=series.title,
                starts=starts.astimezone(zone),
                ends=(starts + timedelta(minutes=series.minutes)).astimezone(zone),
                capacity=series.capacity,
                host=next(hosts),
                venue=next(venues),
                bundle=series.part if series.joined == "once" and (len(series.dates) or series.times) > 1 else None,
            )
        )
    return parts


def _starts(series: Series, number: int, zone: ZoneInfo, field: str) -> datetime | Refusal:
    """When the part of this number starts, from 0."""
    given = series.dates[number] if series.dates else series.first
    assert given is not None, "there is a rule or there are dates"
    if wrong := fault_of_year(given, field):
        return wrong
    if given.tzinfo and (series.dates or not number):
        return given
    wall = _wall(series, given.astimezone(zone).replace(tzinfo=None) if given.tzinfo else given, number)
    if wall is None:
        return _no_day(number, field)
    if wrong := fault_of_year(wall, field):
        return wrong
    moments = moments_of(wall, zone)
    if len(moments) != 1:
        return _doubled(wall, field) if moments else fault_of_gap(wall, field)
    return moments[0]


def _wall(series: Series, first: datetime, number: int) -> datetime | None:
    """What clocks show at the time of this number; None if its month has no such day."""
    if series.dates:
        return first
    steps = number * series.every
    if series.unit == "weeks":
        return first + timedelta(weeks=steps)
    years, month = divmod(first.month - 1 + steps, 12)
    year = first.year + years
    if first.day > calendar.monthrange(year, month + 1)[1]:
        return None
    return first.replace(year=year, month=month + 1)


def _no_day(number: int, field: str) -> Refusal:
    sentence = f"The month of number {number + 1} has no such day. Begin on the 28th or before, or name the dates."
    return Refusal("day-not-in-month", sentence, field)


def _doubled(wall: datetime, field: str) -> Refusal:
    when = f"{wall.day} {wall:%B %Y %H:%M}"
    sentence = f"On {when} the clocks go back, and show this time twice. Choose one before or after."
    return Refusal("time-doubled", sentence, field)
