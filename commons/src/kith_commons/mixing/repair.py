"""Repair on the day: some have not come, some come unannounced. As few people as possible move; nobody else does.

Rounds that have begun stay as they were. In each other round
- who is absent leaves a chair empty;
- a table with fewer people than `Room.smallest` is filled up, or given up where that moves fewer;
- who has come takes a chair at the table with the fewest people; also who was absent, and comes after all.
Where nobody may move straight to where they are needed, those between move on by one table each.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from kith_commons.mixing.day import Move, Round
from kith_commons.mixing.room import Attendee, Plan, wrong_names
from kith_contracts.message import Refusal


class Repaired(NamedTuple):
    """The plan from now on, and all who sit elsewhere than they were told."""

    plan: Plan
    moved: tuple[Move, ...]


def repair(plan: Plan, absent: Collection[str], arrived: Sequence[Attendee], first: int) -> Repaired | Refusal:
    """The plan from round `first` on, counted from 0, without the absent and with those who have arrived.

    Refused: `round-unknown`, `person-unknown`, `person-twice`, `table-unknown`, `no-seat-left`.
    """
    if not 0 <= first < len(plan.seats):
        return Refusal("round-unknown", f"There are {len(plan.seats)} rounds. Name one of them.", "round")
    known = {each.id for each in plan.room.people}
    if stranger := next((one for one in absent if one not in known), None):
        return Refusal("person-unknown", f"{stranger} is not among the people.", "absent")
    room = plan.room.model_copy(update={"people": tuple(_gathered(plan, arrived, first))})
    if refusal := wrong_names(room):
        return refusal
    seats = [dict(each) for each in plan.seats]
    moved: list[Move] = []
    for turn in range(first, len(seats)):
        for one in absent:
            seats[turn].pop(one, None)
        day = Round(room, plan.spoken, seats, turn)
        given_up = day.to_give_up(len(arrived))
        day.open_for(len(arrived), given_up)
        for each in arrived:
            if not day.arrive(each.id, given_up):
                sentence = f"There is no seat for {each.id} with what they need. Add one, or ask them to wait."
                return Refusal("no-seat-left", sentence, f"arrived.{each.id}")
        day.give_up(given_up)
        day.fill_up()
        moved += day.moves(plan.seats[turn])
    return Repaired(Plan(room=room, spoken=plan.spoken, seats=tuple(seats)), tuple(moved))


def _gathered(plan: Plan, arrived: Sequence[Attendee], first: int) -> Iterator[Attendee]:
    """All who have a card, and then who has none yet. Who comes back has one, and keeps what was known of them."""
    seated = {one for turn in plan.seats[first:] for one in turn}
    cards = {each.id for each in plan.room.people}
    back = {each.id: each for each in arrived if each.id in cards - seated}
    yield from (_known_again(each, back[each.id]) if each.id in back else each for each in plan.room.people)
    yield from (each for each in arrived if back.get(each.id) is not each)


def _known_again(before: Attendee, now: Attendee) -> Attendee:
    news = {name: value for name, value in now if value}
    return before.model_copy(update={**news, "traits": {**before.traits, **now.traits}})
