"""The lead's side of an ask: it closes, is counted once, and everyone asked hears the outcome."""

from datetime import datetime
from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, State, refuse
from kith_commons.asks.ask import close, count, decide, take_back
from kith_contracts.events.asks import CloseAsk, ClosePractice, DecideAsk, PutAskAgain, RecordOutcome
from kith_contracts.events.entries import DropEntry
from kith_contracts.events.practice import Reply
from kith_contracts.message import Refusal
from kith_events.agreements.networks import OwnNetwork
from kith_events.asks.authors import to_authors
from kith_events.asks.practice import Asked, Practice, Result, opening, staying
from kith_events.event.lead import JointEvent

UNKNOWN = Refusal("ask-unknown", "Nobody asks this here.", "step")

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


def close_ask(
    at: Circumstances,
    command: CloseAsk,
    *,
    asked: Asked | None,
    practice: Practice | None,
    event: JointEvent | None,
    network: OwnNetwork | None,
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
    return Decision(states=(kept,), says=staying(kept.letters(practice), event, network), due=due)


def record_outcome(
    at: Circumstances,
    command: RecordOutcome,
    *,
    asked: Asked | None,
    practice: Practice | None,
    event: JointEvent | None,
    network: OwnNetwork | None,
) -> Decision:
    """What was counted stands, once; it is decided by that, or waits for who must confirm it."""
    if asked is None or practice is None or command.version != asked.edition:
        return NOTHING
    ask = count(asked.ask, command.outcome)
    if isinstance(ask, Refusal):
        return NOTHING
    result = Result(entries=command.entries, authors=command.authors, winners=command.outcome.winners)
    practice = practice.but(results={**practice.results, command.step: result})
    kept = asked.now(ask)
    return (
        _settled(at, kept, practice, event=event, network=network, reasons={})
        if ask.over
        else Decision(states=(kept, practice))
    )


def decide_ask(
    at: Circumstances,
    command: DecideAsk,
    *,
    asked: Asked | None,
    practice: Practice | None,
    event: JointEvent | None,
    network: OwnNetwork | None,
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
    return _settled(at, asked.now(ask), practice, event=event, network=network, reasons=command.reasons)


def forget_answer(
    asked: Asked | None, ballot: Ballot | None, practice: Practice | None, body: str, now: datetime
) -> Decision:
    """Without this answer: before it is counted it does not count, and nobody can join an entry to it any more."""
    if asked is None or ballot is None or ballot.body != body:
        return NOTHING
    taken = asked.but(ask=take_back(asked.ask, body, now), forgotten=asked.forgotten + 1)
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
    _at: Circumstances,
    _command: PutAskAgain,
    *,
    asked: Asked | None,
    practice: Practice | None,
    event: JointEvent | None,
    network: OwnNetwork | None,
) -> Decision:
    """Say anew what everyone asked was told, as it reads now."""
    if asked is None or practice is None:
        return NOTHING
    kept = asked.now(asked.ask)
    return Decision(states=(kept,), says=staying(kept.letters(practice), event, network))


def _settled(
    at: Circumstances,
    asked: Asked,
    practice: Practice,
    *,
    event: JointEvent | None,
    network: OwnNetwork | None,
    reasons: dict[str, str],
) -> Decision:
    """It is over: everyone asked hears how, authors what became of their entries, and the next step opens."""
    practice = practice.settled(asked)
    following, letters, due = opening(at, practice, asked.ask.step.step)
    every = (*asked.letters(practice), *letters)
    told = (*staying(every, event, network), *to_authors(asked, practice, reasons))
    return Decision(states=(asked, practice, *([following] if following else [])), says=told, due=due)
