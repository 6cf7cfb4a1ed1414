"""Forgetting at the lead: what was kept of a pseudonym is deleted, beyond how many there were."""

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_contracts.erasure import ForgetPseudonym, Kept, PseudonymForgotten
from kith_contracts.message import Letter
from kith_events.actions.outcome import Tick
from kith_events.asks.lead import Ballot, forget_answer
from kith_events.asks.practice import Asked, Practice
from kith_events.door.details_lead import Detail
from kith_events.door.door import Door
from kith_events.event.clauses import begun
from kith_events.event.erasure import Erased, erased_of
from kith_events.event.lead import JointEvent
from kith_events.event.publication import publish
from kith_events.introductions.introduction import Introductions
from kith_events.mixing.lead import Mixing
from kith_events.places.division import promoted
from kith_events.places.lead import vacated
from kith_events.places.place import Place, deadlines
from kith_events.programme.lead import Programme
from kith_events.programme.speakers_lead import forget_speaker

# Decisions


def forget_pseudonym(
    at: Circumstances,
    ask: ForgetPseudonym,
    *,
    event: JointEvent | None,
    erased: Erased | None,
    places: tuple[Place, ...],
    detail: Detail | None,
    door: Door | None,
    seated: tuple[Mixing, ...],
    introductions: Introductions | None,
    tick: Tick | None,
    programme: Programme | None,
    asked: Asked | None,
    practice: Practice | None,
    ballot: Ballot | None,
) -> Decision:
    """Delete the places of this pseudonym, what the door was told of it and has marked, whom it was introduced to, its
    action and its answer as a speaker; and say so. A place in what has not begun goes to whoever waits.
    """
    if ask.ask:
        return _forget_answer(at, ask, erased, asked=asked, practice=practice, ballot=ballot)
    mine = [each for each in places if each.body == at.sender]
    named = [each for each in (*seated, door, introductions) if each and each.has(ask.pseudonym, at.sender)]
    action = tick if tick and tick.body == at.sender else None
    box = detail if detail and detail.body == at.sender else None
    spoken = forget_speaker(event, programme, at.sender, ask.pseudonym) if event else NOTHING
    found: dict[Kept, object] = {"places": mine, "details": box, "actions": action, "speaking": spoken.states}
    deleted = [name for name, there in found.items() if there]
    done, answer = _done(at, ask, erased, deleted)
    stranger = event is not None and at.sender not in event.parties and not deleted
    if event is None or stranger:  # nothing is kept for a stranger, or it could fill the disk
        return Decision(says=(answer,))
    given_up, left = _given_up(at, event, mine), [each.without(ask.pseudonym) for each in named]
    return given_up._replace(
        states=(*given_up.states, *(() if erased else (done,)), *left, *spoken.states),
        says=(*given_up.says, *spoken.says, answer),
        forgets=(
            *(Place.at(each.event, each.part, each.pseudonym) for each in mine),
            *((Detail.at(box.event, box.pseudonym),) if box else ()),
            *((Tick.at(action.id),) if action else ()),
        ),
    )


def _forget_answer(
    at: Circumstances,
    ask: ForgetPseudonym,
    erased: Erased | None,
    *,
    asked: Asked | None,
    practice: Practice | None,
    ballot: Ballot | None,
) -> Decision:
    """Delete an answer to an ask. What was counted stays counted; of an entry the text goes, and whose it was."""
    ballot = ballot if ballot and ballot.body == at.sender else None
    deleted: list[Kept] = ["answers"] if ballot else []
    done, answer = _done(at, ask, erased, deleted)
    if asked is None or practice is None or at.sender not in practice.asked_by(asked.ask.step):
        return Decision(says=(answer,))
    without = forget_answer(asked, ballot, practice, at.sender, at.now)
    states = (*without.states, *(() if erased else (done,)))
    return Decision(states=states, says=(*without.says, answer), forgets=(Ballot.at(ballot.id),) if ballot else ())


def _done(at: Circumstances, ask: ForgetPseudonym, erased: Erased | None, deleted: list[Kept]) -> tuple[Erased, Letter]:
    """What is kept of it from now on, and the receipt; asked again, the receipt says the same."""
    id = erased_of(at.keyed, at.sender, ask.subject, ask.pseudonym)
    done = erased or Erased(erased=id, when=at.now, deleted=deleted)
    receipt = PseudonymForgotten(subject=ask.subject, pseudonym=ask.pseudonym, deleted=done.deleted, at=done.when)
    return done, Letter(at.sender, receipt)


def _given_up(at: Circumstances, event: JointEvent, places: list[Place]) -> Decision:
    """The event without these. A place in what has begun stays counted, for somebody sat there."""
    moved: list[Place] = []
    for place in places:
        over = begun(event.terms, place.part, at.now)
        if place.live and not (place.status == "granted" and over):
            allotment, promotions = vacated(at, event, place)
            event = event.but(places={**event.places, place.part: allotment})
            moved += promoted(event.event, place.part, promotions, "freed", at.now)
    published = publish(event)
    answers = [each.letter() for each in moved]
    states = (*published.states, *moved)
    return Decision(states=states, says=(*answers, *published.says), due=deadlines(moved))
