"""From ballots to an outcome: what was sealed is opened, what is no answer is left out, the rest is counted."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from kith_commons.asks.replies import read
from kith_commons.asks.tally import counted
from kith_contracts.events.asks import Author, RecordOutcome
from kith_contracts.events.practice import Choice, Reply
from kith_events.asks.lead import Ballot
from kith_events.asks.practice import Asked

Open = Callable[[Ballot], bytes]
"""The content of a box; raises ValueError if it does not open."""


def outcome_of(asked: Asked, ballots: Iterable[Ballot], open_: Open) -> RecordOutcome:
    """What is recorded of an ask that is closed; entries are in no order that tells when they came."""
    said = [(ballot, replies) for ballot in ballots if (replies := answer_of(asked, ballot, open_)) is not None]
    answers = {ballot.voter: replies for ballot, replies in said}
    outcome = counted(asked.ask, answers, {ballot.voter: ballot.body for ballot, _ in said})
    found = sorted(
        [each for ballot, replies in said for each in _entries(asked, ballot, replies)],
        key=lambda each: each[0].choice,
    )
    name = {"subject": asked.subject, "practice": asked.practice, "step": asked.ask.step.step}
    return RecordOutcome(
        **name,
        version=asked.edition,
        outcome=outcome,
        entries=[entry for entry, _ in found],
        authors=[author for _, author in found],
    )


def answer_of(asked: Asked, ballot: Ballot, open_: Open) -> list[Reply] | None:
    """What a ballot says; None for what does not open, or is no answer."""
    if not asked.ask.of_people:
        return ballot.replies
    try:
        return read(open_(ballot), asked.ask.step.questions, asked.ask.choices)
    except ValueError:
        return None


def entry_id(ask: str, voter: str) -> str:
    """The name of an entry, from which nobody can tell the pseudonym."""
    return f"e-{hashlib.sha256(f'{ask}/{voter}'.encode()).hexdigest()[:16]}"


def _entries(asked: Asked, ballot: Ballot, replies: Sequence[Reply]) -> Iterable[tuple[Choice, Author]]:
    wanted = {each.question for each in asked.ask.step.questions if each.kind == "entry"}
    for reply in replies:
        if reply.question in wanted and reply.title:
            id = entry_id(asked.id, ballot.voter)
            yield (
                Choice(choice=id, title=reply.title, text=reply.text, body=ballot.body),
                Author(choice=id, body=ballot.body, pseudonym=ballot.pseudonym),
            )
