"""Whose turn it is in a shared network: by the rota, and by what each owner has said of its turns. Each owner works it
out from the same words, so the order of letters says nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar, Final

from kith_chassis.decision import Circumstances, State, Views
from kith_commons.rota import Swap, Turn
from kith_contracts.directory.duties import AnswerDutySwap, DutySwapSaid, FinishDuty, RemindOwner, SwapDuty
from kith_contracts.pages.shared_networks import Standing
from kith_contracts.words import BodySlug, FullName, Moment
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.rota import Swaps, turns

MOST_OWNERS: Final = 500

# States


class SaidOfTurns(State):
    """What one owner has said of its turns: by duty and period, when it has done them; and of swaps, in their order."""

    kind: ClassVar[str] = "said-of-turns"
    network: FullName
    body: BodySlug
    turns: dict[str, Moment] = {}  # noqa: RUF012 - pydantic copies it
    swaps: tuple[DutySwapSaid, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.network}/{self.body}"

    def standing(self, turn: Turn, now: datetime) -> Standing:
        """How this turn of this owner stands."""
        if self.has(*turn.name):
            return "done"
        if now.date() > turn.period.last:
            return "overdue"
        return "due" if now.date() >= turn.period.first else "coming"

    def has(self, duty: str, period: str) -> bool:
        return key(duty, period) in self.turns

    def answer_to(self, offer: DutySwapSaid, by: str) -> DutySwapSaid | None:
        """What it has answered to an offer of another owner."""
        return next((each for each in self.swaps if each.word != "offered" and _fits(offer, by, each, self.body)), None)


def key(duty: str, period: str) -> str:
    """By what a turn is known that is done."""
    return f"{duty}/{period}"


async def said_in(
    views: Views, message: FinishDuty | SwapDuty | AnswerDutySwap | RemindOwner, _at: Circumstances
) -> list[SaidOfTurns]:
    """What each owner has said of its turns."""
    return await views.page(SaidOfTurns, f"{message.subject}/", "", MOST_OWNERS)


# Worked out


def rota(home: SharedNetwork, said: Iterable[SaidOfTurns], year: int) -> list[Turn]:
    """The turns of a year. One that somebody had done before the turn went to another stays with who has done it."""
    by = {each.body: each for each in said}
    swapped = swaps(by)
    before = {
        turn.name: turn
        for earlier in home.earlier
        for turn in turns([earlier], year, swapped)
        if turn.owner in by and by[turn.owner].has(*turn.name)
    }
    return [before.get(turn.name, turn) for turn in turns(home.rotas, year, swapped)]


def swaps(by: Mapping[str, SaidOfTurns]) -> Swaps:
    """Those that one owner has offered and the other has accepted, in the order in which they were accepted."""
    accepted = [
        (word.at, each.body, word)
        for each in by.values()
        for word in each.swaps
        if word.word == "accepted" and word.other in by
    ]
    found: dict[Moment, list[Swap]] = defaultdict(list)
    for at, body, word in sorted(accepted, key=lambda each: (each[0], each[1], each[2].duty, each[2].period)):
        if any(_fits(offer, word.other, word, body) for offer in by[word.other].swaps if offer.word == "offered"):
            turn, for_turn = (word.for_duty, word.for_period), (word.duty, word.period)
            found[word.turns_since].append(Swap(word.other, turn, body, for_turn, at.date()))
    return found


def _fits(offer: DutySwapSaid, by: str, answer: DutySwapSaid, body: str) -> bool:
    """Whether the one owner gives what the other takes, by the same rota."""
    given, taken = (offer.duty, offer.period), (offer.for_duty, offer.for_period)
    mirrored = given == (answer.for_duty, answer.for_period) and taken == (answer.duty, answer.period)
    return mirrored and (offer.other, answer.other) == (body, by) and offer.turns_since == answer.turns_since
