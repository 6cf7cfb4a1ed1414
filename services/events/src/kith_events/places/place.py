"""A place at the lead, and what the waiting list remembers of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Final, NamedTuple

from kith_chassis.decision import Due, State
from kith_commons.places.allotment import Offer, Promotion, Waiting
from kith_commons.places.offers import GRACE
from kith_contracts.events.places import EndOffers, PlaceDecided
from kith_contracts.events.requests import Cause, PlaceStatus, Why
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import Moment, body_of

ANSWERED: Final = tuple(PlaceDecided.model_fields)
"""What of a place its home is told."""

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
    until: Moment | None = None
    """By when an offer has to be accepted, or when the draw is."""
    slot: int | None = None
    """Which slot, of a part that is cut into some."""
    size: int = 1
    """For so many, with the guests of a group."""
    delegate_of: str | None = None
    """The network in whose name, if it has places of its own."""
    why: Why | None = None
    band: int = 0
    """Of a fund that asks how much it is needed: the number of that band, from 1."""
    walk_in: bool = False
    """Whether it was given at the door, to somebody whose home knows nothing of it."""

    @property
    def id(self) -> str:
        return f"{self.event}/{self.part}/{self.pseudonym}"

    @property
    def quota(self) -> str:
        """By what name it is counted."""
        return self.delegate_of or self.body

    @property
    def live(self) -> bool:
        return self.status not in ("refused", "released")

    @property
    def queued(self) -> bool:
        return self.status in ("in-draw", "waiting")

    @property
    def waiter(self) -> str:
        """Its name in the waiting list; one that was offered a place keeps it as long as the offer stands."""
        version = self.version - 1 if self.status == "offered" else self.version
        position, rank = (self.why.position or 0, self.why.rank or 0) if self.why else (0, 0)
        return str(Holder(self.pseudonym, self.number, version, position, rank, self.band))

    def ended(self, version: int, why: Refusal) -> "Place":
        """The place, once what was waited for, or offered, has come to nothing."""
        refused = {"status": "refused", "code": why.code, "sentence": why.sentence}
        return self.but(**refused, version=version, until=None, slot=None)

    def letter(self) -> Letter:
        """The answer to the home that asked, without what would tell of others: how many have asked before."""
        kept = {name: self.__dict__[name] for name in ANSWERED}
        if self.why:
            kept["why"] = self.why.model_copy(update={"position": None})
        return Letter(self.body, PlaceDecided(**kept))


class Holder(NamedTuple):
    """What the waiting list remembers of a request: enough to grant it without looking it up."""

    pseudonym: str
    number: int
    version: int
    position: int
    rank: int = 0
    """In a draw; 0 for who was in none."""
    band: int = 0
    """Of need; 0 where nothing asks for one."""

    def __str__(self) -> str:
        return "/".join(map(str, self if self.band else self[:-1]))

    @property
    def turn(self) -> tuple[int, int]:
        """When it is served after a draw: band by band, and in each by rank."""
        return self.band, self.rank

    @classmethod
    def read(cls, text: str) -> "Holder":
        pseudonym, *numbers = text.split("/")
        return cls(pseudonym, *map(int, numbers))

    def promoted(self, event: str, part: str, promotion: Promotion, cause: Cause, at: datetime) -> Place:
        """The place, now that one has come free."""
        why = self._why(cause, at).model_copy(update={"source": promotion.source})
        granted = self._next(event, part, promotion.body, why)
        granted = granted.but(size=promotion.size, slot=promotion.number or None)
        return granted.but(status="offered", until=promotion.until) if promotion.until else granted

    def refused(self, event: str, part: str, body: str, why: Refusal, at: datetime) -> Place:
        """The place, now that the wait for it has come to nothing."""
        waited = self._next(event, part, body, self._why("divided", at))
        return waited.ended(waited.version, why)

    def waits(self, event: str, part: str, one: Waiting, at: datetime) -> Place:
        """The place, now that it was drawn and there is none left."""
        return self._next(event, part, one.body, self._why("drawn", at)).but(status="waiting", size=one.size)

    def _why(self, cause: Cause, at: datetime) -> Why:
        return Why(position=self.position, cause=cause, rank=self.rank or None, at=at)

    def _next(self, event: str, part: str, body: str, why: Why) -> Place:
        return Place(
            event=event,
            part=part,
            body=body_of(body),
            delegate_of=body if body_of(body) != body else None,
            pseudonym=self.pseudonym,
            number=self.number,
            version=self.version + 1,
            status="granted",
            why=why,
            band=self.band,
        )


def offer_ended(event: str, part: str, offer: Offer, why: Refusal, at: datetime) -> Place:
    """The place that was offered, now that the offer is over."""
    waited = Holder.read(offer.holder)
    return waited._replace(version=waited.version + 1).refused(event, part, offer.body, why, at)


def deadlines(places: Iterable[Place]) -> tuple[Due, ...]:
    """When to look after the offers among these places: once for all that end at the same time."""
    ends = {(place.event, place.until + GRACE) for place in places if place.until}
    return tuple([Due(when, EndOffers(event=event)) for event, when in sorted(ends)])
