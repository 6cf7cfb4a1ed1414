"""The duties of a shared network: an owner says at home that it has done its turn, and tells the others. What it has
said counts where the turn is its own by the rota, which each owner works out: so the order of letters says nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_commons.rota import Turn
from kith_contracts.directory.duties import DutyFinished, FinishDuty
from kith_contracts.message import Letter, Refusal
from kith_contracts.pages.shared_networks import Standing
from kith_contracts.words import BodySlug, FullName, Moment
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.rota import turns
from kith_directory.shared_networks.takeover import UNKNOWN

MOST: Final = 1000
"""Turns of one owner that are kept as done: two years and more of all duties that a text can have."""

# States


class FinishedTurns(State):
    """What one owner has said to have done: by duty and period, when."""

    kind: ClassVar[str] = "finished-turns"
    network: FullName
    body: BodySlug
    turns: dict[str, Moment] = {}  # noqa: RUF012 - pydantic copies it

    @property
    def id(self) -> str:
        return f"{self.network}/{self.body}"

    def standing(self, turn: Turn, now: datetime) -> Standing:
        """How this turn of this owner stands."""
        if self.has(turn.duty.name, turn.period.name):
            return "done"
        if now.date() > turn.period.last:
            return "overdue"
        return "due" if now.date() >= turn.period.first else "coming"

    def has(self, duty: str, period: str) -> bool:
        return _key(duty, period) in self.turns


def _key(duty: str, period: str) -> str:
    return f"{duty}/{period}"


# Decisions


def finish(
    at: Circumstances, command: FinishDuty, home: SharedNetwork | None, finished: FinishedTurns | None
) -> Decision:
    """Keep that it is done, and tell the other owners. Said again, it changes nothing."""
    if home is None or home.status == "ended":
        return Decision(refusal=UNKNOWN)
    known = finished or FinishedTurns(network=home.id, body=at.body)
    if wrong := _fault(at, command, home):
        return Decision(refusal=wrong)
    if known.has(command.duty, command.period):
        return NOTHING
    told = DutyFinished(subject=home.id, duty=command.duty, period=command.period, at=at.now)
    others = [body for body in home.terms.bodies if body != at.body]
    return Decision(states=(_kept(known, told),), says=tuple(Letter(body, told) for body in others))


def take_finished(
    at: Circumstances, fact: DutyFinished, home: SharedNetwork | None, finished: FinishedTurns | None
) -> Decision:
    """Another owner says that it has done a turn."""
    if home is None or home.left or home.terms.party(at.sender) is None:
        return Decision(refusal=UNKNOWN)
    known = finished or FinishedTurns(network=home.id, body=at.sender)
    return NOTHING if known.has(fact.duty, fact.period) else Decision(states=(_kept(known, fact),))


def rota(home: SharedNetwork, finished: Iterable[FinishedTurns], year: int) -> list[Turn]:
    """The turns of a year. One that somebody had done before the turn went to another stays with who has done it."""
    done = {each.body: each for each in finished}
    before = {
        (turn.duty.name, turn.period.name): turn
        for earlier in home.earlier
        for turn in turns([earlier], year)
        if turn.owner in done and done[turn.owner].has(turn.duty.name, turn.period.name)
    }
    return [before.get((turn.duty.name, turn.period.name), turn) for turn in turns(home.rotas, year)]


def _fault(at: Circumstances, command: FinishDuty, home: SharedNetwork) -> Refusal | None:
    """Why this is no turn that this body can have done by now."""
    found = [each for each in turns(home.rotas, int(command.period[:4])) if each.duty.name == command.duty]
    turn = next((each for each in found if each.period.name == command.period), None)
    if turn is None:
        sentence = "There is no such turn. The page of the duties has the names of duties and periods."
        return Refusal("turn-unknown", sentence, "period" if found else "duty")
    if turn.owner != at.body:
        return Refusal("turn-of-another", f"This turn is that of {turn.owner}.", "period")
    if turn.period.first > at.now.date():
        return Refusal("turn-too-early", f"This turn begins on {turn.period.first:%d %B %Y}.", "period")
    return None


def _kept(known: FinishedTurns, fact: DutyFinished) -> FinishedTurns:
    """The newest, as many as are kept."""
    all_of_it = {**known.turns, _key(fact.duty, fact.period): fact.at}
    newest = sorted(all_of_it.items(), key=lambda each: each[1])[-MOST:]
    return known.but(turns=dict(newest))
