"""What a phone at the door has marked, sent to the lead. A mark names its device and a number, so it counts once."""

import json
from base64 import b32encode
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from kith_console.door.people import arrivals
from kith_console.node import Refusal
from kith_console.visit import Visit
from kith_contracts.events.check_in import CheckIn
from kith_contracts.message import Fault
from kith_contracts.pages.door import Arrivals, Unheard
from kith_contracts.pages.requests import Problem

MOST: Final = 500
"""Marks in one request."""
WHOLE: Final = (401, 403, 404, 429)
"""Answers of the node that say nothing about marks."""
UNREAD: Final = "invalid-field"
"""Nothing was taken, because of the marks that are named."""
Mark = dict[str, Any]


class Wrong(NamedTuple):
    """A mark that does not count, and why."""

    device: str
    number: int
    sentence: str


class Heard(NamedTuple):
    """What became of marks, and who has come since."""

    arrivals: Arrivals
    wrong: list[Wrong]
    pending: bool
    """Whether some must be sent again: the node has not said yet what became of them."""


def device_of(visit: Visit) -> str:
    """By what the lead knows this browser, where scripts do not run: letters that tell nothing else."""
    digest = blake2b(visit.token.encode(), digest_size=10, key=visit.console.secret[:32], person=b"kith door").digest()
    return b32encode(digest).decode().lower()[:12]


def key_of(visit: Visit) -> str:
    """The key under which this person's browser keeps what it has not sent yet: after sign-out nobody there has it."""
    who = json.dumps([visit.body, visit.session.subject, visit.path["event"]]).encode()
    return blake2b(who, digest_size=32, key=visit.console.secret[:32], person=b"kith door key").hexdigest()


def read(sent: str) -> list[Mark]:
    """Marks as a phone has sent them; raises ValueError."""
    found = json.loads(sent or "[]")
    if not isinstance(found, list) or len(found) > MOST or not all(isinstance(each, dict) for each in found):
        raise ValueError("these are no marks")
    return found


class Sheet(NamedTuple):
    """What one device has marked, as the contract has it."""

    device: str
    marks: list[Mark]
    walk_ins: list[Mark]

    def named(self, faults: Iterable[Fault | Unheard]) -> list[Wrong]:
        """The marks that fields such as `marks.3.pseudonym` are about."""
        found = []
        for fault in faults:
            name, _, rest = fault.field.partition(".")
            place, which = rest.partition(".")[0], {"marks": self.marks, "walk_ins": self.walk_ins}.get(name, [])
            if place.isdecimal() and int(place) < len(which):
                found.append(Wrong(self.device, _number(which[int(place)]), fault.sentence))
        return found

    def refused(self, problem: Problem) -> list[Wrong]:
        """All that does not count where nothing was taken: with the reason of each, else with that of the whole."""
        named = self.named(problem.errors)
        if problem.code == UNREAD:
            return named
        told = {each.number for each in named}
        rest = [number for each in (*self.marks, *self.walk_ins) if (number := _number(each)) not in told]
        return [*named, *[Wrong(self.device, number, problem.detail) for number in rest]]


async def send(visit: Visit, event: str, marks: list[Mark]) -> Heard:
    """Send them, a command for each device, and ask who has come; raises Refusal or Away if none can be sent now."""
    wrong: list[Wrong] = []
    taken: list[Sheet] = []
    pending = False
    for sheet in sheets(marks):
        try:
            outcome = await visit.send(CheckIn, event=event, **sheet._asdict())
        except Refusal as refusal:
            problem = refusal.problem
            if problem.status in WHOLE or problem.status >= 500:  # noqa: PLR2004 - the node, not the marks
                raise
            wrong += sheet.refused(problem)
            pending = pending or problem.code == UNREAD
        else:
            taken.append(sheet)
            pending = pending or outcome.status != "done"
    found = await arrivals(visit, event.partition("/")[2])
    wrong += [each for sheet in taken for each in sheet.named(found.unheard.get(sheet.device, []))]
    return Heard(found, wrong, pending)


def sheets(marks: list[Mark]) -> list[Sheet]:
    """By device, in the order in which they stand."""
    found: dict[str, Sheet] = {}
    for mark in marks:
        device = str(mark.get("device", ""))
        sheet = found.setdefault(device, Sheet(device, [], []))
        which = sheet.walk_ins if "walk_in" in mark else sheet.marks
        which.append({key: mark[key] for key in mark if key != "device"})
    return list(found.values())


def _number(mark: Mark) -> int:
    number = mark.get("number")
    return number if isinstance(number, int) else 0
