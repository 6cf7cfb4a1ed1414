"""Commands about places at home, and what the lead decides of them."""

from typing import Any

from support.events.scenes import EVENT, PERSON, home, person
from support.speaking import Node

from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, PlaceDecided
from kith_contracts.events.requests import PlaceStatus
from kith_events.places.registration import pseudonym


def ask(*parts: str, who: str = PERSON, of: str = EVENT) -> AskForPlaces:
    return AskForPlaces(person=who, event=of, parts=list(parts or ["lectures"]))


def give_up(*parts: str) -> GiveUpPlaces:
    return GiveUpPlaces(person=PERSON, event=EVENT, parts=list(parts or ["lectures"]))


def alias(node: Node, closed_part: str = "", who: str = PERSON) -> str:
    return pseudonym(node.keyed, who, EVENT, closed_part)


def decided(
    node: Node, status: PlaceStatus, name: str = "lectures", number: int = 1, version: int = 1, **more: Any
) -> PlaceDecided:
    name_at_host = alias(node, name if name == "circle" else "")
    return PlaceDecided(
        event=EVENT, part=name, pseudonym=name_at_host, number=number, version=version, status=status, **more
    )


def returner() -> Node:
    node = home()
    node.hear(person(audiences=["returner"], version=2))
    return node
