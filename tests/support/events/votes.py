"""Votes of everyone in a practice."""

from support.events.circle import Circle

from kith_contracts.events.practice import Reply


def entry(question: str, title: str) -> Reply:
    return Reply(question=question, title=title)


def all_vote(circle: Circle, step: str, question: str, *votes: list[str]) -> None:
    """Six of each, with these votes in turn."""
    for number in range(12):
        body, one = ("iop", number) if number < 6 else ("bcs", number - 6)
        circle.person_answers(body, one, step, Reply(question=question, chosen=votes[number % len(votes)]))
    circle.close(step)
