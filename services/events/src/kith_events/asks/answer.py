"""The lead's side of an answer: it is taken as long as the ask is open, or its home hears why not."""

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_commons.asks.ask import answer
from kith_commons.asks.replies import fault
from kith_contracts.events.answers import AnswerTaken, GiveAnswer
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import body_of
from kith_events.agreements.networks import OwnNetwork
from kith_events.asks.lead import UNKNOWN, Ballot
from kith_events.asks.practice import Asked, Practice, departed, own
from kith_events.event.erasure import Erased
from kith_events.event.lead import JointEvent

GONE = Refusal("body-not-party", "Your organisation takes no part in this any more.", "subject")

# Decisions


def take_answer(
    at: Circumstances,
    command: GiveAnswer,
    *,
    asked: Asked | None,
    practice: Practice | None,
    ballot: Ballot | None,
    erased: Erased | None,
    event: JointEvent | None,
    network: OwnNetwork | None,
) -> Decision:
    """Take an answer, or say why not. One that was taken is taken again; of a pseudonym that is forgotten none is."""
    if erased or (ballot and ballot.body == at.sender and ballot.number > command.number):
        return NOTHING
    if asked is None or practice is None:
        return _answered(at, command, UNKNOWN)
    if ballot and ballot.body == at.sender and ballot.number == command.number:
        return _answered(at, command)
    wrong = _unfit(at, command, asked, practice, ballot) or (GONE if departed(at.sender, event, network) else None)
    wrong = wrong or (_beyond_places(at.sender, asked, practice, event) if event and ballot is None else None)
    if wrong:
        return _answered(at, command, wrong)
    taken = answer(asked.ask, at.sender, at.now, again=ballot is not None)
    if isinstance(taken, Refusal):
        return _answered(at, command, taken)
    given = {name: getattr(command, name) for name in ("pseudonym", "number", "box", "replies")}
    kept = Ballot(ask=asked.id, body=at.sender, **given)
    return _answered(at, command)._replace(states=(asked.but(ask=taken), kept))


def _unfit(
    at: Circumstances, command: GiveAnswer, asked: Asked, practice: Practice, ballot: Ballot | None
) -> Refusal | None:
    """Why nothing of this body, or not this, can be an answer here."""
    if at.sender not in practice.asked_by(asked.ask.step) or (ballot and ballot.body != at.sender):
        return UNKNOWN
    if asked.ask.of_people != (command.pseudonym is not None) or asked.ask.of_people != bool(command.box):
        return Refusal("answer-of-other-kind", "People answer under seal, organisations by name.", "box")
    if asked.ask.of_people:
        return None
    named = {name for each in command.replies for name in (*each.chosen, *each.scores, *each.picked)}
    judges = asked.ask.step.who == "jury"
    theirs = {each.choice for each in practice.known if judges and own(practice, each, at.sender)}
    if theirs & named:
        return Refusal("own-entry", "Nobody judges an entry of their own organisation. Leave it out.", "replies")
    return fault(command.replies, asked.ask.step.questions, [each for each in asked.ask.choices if each not in theirs])


def _beyond_places(body: str, asked: Asked, practice: Practice, event: JointEvent) -> Refusal | None:
    """Whether more of its people would answer than can have a place. Who they are, only their home knows."""
    if asked.ask.step.who != "attending":
        return None
    parts, rooms = practice.parts or event.rooms, event.rooms
    by_quota = [each for part in parts if part in rooms for each in rooms[part].granted_by_body.items()]
    granted = sum(number for quota, number in by_quota if body_of(quota) == body)
    if asked.ask.answered.get(body, 0) < granted:
        return None
    return Refusal("more-answers-than-places", "More answer than have a place from your organisation.", "pseudonym")


def _answered(at: Circumstances, command: GiveAnswer, why: Refusal | None = None) -> Decision:
    told = AnswerTaken(
        **command.model_dump(include={"subject", "practice", "step", "pseudonym", "number"}),
        status="refused" if why else "taken",
        code=why.code if why else "",
        sentence=why.sentence if why else "",
    )
    return Decision(says=(Letter(at.sender, told),))
