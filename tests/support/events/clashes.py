"""Events on the same day, as they are announced."""

from typing import Final

from support.speaking import Node

from kith_contracts.events.agreements import EventPublished
from kith_events.calendar.face import Announced
from kith_events.handlers import HANDLERS

NAMES: Final = {"iop": "IOP", "ni": "NI"}


def announced(*facts: EventPublished, by: str = "iop") -> Announced:
    node = Node(HANDLERS, "ons")
    for fact in facts:
        node.hear(fact, by)
    state: Announced = node.state(Announced.at(facts[0].event))
    return state
