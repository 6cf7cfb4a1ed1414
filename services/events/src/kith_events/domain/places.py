"""A place at the lead, and what the waiting list remembers of it."""

from datetime import datetime
from typing import ClassVar, NamedTuple

from kith_chassis.decision import Keyed, State
from kith_contracts.forgetting import Kept
from kith_contracts.message import Letter, Refusal
from kith_contracts.places import PlaceDecided, PlaceStatus

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


class Erased(State):
    """That a pseudonym was forgotten here: so that nothing that comes late brings it back. A keyed hash and no more."""

    kind: ClassVar[str] = "erased"
    erased: str
    when: datetime
    deleted: list[Kept]

    @property
    def id(self) -> str:
        return self.erased


def erased_of(keyed: Keyed, body: str, event: str, pseudonym: str) -> str:
    """The id of what is left of a pseudonym; nobody can tell from it whose it was."""
    return keyed("erased", body, event, pseudonym)


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
        return self._next(event, part, body).but(status="granted")

    def refused(self, event: str, part: str, body: str, why: Refusal) -> Place:
        """The place, now that the wait for it has come to nothing."""
        return self._next(event, part, body).but(status="refused", code=why.code, sentence=why.sentence)

    def _next(self, event: str, part: str, body: str) -> Place:
        return Place(
            event=event,
            part=part,
            body=body,
            pseudonym=self.pseudonym,
            number=self.number,
            version=self.version + 1,
            status="waiting",
        )
