"""What a network may want to look at again in how its year goes, one sentence each. It blocks nothing, and is set aside
with a reason.

A check has a name made of what it is about: when that changes, it is another one, and comes up again.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Final, Literal

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_contracts.events.checks import SetCheckAside
from kith_contracts.pages.year import YearCheck
from kith_contracts.words import body_of
from kith_events.event.checklist import OFTEN
from kith_events.year.meetings import Meeting

YEAR: Final = timedelta(days=365)
"""A network that has not met in a room for so long is reminded of it."""

# States


class SetAside(State):
    """The checks that a network of this body does not follow, and why."""

    kind: ClassVar[str] = "checks-aside"
    network: str
    why: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return self.network


# Checks


def checks(held: Sequence[Meeting], now: datetime) -> list[YearCheck]:
    """All that there is to say of a network that has held, and will hold, these meetings; in order of time."""
    return [*_in_person(held, now), *_rotation(held)]


def last_in_person(held: Sequence[Meeting], now: datetime) -> Meeting | None:
    """The last that is over and was in a room."""
    return max((each for each in held if each.in_person and each.ends <= now), key=lambda m: m.ends, default=None)


def next_in_person(held: Sequence[Meeting], now: datetime) -> Meeting | None:
    """The first in a room that is not over."""
    return next((each for each in held if each.in_person and each.ends > now), None)


def _in_person(held: Sequence[Meeting], now: datetime) -> Iterator[YearCheck]:
    """No meeting in a room for a year, and none to come."""
    last = last_in_person(held, now)
    if next_in_person(held, now) or (last and now - last.ends < YEAR):
        return
    if last is None:
        known = "No meeting in person of your network is known here, and none is announced."
        about = ("never", str(now.year))
    else:
        known = f"Your network last met in person on {_day(last.starts)}, and no other such meeting is announced."
        about = (last.ends.isoformat(), str((now - last.ends) // YEAR))
    yield _check("in-person", f"{known} Plan one, or say why not.", *about)


def _rotation(held: Sequence[Meeting]) -> Iterator[YearCheck]:
    """The last meetings in a room that several bodies hold were all at one of them."""
    shared = [each for each in held if each.in_person and len(each.hosts) > 1]
    row = shared[-OFTEN:]
    receivers = {each.at for each in row}
    if len(row) < OFTEN or len(receivers) > 1:
        return
    (at,) = receivers
    others = sorted(frozenset[str]().union(*(each.hosts for each in row)) - receivers)
    sentence = (
        f"{at} receives {OFTEN} shared meetings in a row. Ask whether {', '.join(others)} could receive the next."
    )
    yield _check("rotation", sentence, *[f"{each.event} {each.starts.isoformat()}" for each in row])


def _check(about: Literal["in-person", "rotation"], sentence: str, *of: str) -> YearCheck:
    name = hashlib.sha256("\0".join((about, sentence, *of)).encode()).hexdigest()[:16]
    return YearCheck(check=name, about=about, sentence=sentence)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


# Decisions


def set_aside(at: Circumstances, command: SetCheckAside, kept: SetAside | None, held: Sequence[Meeting]) -> Decision:
    """Keep why a check is not followed; reasons of checks that are gone are deleted."""
    if body_of(command.network) != at.body:
        return refuse("not-our-network", "An organisation sets aside checks of its own networks only.", "network")
    now = {each.check for each in checks(held, at.now)}
    if command.check not in now:
        return refuse("check-unknown", "There is no such check now. What it was about may have changed.", "check")
    before = kept.why if kept else {}
    why = {name: each for name, each in before.items() if name in now} | {command.check: command.why}
    return NOTHING if why == before else Decision(states=(SetAside(network=command.network, why=why),))
