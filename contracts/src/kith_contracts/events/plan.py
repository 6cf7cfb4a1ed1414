"""What happens at a joint event, when and where: its parts, how places in them are asked for, for whom it is fit."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import Field

from kith_contracts.message import Public
from kith_contracts.words import BodySlug, Line, Moment, PartName, Pence, Phrase, Section, Sentence, Slug, Text, Zone

Format = Literal["in-person", "online"]
"""Whether people meet `in-person` or `online`. A hybrid session is two parts: one in the room, and one that is
`online_of` it, each with places of its own."""
Fit = Literal["yes", "partly", "not-yet"]
"""How far the question is answered: `yes`, `partly`, or `not-yet`."""
MOST_BANDS: Final = 3
ONLINE: Final = "Online"
"""Where people are who are in no room."""
Band = Annotated[int, Field(ge=1, le=MOST_BANDS)]
"""How much the money of a fund is needed: the number of a band of its own, of which the first is the greatest need."""


class Check(Section):
    """One question of the checklist: how far it is answered, and what there is, in one line."""

    answer: Public[Fit] = "not-yet"
    line: Public[Sentence] = ""
    """What there is, such as `ramp at the side door`."""


class Checklist(Section):
    """Whether people can come who often cannot. A question that is not answered counts as `not-yet`, which warns and
    never blocks.
    """

    access: Public[Check] = Check()
    """Steps, sight, hearing, a quiet room; captions online."""
    care: Public[Check] = Check()
    """For who cares for children or others: a room, help, a place for an infant."""
    alcohol: Public[Check] = Check()
    """Whether it is no matter who drinks none, in what there is and in where it is."""
    hours: Public[Check] = Check()
    """Whether people with duties of care, on shifts or part time can be there at these hours."""


class EventPart(Section):
    """A part of the day, with its own audience and capacity. Places are asked for by part, or by bundle of parts."""

    known_by = ("part",)
    part: Public[PartName]
    title: Public[Line]
    """Title of the part, as everyone reads it once the event is open."""
    starts: Public[Moment]
    """When the part starts."""
    ends: Public[Moment]
    """When the part ends."""
    for_whom: Public[Phrase] = "for everyone"
    """For whom the part is, in words; empty if it is for all."""
    audience: Public[Slug | None] = None
    """The closed audience whose people may ask; None is everyone. Home decides who belongs to it."""
    capacity: Public[int] = Field(ge=1, le=100_000)
    """How many people the part has room for."""
    format: Public[Format] = "in-person"
    online_of: Public[Slug | None] = None
    """The part in the room that this one shows to who is not there; one person has a place in one of the two."""
    track: Public[Slug | None] = None
    """Parts of different tracks that overlap exclude each other. A part without a track can be combined with any
    other."""
    bundle: Public[Slug | None] = None
    """Parts of one bundle are asked for by its name, all of them with one place, and by no other name."""
    slot_minutes: Public[int | None] = Field(default=None, ge=5, le=480)
    """The part is cut into slots of so many minutes, each for one person."""
    host: Public[BodySlug | None] = None
    """Who receives this part, if not the lead: in a series with a rotating host."""
    venue: Public[Phrase | None] = None
    """Where this part is, if not at the venue of the plan; online it has none."""

    @property
    def closed(self) -> bool:
        return self.audience is not None

    @property
    def slots(self) -> int:
        """How many slots fit; 0 if it is not cut into any."""
        return (self.ends - self.starts) // timedelta(minutes=self.slot_minutes) if self.slot_minutes else 0

    def slot(self, number: int | None) -> tuple[Moment, Moment]:
        """When the slot of this number begins and ends, from 1; without a number, the whole part."""
        if not (number and self.slot_minutes):
            return self.starts, self.ends
        length = timedelta(minutes=self.slot_minutes)
        return self.starts + (number - 1) * length, self.starts + number * length

    def slot_at(self, starts: Moment) -> int | None:
        """The number of the slot that begins then."""
        return next((number for number in range(1, self.slots + 1) if self.slot(number)[0] == starts), None)

    def excludes(self, other: "EventPart") -> bool:
        """Whether nobody can be in both: two tracks at one time, or a part and what shows it online."""
        if self.online_of == other.part or other.online_of == self.part:
            return True
        at_once = self.starts < other.ends and other.starts < self.ends
        return at_once and None not in (self.track, other.track)


class Fund(Section):
    """Money that helps people to come, such as bursaries and costs of care. It is asked for, divided and granted as
    places are.
    """

    known_by = ("fund",)
    fund: Public[Slug]
    """Short name of the fund, unique among parts, bundles and funds of the event."""
    title: Public[Line]
    """Title of the fund, as people read it."""
    most: Public[Pence]
    """The most for one person."""
    currency: Public[Literal["GBP", "EUR"]] = "GBP"
    """Currency of the fund (ISO 4217): `GBP` or `EUR`."""
    bands: Public[list[Phrase]] = Field(default=[], max_length=MOST_BANDS)
    """How much it may be needed, in the fund's own words, the greatest need first. Who asks says one of them, by its
    number from 1; at the draw they are served band by band, and in each in the order of the draw.
    """


class EventPlan(Section):
    """What happens, when and where: the part of an agreement that is published once all have accepted."""

    title: Public[Line]
    """Title of the event, as everyone reads it once it is open."""
    summary: Public[Text] = ""
    """What happens at the event, in plain paragraphs."""
    zone: Public[Zone]
    starts: Public[Moment]
    """When the event starts."""
    ends: Public[Moment]
    """When the event ends."""
    venue: Public[Line]
    """Where the event takes place."""
    venue_capacity: Public[int | None] = Field(default=None, ge=1, le=1_000_000)
    """How many people the venue takes at the same time, if that is known."""
    parts: Public[list[EventPart]] = Field(min_length=1, max_length=40)
    checklist: Public[Checklist] = Checklist()
    funds: Public[list[Fund]] = Field(default=[], max_length=5)

    def place(self, part: EventPart) -> str:
        """Where a part is: online, in its own venue, or in that of the plan."""
        return ONLINE if part.format == "online" else part.venue or self.venue

    def places(self, parts: Iterable[EventPart]) -> list[str]:
        """Where these parts are, each place once, rooms before what is online; where the plan is if they are none."""
        found = dict.fromkeys(map(self.place, parts)) or {self.venue: None}
        return sorted(found, key=lambda place: place == ONLINE)

    def fund(self, name: str) -> Fund | None:
        return next((fund for fund in self.funds if fund.fund == name), None)

    def parts_of(self, name: str) -> list[EventPart]:
        """What a place of this name is for: the parts of a bundle, or the part itself. A part of a bundle has no places
        of its own.
        """
        return [part for part in self.parts if (part.bundle or part.part) == name]

    def booking(self, name: str) -> EventPart | None:
        """What places of this name are asked for: a bundle is told as one part that lasts from the first to the last, a
        fund as one that lasts as long as the event.
        """
        if fund := self.fund(name):
            return EventPart(part=name, title=fund.title, starts=self.starts, ends=self.ends, capacity=1)
        parts = self.parts_of(name)
        if not parts or not parts[0].bundle:
            return parts[0] if parts else None
        return parts[0].model_copy(
            update={
                "part": name,
                "bundle": None,
                "title": " with ".join(part.title for part in parts)[:160],
                "starts": min(part.starts for part in parts),
                "ends": max(part.ends for part in parts),
                "capacity": min(part.capacity for part in parts),
                "format": "in-person" if any(part.format == "in-person" for part in parts) else "online",
                "venue": parts[0].venue if len({part.venue for part in parts}) == 1 else None,
                "track": None,
                "online_of": None,
            }
        )

    @property
    def names(self) -> list[str]:
        """By what places are asked for, in the order of the plan."""
        return list(dict.fromkeys([*(part.bundle or part.part for part in self.parts), *(f.fund for f in self.funds)]))

    def bookings(self) -> list[EventPart]:
        """All that places are asked for."""
        return [part for name in self.names if (part := self.booking(name))]
