"""What the parties may want to look at again in a text, in sentences. It warns, and never blocks."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from kith_contracts.agreements import AgreementTerms
from kith_contracts.plans import Checklist
from kith_contracts.words import body_of

WORDS: Final = {"yes": "yes", "partly": "partly", "not-yet": "not yet"}
ASKED: Final = {
    "access": "Can everyone come in, see and hear",
    "care": "Can who cares for others come",
    "alcohol": "Is it no matter who drinks none",
    "hours": "Do the hours suit who works part time, on shifts, or has duties of care",
}
"""The questions of the checklist, by name."""
OFTEN: Final = 3
"""So many parts of a series at one host, and it does not rotate."""


def hints(terms: AgreementTerms) -> list[str]:
    """One sentence for each thing that is not answered, or looks like an oversight."""
    return [*_unanswered(terms.plan.checklist), *_hosts(terms)]


def answered(checklist: Checklist) -> list[str]:
    """What the checklist says, a line for each question that has an answer."""
    found = []
    for name, question in ASKED.items():
        check = getattr(checklist, name)
        if check.answer != "not-yet" or check.line:
            found.append(f"{question}? {WORDS[check.answer].capitalize()}{f': {check.line}' if check.line else '.'}")
    return found


def _unanswered(checklist: Checklist) -> Iterator[str]:
    for name, question in ASKED.items():
        if getattr(checklist, name).answer == "not-yet":
            yield f"{question}? Not yet. Say in the checklist what there is, under {name}."


def _hosts(terms: AgreementTerms) -> Iterator[str]:
    """A series with other hosts that is at one of them too often in a row."""
    if not any(part.host for part in terms.plan.parts):
        return
    days = {part.starts.date(): part.host or body_of(terms.event) for part in terms.plan.parts}
    hosts = [days[day] for day in sorted(days)]
    others = {party.body for party in terms.parties} - {*hosts}
    for body, times in Counter(hosts).items():
        if times >= OFTEN and times > len(hosts) // 2:
            wish = f" {', '.join(sorted(others))} could receive it too." if others else ""
            yield f"{body} receives {times} of {len(hosts)} occurrences.{wish} Ask whether that is meant."
