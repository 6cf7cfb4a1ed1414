"""What is asked of hosts beside the text: a checklist, and how it was answered."""

from typing import Final

from kith_contracts.events.plan import Checklist

WORDS: Final = {"yes": "yes", "partly": "partly", "not-yet": "not yet"}

ASKED: Final = {
    "access": "Can everyone come in, see and hear",
    "care": "Can who cares for others come",
    "alcohol": "Is it no matter who drinks none",
    "hours": "Do the hours suit who works part time, on shifts, or has duties of care",
}
"""The questions of the checklist, by name."""

OFTEN: Final = 3
"""So many parts of a series in a row at one host, and it does not rotate."""


def answered(checklist: Checklist) -> list[str]:
    """What the checklist says, a line for each question that has an answer."""
    found = []
    for name, question in ASKED.items():
        check = getattr(checklist, name)
        if check.answer != "not-yet" or check.line:
            found.append(f"{question}? {WORDS[check.answer].capitalize()}{f': {check.line}' if check.line else '.'}")
    return found
