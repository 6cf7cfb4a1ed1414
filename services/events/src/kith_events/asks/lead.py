"""The lead's side of an ask: answers are taken until it closes, counted once, and everyone asked hears the outcome."""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, refuse
from kith_commons.asks.ask import answer, close, count, decide, take_back
from kith_commons.asks.replies import fault
from kith_contracts.events.answers import AnswerTaken, GiveAnswer
from kith_contracts.events.asks import CloseAsk, ClosePractice, DecideAsk, PutAskAgain, RecordOutcome
from kith_contracts.events.entries import DropEntry
from kith_contracts.events.practice import Reply
from kith_contracts.message import Letter, Refusal
from kith_contracts.words import body_of
from kith_events.asks.authors import to_authors
from kith_events.asks.practice import Asked, Practice, Result, opening, own, staying
from kith_events.event.erased import Erased
from kith_events.event.lead import JointEvent

UNKNOWN = Refusal("ask-unknown", "Nobody asks this here.", "step")

GONE = Refusal("body-not-party", "Your organisation takes no part in this event any more.", "subject")

# States


class Ballot(State):
    """One answer, in the newest form in which its home has sent it: of a person a box, of a body what it says.
    Guarded by its ask, so that nothing is taken beside what is counted.
    """

    kind: ClassVar[str] = "ballot"
    guarded: ClassVar[bool] = True
    ask: str
    body: str
    pseudonym: str | None
    number: int
    box: str = ""
    replies: list[Reply] = []  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return ballot_of(self.ask, self.body, self.pseudonym)

    @property
    def voter(self) -> str:
        return self.pseudonym or self.body

    @property
    def bound_to(self) -> str:
        return bound_to(self.ask, self.body, self.pseudonym or "", self.number)


def ballot_of(ask: str, body: str, pseudonym: str | None) -> str:
    """The id of an answer; no pseudonym has a dash."""
    return f"{ask}/{pseudonym or f'by-{body}'}"


def bound_to(ask: str, body: str, pseudonym: str, number: int) -> str:
    """What a box is bound to: put anywhere else, it does not open."""
    return f"{ask} {body} {pseudonym} {number}"


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
) -> Decision:
    """Take an answer, or say why not. One that was taken is taken again; of a pseudonym that is forgotten none is."""
    if erased or (ballot and ballot.body == at.sender and ballot.number > command.number):
        return NOTHING
    if asked is None or practice is None:
        return _answered(at, command, UNKNOWN)
    if ballot and ballot.body == at.sender and ballot.number == command.number:
        return _answered(at, command)
    wrong = _unfit(at, command, asked, practice, ballot) or _not_of_event(at.sender, asked, practice, ballot, event)
    if wrong:
        return _answered(at, command, wrong)
    taken = answer(asked.ask, at.sender, at.now, again=ballot is not None)
    if isinstance(taken, Refusal):
        return _answered(at, command, taken)
    given = {name: getattr(command, name) for name in ("pseudonym", "number", "box", "replies")}
    kept = Ballot(ask=asked.id, body=at.sender, **given)
    return _answered(at, command)._replace(states=(asked.but(ask=taken), kept))


def close_ask(
    at: Circumstances, command: CloseAsk, asked: Asked | None, practice: Practice | None, event: JointEvent | None
) -> Decision:
    """Stop taking answers; they are counted next."""
    if asked is None or practice is None:
        return Decision(refusal=UNKNOWN)
    closed = close(asked.ask, at.now, why=command.why)
    if isinstance(closed, Refusal):
        return Decision(refusal=closed)
    kept = asked.now(closed)
    closing = ClosePractice(subject=command.subject, practice=command.practice)
    due = (Due(at.now + practice.kept, closing),) if practice.key == "alive" else ()
    return Decision(states=(kept,), says=staying(kept.letters(practice), event), due=due)


def record_outcome(
    at: Circumstances, command: RecordOutcome, asked: Asked | None, practice: Practice | None, event: JointEvent | None
) -> Decision:
    """What was counted stands, once; it is decided by that, or waits for who must confirm it."""
    if asked is None or practice is None or command.version != asked.version:
        return NOTHING
    ask = count(asked.ask, command.outcome)
    if isinstance(ask, Refusal):
        return NOTHING
    result = Result(entries=command.entries, authors=command.authors, winners=command.outcome.winners)
    practice = practice.but(results={**practice.results, command.step: result})
    kept = asked.now(ask)
    return _settled(at, kept, practice, event, {}) if ask.over else Decision(states=(kept, practice))


def decide_ask(
    at: Circumstances, command: DecideAsk, asked: Asked | None, practice: Practice | None, event: JointEvent | None
) -> Decision:
    """Confirm what was counted, or decide otherwise; authors hear the reasons."""
    if asked is None or practice is None:
        return Decision(refusal=UNKNOWN)
    ask = decide(asked.ask, command.winners, command.why)
    if isinstance(ask, Refusal):
        return Decision(refusal=ask)
    if not set(asked.ask.choices).issuperset(command.reasons):
        return refuse("choice-unknown", "There is no such choice here.", "reasons")
    result = practice.results.get(command.step, Result())
    winners = ask.outcome.winners if ask.outcome else []
    result = result.model_copy(update={"winners": winners})
    practice = practice.but(results={**practice.results, command.step: result})
    return _settled(at, asked.now(ask), practice, event, command.reasons)


def forget_answer(asked: Asked | None, ballot: Ballot | None, practice: Practice | None, body: str) -> Decision:
    """Without this answer: before it is counted it does not count, and nobody can join an entry to it any more."""
    if asked is None or ballot is None or ballot.body != body:
        return NOTHING
    taken = asked.now(take_back(asked.ask, body))
    result = practice.results.get(asked.ask.step.step) if practice else None
    if practice is None or result is None:
        return Decision(states=(taken,))
    authors = [each for each in result.authors if each.pseudonym != ballot.pseudonym]
    gone = {each.choice for each in result.authors} - {each.choice for each in authors}
    blank = {"title": "An entry that was withdrawn", "text": "", "body": None}
    entries = [each.model_copy(update=blank) if each.choice in gone else each for each in result.entries]
    result = result.model_copy(update={"authors": authors, "entries": entries})
    later = [step.step for step in practice.template.steps if step.takes and step.takes.step]
    name = {"subject": practice.subject, "practice": practice.practice}
    again = [PutAskAgain(**name, step=step) for step in later] if gone else []
    dropped = [DropEntry(event=practice.subject, practice=practice.practice, entry=entry) for entry in sorted(gone)]
    practice = practice.but(results={**practice.results, asked.ask.step.step: result})
    return Decision(states=(taken, practice), says=(*again, *dropped))


def put_again(
    _at: Circumstances, _command: PutAskAgain, asked: Asked | None, practice: Practice | None, event: JointEvent | None
) -> Decision:
    """Say anew what everyone asked was told, as it reads now."""
    if asked is None or practice is None:
        return NOTHING
    kept = asked.now(asked.ask)
    return Decision(states=(kept,), says=staying(kept.letters(practice), event))


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


def _not_of_event(
    body: str, asked: Asked, practice: Practice, ballot: Ballot | None, event: JointEvent | None
) -> Refusal | None:
    """Whether the body has left the event, or more of its people would answer than can have a place. Who they are, only
    their home knows.
    """
    if event and body in event.departed:
        return GONE
    if asked.ask.step.who != "attending" or ballot or event is None:
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


def _settled(
    at: Circumstances, asked: Asked, practice: Practice, event: JointEvent | None, reasons: dict[str, str]
) -> Decision:
    """It is over: everyone asked hears how, authors what became of their entries, and the next step opens."""
    practice = practice.settled(asked)
    following, letters, due = opening(at, practice, asked.ask.step.step)
    told = (*staying(asked.letters(practice), event), *to_authors(asked, practice, reasons), *staying(letters, event))
    return Decision(states=(asked, practice, *([following] if following else [])), says=told, due=due)
