"""Introductions at the lead of an event: two people are named, both are asked, keys and sealed contacts are passed on.

Of an introduction the lead knows two pseudonyms, a reason, who has said yes, and later whether it helped. It cannot
read a contact, and it does not know who has said no.
"""

from collections.abc import Sequence
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Views
from kith_commons.figures import nested
from kith_commons.introductions import LASTS, Introduction, Passed, Side, accept, follow, hand_over, take_back
from kith_contracts.events.facilitators import FacilitateIntroduction
from kith_contracts.events.introductions import (
    CloseIntroduction,
    ContactReleased,
    HandContact,
    Introduce,
    IntroductionAnswered,
    IntroductionFollowed,
    IntroductionOffered,
    KeyPassed,
)
from kith_contracts.message import Letter, Refusal
from kith_events.event.lead import JointEvent
from kith_events.introductions.introduction import Count, Introductions, Made
from kith_events.places.lead import never_open
from kith_events.places.place import Place

MOST: Final = 500
"""Introductions of one event that are not over."""
FULL: Final = Refusal(
    "introductions-full", f"There are {MOST} introductions already. Wait until some are over.", "event"
)
CLOSED: Final = Refusal("introductions-closed", "The period is over for which people's data are kept.", "event")
ONESELF: Final = Refusal("same-person", "Nobody can be introduced to themself. Name another.", "b")
TWICE: Final = Refusal("introduced-already", "These two were introduced before. Once is enough.", "b")
NO_PLACE: Final = Refusal("place-unknown", "This one has no place at the event. Look at the door list.", "a")
WALKED_IN: Final = Refusal("walked-in", "Nobody can ask who has walked in, at no home. Introduce them in person.", "a")

# Decisions


async def placed(views: Views, command: Introduce | FacilitateIntroduction, _at: Circumstances) -> list[Place]:
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
    """Offer it to both, each at home: both hear where the other is at home, and neither who it is."""
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
    beyond = {one: homes[other], other: homes[one]}
    offers = [
        Letter(homes[who], IntroductionOffered(**told, introduction=id, pseudonym=who, beyond=beyond[who]))
        for id, who in ids.items()
    ]
    due = Due(life.over_at, CloseIntroduction(event=command.event, pair=pair))
    return Decision(states=(known.but(made={**known.made, pair: made}),), says=tuple(offers), due=(due,))


def take_answer(at: Circumstances, fact: IntroductionAnswered, known: Introductions | None) -> Decision:
    """One side accepts, or takes that back. Of what is over nothing is heard."""
    found = known.pair_of(fact.introduction, at.sender) if known else None
    if known is None or found is None:
        return NOTHING
    pair, made, who = found
    if fact.signed_key is None:
        return _lives(known, pair, take_back(made.life, who))
    life, keys = accept(made.life, who, fact.signed_key.public, at.now)
    heard = made.model_copy(update={"signed_keys": {**made.signed_keys, who: fact.signed_key}})
    kept = known.but(made={**known.made, pair: heard}) if life != made.life else known
    return _lives(kept, pair, life, [_key_for(known.event, heard, each) for each in keys])


def pass_contact(at: Circumstances, command: HandContact, known: Introductions | None) -> Decision:
    """A sealed contact: it is kept until that of the other side has come too, and then both go out."""
    found = known.pair_of(command.introduction, at.sender) if known else None
    if known is None or found is None:
        return NOTHING
    pair, made, who = found
    life, boxes = hand_over(made.life, who, command.public, command.box, at.now)
    return _lives(known, pair, life, [_box_for(known.event, made, each) for each in boxes])


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
    figures = nested(left.count.model_dump(), [each.model_dump() for each in left.of.values()])
    return Decision(states=(left.but(figures=figures, count=Count(), of={}),))


def _obstacle(at: Circumstances, event: JointEvent | None) -> Refusal | None:
    if (wrong := never_open(event)) or event is None:
        return wrong
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


def _key_for(event: str, made: Made, passed: Passed) -> Letter:
    """The key of the other side, as its home has signed it."""
    beyond = made.life.beyond(passed.to).who
    body, key = made.homes[beyond], made.signed_keys[beyond]
    fact = KeyPassed(event=event, introduction=made.id_of(passed.to), body=body, signed_key=key)
    return Letter(made.homes[passed.to], fact)


def _box_for(event: str, made: Made, passed: Passed) -> Letter:
    fact = ContactReleased(event=event, introduction=made.id_of(passed.to), box=passed.content)
    return Letter(made.homes[passed.to], fact)
