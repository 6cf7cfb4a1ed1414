"""A day on which people are mixed, and the commands about it."""

from typing import Any

from support.events.scenes import EVENT, asked, blocks, circle, opened, part, pseudonym, seats, terms
from support.speaking import Node

from kith_contracts.events.mixing import KnownOfSomeone, MixingTable, PlanMixing, RepairMixing
from kith_events.mixing.lead import Mixing

TABLES = [MixingTable(name=str(number), seats=4, accessible=number == 1) for number in range(1, 4)]


def lead(*fields: str, people: int = 10) -> Node:
    """An open event with so many people in its lectures, the odd ones of BCS, the others of NI."""
    text = terms(
        parts=[part(capacity=40), circle()], seats=[seats(pool=40), blocks()], data_fields=list(fields), return_days=0
    )
    node = opened(text)
    for number in range(people):
        assert asked(node, "bcs" if number % 2 else "ni", number) == ["granted"]
    return node


def plan(**changes: Any) -> PlanMixing:
    return PlanMixing(**{"event": EVENT, "part": "lectures", "rounds": 3, "tables": TABLES, **changes})


def repair(**changes: Any) -> RepairMixing:
    return RepairMixing(**{"event": EVENT, "part": "lectures", "from_round": 2, **changes})


def known(number: int, **what: Any) -> KnownOfSomeone:
    return KnownOfSomeone(pseudonym=pseudonym(number), **what)


def mixing(node: Node) -> Mixing:
    state: Mixing = node.state(Mixing.at(EVENT, "lectures"))
    return state
