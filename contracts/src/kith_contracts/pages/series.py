"""A series of parts, as an officer writes it, and the parts that Kith makes of it."""

from datetime import datetime
from typing import Annotated, Final, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from kith_contracts.descriptions import Described
from kith_contracts.events.plan import EventPart
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


class Series(Described):
    """How a series goes on: by the times that clocks in its zone show."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
    """What the short names of its parts begin with."""
    title: Line
    """Title that each of the parts gets."""
    zone: Zone
    """Time zone of the IANA database whose clocks the times follow, such as `Europe/London`."""
    minutes: Annotated[int, Field(ge=5, le=1440)]
    """How long each part lasts, in minutes."""
    capacity: Annotated[int, Field(ge=1, le=100_000)]
    """How many people each part has room for."""
    hosts: Annotated[list[BodySlug], Field(min_length=1, max_length=MOST)]
    """Who receives it, one after the other, and then again."""
    venues: Annotated[list[Phrase], Field(max_length=MOST)] = []  # noqa: RUF012 - pydantic copies it
    """Where each of the hosts receives it, in their order; empty if all is at the venue of the plan."""
    joined: Literal["part-by-part", "once"] = "part-by-part"
    """Whether people have a place in each part by itself (`part-by-part`), or one in all of them (`once`)."""
    first: Shown | None = None
    """When the first part begins. Null if `dates` are given."""
    every: Annotated[int, Field(ge=1, le=12)] = 1
    """How many weeks or months lie between two parts. It counts with `first` only."""
    unit: Literal["weeks", "months"] = "months"
    """What `every` counts: `weeks` or `months`."""
    times: Annotated[int, Field(ge=1, le=MOST)] = 1
    """How many parts there are. It counts with `first` only."""
    dates: Annotated[list[Shown], Field(max_length=MOST)] = []  # noqa: RUF012 - pydantic copies it
    """Instead of a rule: each time by itself."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.dates) == (self.first is not None):
            raise ValueError("give either the first time and a rule, or dates")
        if self.venues and len(self.venues) != len(self.hosts):
            raise ValueError("give a venue for each of the hosts, or none")
        return self


class WrittenSeries(Described):
    """The parts to put into the plan, and what one may want to look at again."""

    parts: list[EventPart]
    """The parts, ready to be put into a plan."""
    hints: list[str]
    """What the author may want to check, such as who receives a part; it blocks nothing."""
