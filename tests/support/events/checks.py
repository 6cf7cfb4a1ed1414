"""Events that a network held in its year."""

from typing import Any

from support.events.faces import face
from support.events.scenes import part, seats
from support.speaking import Node

from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.plan import EventPart
from kith_events.handlers import HANDLERS


def held(*parts: EventPart) -> EventPublished:
    """IOP, BCS and NI hold it together on 12 March 2027."""
    of = list(parts) or [part()]
    plan = {"starts": min(each.starts for each in of), "ends": max(each.ends for each in of)}
    return face(parts=of, seats=[seats(each.part) for each in of], plan=plan)


def known(*facts: EventPublished, body: str = "bcs") -> Node:
    node = Node(HANDLERS, body)
    for fact in facts:
        node.hear(fact, fact.event.partition("/")[0])
    return node


def online(name: str, **changes: Any) -> EventPart:
    return part(name, format="online", **changes)
