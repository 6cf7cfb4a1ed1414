"""A place at the lead, and what a promotion from the waiting list does to it."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from kith_chassis.decision import State
from kith_commons.places import Promotion
from kith_contracts.events import PlaceDecided, PlaceStatus
from kith_contracts.message import Letter

# States


class Place(State):
    """What became of one request, under the pseudonym that its home gave. Guarded by its event: each decision on a
    place writes the event too, so two of them can never be made on the same numbers.
    """

    kind: ClassVar[str] = "place"
    guarded: ClassVar[bool] = True
    event: str
    part: str
    pseudonym: str
    body: str
    number: int
    version: int
    status: PlaceStatus
    code: str = ""
    sentence: str = ""

    @property
    def id(self) -> str:
        return f"{self.event}/{self.part}/{self.pseudonym}"

    @property
    def live(self) -> bool:
        return self.status in ("granted", "waiting")

    def letter(self) -> Letter:
        """The answer to the home that asked."""
        return Letter(self.body, PlaceDecided(**self.model_dump(exclude={"body"})))


class Holder(NamedTuple):
    """What the waiting list remembers of a request: enough to grant it without looking it up."""

    pseudonym: str
    number: int
    version: int

    @classmethod
    def of(cls, place: Place) -> str:
        return f"{place.pseudonym}/{place.number}/{place.version}"

    @classmethod
    def read(cls, text: str) -> "Holder":
        pseudonym, number, version = text.split("/")
        return cls(pseudonym, int(number), int(version))

    def granted(self, event: str, part: str, body: str) -> Place:
        """The place, now that one has come free."""
        return Place(
            event=event,
            part=part,
            body=body,
            pseudonym=self.pseudonym,
            number=self.number,
            version=self.version + 1,
            status="granted",
        )


# What follows from a promotion


def promoted(
    event: str, promotions: Mapping[str, tuple[Promotion, ...]]
) -> tuple[tuple[Place, ...], tuple[Letter, ...]]:
    """The places that came free and were given to who waited, part by part, and the letters that say so."""
    places = tuple(
        Holder.read(promotion.holder).granted(event, part, promotion.body)
        for part, given in promotions.items()
        for promotion in given
    )
    return places, tuple(place.letter() for place in places)
