"""Swaps of turns between two owners. One offers, the other accepts, and each tells all owners its own word: so a swap
counts everywhere alike, also while the lead is silent, and nobody swaps the turn of another.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from kith_chassis.decision import NOTHING, Circumstances, Decision
from kith_commons.rota import Turn
from kith_contracts.directory.duties import AnswerDutySwap, DutySwapSaid, SwapDuty, SwapWord
from kith_contracts.directory.membership import TellOne
from kith_contracts.message import Refusal, together
from kith_directory.shared_networks.duties import to_others, turn_of
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.takeover import UNKNOWN
from kith_directory.shared_networks.turns import SaidOfTurns

MOST: Final = 500
"""Words of one owner on swaps that are kept."""

# Decisions


def offer(
    at: Circumstances,
    command: SwapDuty,
    home: SharedNetwork | None,
    ours: SaidOfTurns | None,
    said: Sequence[SaidOfTurns],
) -> Decision:
    """Offer an own turn for one of another owner. Offered again, it changes nothing."""
    if home is None or home.status == "ended":
        return Decision(refusal=UNKNOWN)
    found = _turns(at, command, home, said)
    if isinstance(found, Refusal):
        return Decision(refusal=found)
    word = _word(at, command, home, found[1].owner, "offered")
    known = ours or SaidOfTurns(network=home.id, body=at.body)
    if any(_same(each, word) for each in known.swaps):
        return NOTHING
    return Decision(states=(_kept(known, word),), says=to_others(at, home, word))


def answer(
    at: Circumstances,
    command: AnswerDutySwap,
    home: SharedNetwork | None,
    ours: SaidOfTurns | None,
    said: Sequence[SaidOfTurns],
) -> Decision:
    """Accept what another owner has offered, or decline it; once."""
    if home is None or home.status == "ended":
        return Decision(refusal=UNKNOWN)
    offered = _offered(at.body, command, home, said)
    if offered is None:
        sentence = "No such swap is offered to this organisation. The page of the duties shows those that are."
        return Decision(refusal=Refusal("swap-unknown", sentence, "for_period"))
    by, its_offer = offered
    known = ours or SaidOfTurns(network=home.id, body=at.body)
    if before := known.answer_to(its_offer, by):
        same = before.word == command.answer
        return NOTHING if same else Decision(refusal=Refusal("swap-answered", "This swap is answered.", "answer"))
    found = _turns(at, command, home, said) if command.answer == "accepted" else None
    if isinstance(found, Refusal):
        return Decision(refusal=found)
    if found and found[1].owner != by:
        sentence = f"{by} has offered this, and the turn is that of {found[1].owner} now."
        return Decision(refusal=Refusal("turn-of-another", sentence, "for_period"))
    word = _word(at, command, home, by, command.answer)
    return Decision(states=(_kept(known, word),), says=to_others(at, home, word))


def take_said(
    at: Circumstances,
    fact: DutySwapSaid,
    home: SharedNetwork | None,
    theirs: SaidOfTurns | None,
    officers: Sequence[str],
) -> Decision:
    """Another owner offers a swap, or answers one; what is said to this one, its officers are told by mail."""
    if home is None or home.left or home.terms.party(at.sender) is None:
        return Decision(refusal=UNKNOWN)
    known = theirs or SaidOfTurns(network=home.id, body=at.sender)
    if any(_same(each, fact) for each in known.swaps):
        return NOTHING
    mails = officers if fact.other == at.body else ()
    says = tuple(TellOne(person=each, network=home.id, news="turn", told=fact.at) for each in mails)
    return Decision(states=(_kept(known, fact),), says=says)


# Within


def _turns(
    at: Circumstances, command: SwapDuty | AnswerDutySwap, home: SharedNetwork, said: Sequence[SaidOfTurns]
) -> tuple[Turn, Turn] | Refusal:
    """The own turn, and that of the other, if both are still to be done and theirs."""
    own = turn_of(home, said, command.duty, command.period)
    other = turn_of(home, said, command.for_duty, command.for_period, "for_")
    if wrong := together(_faults(at, said, own, other)):
        return wrong
    assert isinstance(own, Turn)
    assert isinstance(other, Turn)
    return own, other


def _faults(
    at: Circumstances, said: Sequence[SaidOfTurns], own: Turn | Refusal, other: Turn | Refusal
) -> Iterator[Refusal]:
    if isinstance(own, Turn) and own.owner != at.body:
        yield Refusal("turn-of-another", f"This turn is that of {own.owner}.", "period")
    if isinstance(other, Turn) and other.owner == at.body:
        yield Refusal("turn-of-ours", "This turn is yours already. Name one of another owner.", "for_period")
    for turn, field in ((own, "period"), (other, "for_period")):
        if isinstance(turn, Refusal):
            yield turn
        elif at.now.date() > turn.period.last or any(each.body == turn.owner and each.has(*turn.name) for each in said):
            yield Refusal("turn-over", "This turn is done, or its day is over.", field)


def _offered(
    body: str, command: AnswerDutySwap, home: SharedNetwork, said: Sequence[SaidOfTurns]
) -> tuple[str, DutySwapSaid] | None:
    """Who offers this by the rota of today, and the offer."""
    turn, for_turn = (command.duty, command.period), (command.for_duty, command.for_period)
    for each in said:
        for word in each.swaps:
            named = ((word.for_duty, word.for_period), (word.duty, word.period)) == (turn, for_turn)
            by_this_rota = word.turns_since == home.agreed.turns_since
            if word.word == "offered" and word.other == body and named and by_this_rota:
                return each.body, word
    return None


def _word(
    at: Circumstances, command: SwapDuty | AnswerDutySwap, home: SharedNetwork, other: str, word: SwapWord
) -> DutySwapSaid:
    named = command.model_dump(include={"subject", "duty", "period", "for_duty", "for_period"})
    return DutySwapSaid(**named, other=other, word=word, turns_since=home.agreed.turns_since, at=at.now)


def _same(one: DutySwapSaid, other: DutySwapSaid) -> bool:
    """Whether both say the same, whenever. Whoever has answered does not answer otherwise."""
    offers = {each.word == "offered" for each in (one, other)}
    leave_out = {"at", "word"}
    return len(offers) == 1 and one.model_dump(exclude=leave_out) == other.model_dump(exclude=leave_out)


def _kept(known: SaidOfTurns, word: DutySwapSaid) -> SaidOfTurns:
    return known.but(swaps=(*known.swaps, word)[-MOST:])
