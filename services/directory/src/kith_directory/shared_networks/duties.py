"""The duties of a shared network: an owner says at home that it has done its turn, and tells the others. What it has
said counts where the turn is its own by the rota, which each owner works out.
"""

from collections.abc import Sequence
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_commons.rota import Turn
from kith_contracts.directory.duties import DutyFinished, FinishDuty
from kith_contracts.message import Letter, Message, Refusal
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.takeover import UNKNOWN
from kith_directory.shared_networks.turns import SaidOfTurns, key, rota

MOST: Final = 1000
"""Turns of one owner that are kept as done: two years and more of all duties that a text can have."""

# Decisions


def finish(
    at: Circumstances,
    command: FinishDuty,
    home: SharedNetwork | None,
    ours: SaidOfTurns | None,
    said: Sequence[SaidOfTurns],
) -> Decision:
    """Keep that it is done, and tell the other owners. A repeat changes nothing."""
    if home is None or home.status == "ended":
        return Decision(refusal=UNKNOWN)
    known = ours or SaidOfTurns(network=home.id, body=at.body)
    if known.has(command.duty, command.period):
        return NOTHING
    if wrong := _fault(at, command, home, said):
        return Decision(refusal=wrong)
    told = DutyFinished(subject=home.id, duty=command.duty, period=command.period, at=at.now)
    return Decision(states=(_kept(known, told),), says=to_others(at, home, told))


def take_finished(
    at: Circumstances, fact: DutyFinished, home: SharedNetwork | None, theirs: SaidOfTurns | None
) -> Decision:
    """Another owner says that it has done a turn."""
    if home is None or home.left or home.terms.party(at.sender) is None:
        return Decision(refusal=UNKNOWN)
    known = theirs or SaidOfTurns(network=home.id, body=at.sender)
    return NOTHING if known.has(fact.duty, fact.period) else Decision(states=(_kept(known, fact),))


def to_others(at: Circumstances, home: SharedNetwork, told: Message) -> tuple[Letter, ...]:
    """To all owners but this one."""
    return tuple(Letter(body, told) for body in home.terms.bodies if body != at.body)


def _fault(at: Circumstances, command: FinishDuty, home: SharedNetwork, said: Sequence[SaidOfTurns]) -> Refusal | None:
    """Why this is no turn that this body can have done by now."""
    turn = turn_of(home, said, command.duty, command.period)
    if isinstance(turn, Refusal):
        return turn
    if turn.owner != at.body:
        return Refusal("turn-of-another", f"This turn is that of {turn.owner}.", "period")
    if turn.period.first > at.now.date():
        return Refusal("turn-too-early", f"This turn begins on {turn.period.first:%d %B %Y}.", "period")
    return None


def turn_of(
    home: SharedNetwork, said: Sequence[SaidOfTurns], duty: str, period: str, prefix: str = ""
) -> Turn | Refusal:
    """The turn of this name; its fields in the command begin with the prefix."""
    found = [each for each in rota(home, said, int(period[:4])) if each.duty.name == duty]
    turn = next((each for each in found if each.period.name == period), None)
    if turn:
        return turn
    sentence = "There is no such turn. The page of the duties has the names of duties and periods."
    return Refusal("turn-unknown", sentence, f"{prefix}{'period' if found else 'duty'}")


def _kept(known: SaidOfTurns, fact: DutyFinished) -> SaidOfTurns:
    """The newest, as many as are kept."""
    all_of_it = {**known.turns, key(fact.duty, fact.period): fact.at}
    newest = sorted(all_of_it.items(), key=lambda each: each[1])[-MOST:]
    return known.but(turns=dict(newest))
