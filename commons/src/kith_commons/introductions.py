"""An introduction of two who do not know each other: both accept, then each gets the contact that the other gives.

Whoever introduces them passes things on and can read none. Each side that accepts adds a key. When both are there each
key goes to the other side, which seals its contact to it; when both boxes are there each goes to the other side, not
before. Until then both can take back that they accepted. A no is never told: it cannot be told from silence, and in the
end the time is over.

After every step: no key is passed on before both have accepted, no box before the other is there too, and what is
released stays released.
"""

from datetime import UTC, datetime, timedelta
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from kith_contracts.signing import canonical

LASTS: Final = timedelta(days=21)
"""So long both may accept, and so long after the release they are asked whether it helped."""
GRACE: Final = timedelta(minutes=5)
"""For an answer that is still on its way."""
REMEMBERED: Final = timedelta(days=14)
"""So long after that question an answer is waited for."""
TYPE: Final = "org.kith.events.introduction-accepted.v1"
"""Says in what is signed that it accepts an introduction; no message has this type."""
Outcome = Literal["helped", "not", "not-met"]
"""That it helped; that they met and it did not; that they have not met yet."""


class Side(BaseModel):
    """One of the two. The name is whatever the caller has for them."""

    model_config = ConfigDict(frozen=True)

    who: str
    key: str = ""
    """Of who has accepted; else empty."""
    box: str = ""
    """Their contact, sealed to the key of the other; empty again once it was passed on."""
    outcome: Outcome | None = None


class Introduction(BaseModel):
    """The two sides, until when they may accept, and when their contacts were released."""

    model_config = ConfigDict(frozen=True)

    one: Side
    other: Side
    until: datetime
    released: datetime | None = None

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.one, self.other

    @property
    def agreed(self) -> bool:
        """Whether both have accepted."""
        return all(side.key for side in self.sides)

    @property
    def over_at(self) -> datetime:
        """When nothing more is to come of it."""
        return self.released + LASTS + REMEMBERED if self.released else self.until + GRACE

    @property
    def met(self) -> bool:
        return any(side.outcome in ("helped", "not") for side in self.sides)

    @property
    def helped(self) -> bool:
        return any(side.outcome == "helped" for side in self.sides)

    def side(self, who: str) -> Side:
        """The side of that name; the caller knows that it is one of the two."""
        return self.one if self.one.who == who else self.other

    def beyond(self, who: str) -> Side:
        """The other side."""
        return self.other if self.one.who == who else self.one

    def with_side(self, side: Side) -> "Introduction":
        return self.model_copy(update={"one" if self.one.who == side.who else "other": side})


class Passed(NamedTuple):
    """What goes to whom: a key, or a box."""

    to: str
    content: str


Step = tuple[Introduction, tuple[Passed, ...]]
"""The introduction after a step, and what is passed on because of it."""


def accept(it: Introduction, who: str, key: str, now: datetime) -> Step:
    """One side accepts, with its key. After the second each side gets the key of the other. If it comes too late,
    or again, it changes nothing.
    """
    if it.released or it.side(who).key or now >= it.until + GRACE:
        return it, ()
    said = it.with_side(it.side(who).model_copy(update={"key": key}))
    return said, tuple(Passed(side.who, said.beyond(side.who).key) for side in said.sides if said.agreed)


def take_back(it: Introduction, who: str) -> Introduction:
    """One side no longer accepts, and what was sealed since is void. Nothing is taken back that was released."""
    if it.released:
        return it
    for side in it.sides:
        it = it.with_side(side.model_copy(update={"box": "", "key": "" if side.who == who else side.key}))
    return it


def hand_over(it: Introduction, who: str, key: str, box: str, now: datetime) -> Step:
    """The contact of one side, sealed to this key of the other. With the second box both are released. One that is
    sealed to a key of before changes nothing.
    """
    if it.released or not it.agreed or it.beyond(who).key != key:
        return it, ()
    held = it.with_side(it.side(who).model_copy(update={"box": box}))
    if not all(side.box for side in held.sides):
        return held, ()
    passed = tuple(Passed(side.who, held.beyond(side.who).box) for side in held.sides)
    for side in held.sides:
        held = held.with_side(side.model_copy(update={"box": ""}))
    return held.model_copy(update={"released": now}), passed


def follow(it: Introduction, who: str, outcome: Outcome) -> Introduction:
    """What one side says of it later; the last word counts. Of what was never released nobody can say anything."""
    return it.with_side(it.side(who).model_copy(update={"outcome": outcome})) if it.released else it


def signed_of(event: str, body: str, public: str, at: datetime) -> bytes:
    """What a home signs of a key, so that whoever passes the key on cannot put another in its place."""
    when = at.astimezone(UTC).isoformat(timespec="milliseconds")
    return canonical({"type": TYPE, "event": event, "body": body, "public": public, "at": when})
