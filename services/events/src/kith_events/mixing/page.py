"""What is printed of a plan: a card for each person, and a list for each table. Four cards on a page of A4.

A card has a number and the code that the door has on its list, and no name: who that is, the door knows.
"""

from typing import Final, NamedTuple

from kith_commons.arrivals import door_code
from kith_commons.mixing.reasons import explained
from kith_commons.mixing.room import Plan, numbered
from kith_events.event.templates import filled

CARDS: Final = "mixing/cards.html"
MOST_EXPLAINED: Final = 6
"""So many rounds have room on a card for a sentence each."""


class Turn(NamedTuple):
    """One round on a card."""

    table: str
    """Empty without a seat."""
    spoken: str
    why: str


class Card(NamedTuple):
    """What one person carries."""

    number: int
    code: str
    turns: list[Turn]


class Sitting(NamedTuple):
    """What stands on a table: the numbers of the cards there, round after round."""

    table: str
    spoken: str
    cards: list[list[int]]


def printed(plan: Plan, title: str, language: str = "en") -> str:
    """All cards, and after them all lists. `title` stands on each; `language` is that of the page (BCP 47)."""
    numbers = numbered(plan)
    coming = [one for one in numbers if any(one in seats for seats in plan.seats)]
    return filled(
        CARDS,
        title=title,
        language=language,
        many=len(plan.seats) > MOST_EXPLAINED,
        cards=[Card(numbers[one], door_code(one), _turns(plan, one)) for one in coming],
        tables=[_sitting(plan, table.name, numbers) for table in plan.room.tables],
    )


def _turns(plan: Plan, one: str) -> list[Turn]:
    sentences = iter(explained(plan, one))
    found = []
    for seats in plan.seats:
        table = seats.get(one, "")
        why = next(sentences) if table and len(plan.seats) <= MOST_EXPLAINED else ""
        found.append(Turn(table, _spoken(plan, table), why))
    return found


def _sitting(plan: Plan, table: str, numbers: dict[str, int]) -> Sitting:
    cards = [sorted(numbers[one] for one in plan.table(turn, table)) for turn in range(len(plan.seats))]
    return Sitting(table, _spoken(plan, table), cards)


def _spoken(plan: Plan, table: str) -> str:
    """The language of a table, where not all speak the same."""
    return plan.spoken.get(table, "") if len(set(plan.spoken.values())) > 1 else ""
