"""Who has a seat and has not come, and who has come and has no seat: what the marks at the door say to a repair."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from kith_events.door.door import Door
from kith_events.mixing.lead import Mixing


class Gathered(NamedTuple):
    """By pseudonym, and how much the door knows by now: a device without a network has not sent its marks."""

    absent: list[str]
    arrived: list[str]
    """In the order in which they came."""
    come: int
    newest: datetime | None
    """The time of the newest mark, by the clock of its device."""


def gathered(mixing: Mixing, door: Door, having: Collection[str]) -> Gathered:
    """By the last round of the plan, which is still to come; `having` a place in the part are these."""
    seated, there, marks = mixing.plan.seats[-1], door.come(mixing.part), door.marks.get(mixing.part, {})
    waiting = [who for who in there if who in having and who not in seated]
    return Gathered(
        absent=[who for who in seated if who not in there],
        arrived=sorted(waiting, key=lambda who: marks[who]),
        come=len(there),
        newest=max((mark.at for mark in marks.values()), default=None),
    )
