"""Introductions at the lead of an event: two are named, yeses are waited for, keys and sealed contacts are passed on.

Of an introduction the lead knows two pseudonyms, a reason, who has said yes, and later whether it helped. It cannot
read a contact, and it does not know who has said no.
"""

from collections.abc import Sequence
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, Views
from kith_commons.figures import shown
from kith_commons.introductions import LASTS, Introduction, Passed, Side, follow, hand_over, say_yes, take_back
from kith_contracts.introductions import (
    CloseIntroduction,
    ContactReleased,
    HandContact,
    Introduce,
    IntroductionAnswered,
    IntroductionFollowed,
    IntroductionOffered,
    KeyPassed,
)
from kith_contracts.message import Letter, Message, Refusal
from kith_events.domain.joint import JointEvent
from kith_events.domain.places import Place
from kith_events.domain.seating import CANCELLED, NO_EVENT, NOT_OPEN

MOST: Final = 500
"""Introductions of one event that are not over."""
FULL: Final = Refusal(
    "introductions-full", f"There are {MOST} introductions already. Wait until some are over.", "event"
)
CLOSED: Final = Refusal("introductions-closed", "The period is over for which people's data are kept.", "event")
ONESELF: Final = Refusal("same-person", "Nobody can be introduced to themself. Name another.", "b")
TWICE: Final = Refusal("introduced-already", "These two were introduced before. Once is enough.", "b")
NO_PLACE: Final = Refusal("place-unknown", "This one has no place at the event. Look at the door list.")
WALKED_IN: Final = Refusal("walked-in", "Nobody can ask who has walked in, at no home. Introduce them in person.")

# States


class Made(BaseModel):
    """An introduction, and what the lead needs to pass things on."""

    model_config = ConfigDict(frozen=True)

    life: Introduction
    reason: str
    homes: dict[str, str]
    """Whose each of the two is."""
    ids: dict[str, str]
    """Which of the two is meant by the id that their home knows."""

    @property
    def new_tie(self) -> bool:
        """Whether two of different bodies have met."""
        return self.life.met and len({*self.homes.values()}) > 1


class Count(BaseModel):
    """How many introductions have come how far."""

    model_config = ConfigDict(frozen=True)

    offered: int = 0
    met: int = 0
    helped: int = 0
    new_ties: int = 0

    def plus(self, made: Made) -> "Count":
        return Count(
            offered=self.offered + 1,
            met=self.met + made.life.met,
            helped=self.helped + made.life.helped,
            new_ties=self.new_ties + made.new_tie,
        )


class Introductions(State):
    """All introductions at an event that are not over, by pair; those that are over are counted and no more."""

    kind: ClassVar[str] = "introductions"
    event: str
    made: dict[str, Made] = {}  # noqa: RUF012 - pydantic copies it
    count: Count = Count()
    figures: dict[str, str] | None = None
    """As anyone of the hosts may see them, once all are over."""

    @property
    def id(self) -> str:
        return self.event

    def has(self, pseudonym: str, body: str) -> bool:
        """Whether it knows this one, of that body."""
        return any(made.homes.get(pseudonym) == body for made in self.made.values())

    def without(self, pseudonym: str) -> "Introductions":
        """Nothing of this one any more. What was to come of it comes to nothing, as if by silence."""
        kept = self
        for pair, made in self.made.items():
            kept = kept.closed(pair) if pseudonym in made.homes else kept
        return kept

    def closed(self, pair: str) -> "Introductions":
        """One less, and counted."""
        left = {name: made for name, made in self.made.items() if name != pair}
        return self.but(made=left, count=self.count.plus(self.made[pair]))

    def pair_of(self, introduction: str, body: str) -> tuple[str, Made, str] | None:
        """The pair of which a home speaks by this id, and which of the two is meant, if it is one of its own people."""
        for pair, made in self.made.items():
            who = made.ids.get(introduction, "")
            if made.homes.get(who) == body:
                return pair, made, who
        return None


# Decisions


async def placed(views: Views, command: Introduce, _at: Circumstances) -> list[Place]:
    """The places of the two, in whatever parts."""
    event = (await views.many((JointEvent.at(command.event),))).get(JointEvent.at(command.event).path)
    parts = event.places if event else ()
    refs = tuple(Place.at(command.event, part, who) for part in parts for who in dict.fromkeys((command.a, command.b)))
    return [place for place in (await views.many(refs)).values() if place.status == "granted"]


def introduce(
    at: Circumstances,
    command: Introduce,
    event: JointEvent | None,
    known: Introductions | None,
    places: Sequence[Place],
) -> Decision:
    """Offer it to both, each at home, and neither hears who the other is."""
    known = known or Introductions(event=command.event)
    one, other = sorted((command.a, command.b))
    pair = at.keyed("pair", command.event, one, other)
    wrong = _obstacle(at, event) or _unsuitable(command, places)
    if wrong or pair in known.made or len(known.made) >= MOST:
        return Decision(refusal=wrong or (TWICE if pair in known.made else FULL))
    ids = {at.keyed("introduction", command.event, who, beyond): who for who, beyond in ((one, other), (other, one))}
    life = Introduction(one=Side(who=one), other=Side(who=other), until=at.now + LASTS)
    homes = {place.pseudonym: place.body for place in places}
    made = Made(life=life, reason=command.reason, homes=homes, ids=ids)
    told = {"event": command.event, "reason": command.reason, "until": life.until}
    offers = [
        Letter(homes[who], IntroductionOffered(**told, introduction=id, pseudonym=who)) for id, who in ids.items()
    ]
    due = Due(life.over_at, CloseIntroduction(event=command.event, pair=pair))
    return Decision(states=(known.but(made={**known.made, pair: made}),), says=tuple(offers), due=(due,))


def take_answer(at: Circumstances, fact: IntroductionAnswered, known: Introductions | None) -> Decision:
    """A yes, or that it is taken back. Of what is over nothing is heard."""
    found = known.pair_of(fact.introduction, at.sender) if known else None
    if known is None or found is None:
        return NOTHING
    pair, made, who = found
    if fact.public is None:
        return _lives(known, pair, take_back(made.life, who))
    life, keys = say_yes(made.life, who, fact.public, at.now)
    return _lives(known, pair, life, [_passed(known.event, made, each, KeyPassed, "public") for each in keys])


def pass_contact(at: Circumstances, command: HandContact, known: Introductions | None) -> Decision:
    """A sealed contact: it is kept until that of the other side has come too, and then both go out."""
    found = known.pair_of(command.introduction, at.sender) if known else None
    if known is None or found is None:
        return NOTHING
    pair, made, who = found
    life, boxes = hand_over(made.life, who, command.public, command.box, at.now)
    return _lives(known, pair, life, [_passed(known.event, made, each, ContactReleased, "box") for each in boxes])


def take_outcome(at: Circumstances, fact: IntroductionFollowed, known: Introductions | None) -> Decision:
    """What one side says of it later."""
    found = known.pair_of(fact.introduction, at.sender) if known else None
    if known is None or found is None:
        return NOTHING
    pair, made, who = found
    return _lives(known, pair, follow(made.life, who, fact.outcome))


def close_introduction(
    at: Circumstances, command: CloseIntroduction, event: JointEvent | None, known: Introductions | None
) -> Decision:
    """Count one that is over and delete who it was. Once all are, and no other can be made, the figures are fixed."""
    if event is None or known is None:
        return NOTHING
    made, closes = known.made.get(command.pair), event.terms.data_closes
    if made and at.now < made.life.over_at:
        return Decision(due=(Due(made.life.over_at, command),))
    left = known.closed(command.pair) if made else known
    if left.made or left.figures:
        return Decision(states=(left,)) if made else NOTHING
    if at.now < closes:
        return Decision(states=(left,) if made else (), due=(Due(closes, command),))
    figures = {name: shown(number) for name, number in left.count.model_dump().items()}
    return Decision(states=(left.but(figures=figures, count=Count()),))


def _obstacle(at: Circumstances, event: JointEvent | None) -> Refusal | None:
    if event is None:
        return NO_EVENT
    if event.agreement.stage == "withdrawn":
        return CANCELLED
    if event.published is None:
        return NOT_OPEN
    return CLOSED if at.now >= event.terms.data_closes else None


def _unsuitable(command: Introduce, places: Sequence[Place]) -> Refusal | None:
    if command.a == command.b:
        return ONESELF
    for field, who in (("a", command.a), ("b", command.b)):
        own = [place for place in places if place.pseudonym == who]
        if not own:
            return NO_PLACE._replace(field=field)
        if any(place.walk_in for place in own):
            return WALKED_IN._replace(field=field)
    return None


def _lives(known: Introductions, pair: str, life: Introduction, says: Sequence[Letter] = ()) -> Decision:
    made = known.made[pair]
    if life == made.life:
        return NOTHING
    changed = made.model_copy(update={"life": life})
    return Decision(states=(known.but(made={**known.made, pair: changed}),), says=tuple(says))


def _passed(event: str, made: Made, passed: Passed, kind: type[Message], field: str) -> Letter:
    id = next(id for id, who in made.ids.items() if who == passed.to)
    return Letter(made.homes[passed.to], kind(**{"event": event, "introduction": id, field: passed.content}))
