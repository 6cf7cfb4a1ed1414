"""Decisions about places read from top to bottom: how often a reader who follows one has to turn to another file."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest
from support.events.registrations import ask, decided, give_up, returner
from support.events.scenes import EVENT, PERSON
from support.speaking import NOW, Node

from kith_contracts.events.places import AcceptOffers
from kith_contracts.message import Message
from kith_events.places import home, offers_home

MOST_MOVES: Final = 60
MOST_ROOMS: Final = 4
PACKAGES: Final = "/src/kith_"


def moves(node: Node, decision: Callable[..., Any], message: Message) -> list[str]:
    """The file that each move leads to, while this node decides on this message.

    A move is a call of a function of ours from another file: from one of ours, or from a library to which it was
    handed, such as a validator from pydantic. The call of the decision itself is the first. A file calling itself is no
    move, and neither is the way back, nor a property or function that Python has made, such as that of a named tuple.
    """
    found: list[str] = []
    deciding = False

    def watch(frame: FrameType, kind: str, _: object) -> None:
        nonlocal deciding
        file, caller = frame.f_code.co_filename, frame.f_back.f_code.co_filename if frame.f_back else ""
        if frame.f_code is decision.__code__:
            deciding = kind == "call"
        if deciding and kind == "call" and PACKAGES in file and file != caller:
            found.append(file.split("/src/")[1])

    sys.setprofile(watch)
    try:
        node.hear(message)
    finally:
        sys.setprofile(None)
    return found


def rooms(files: list[str]) -> set[str]:
    """The folders that these are in. What lies at the top of a package, such as words and decisions, is in no room: it
    is the language that every decision is written in.
    """
    return {str(folder) for file in files if len((folder := Path(file).parent).parts) > 1}


def asking() -> Node:
    node = returner()
    node.thorough = False  # or it would decide twice
    return node


def waiting() -> Node:
    node = asking()
    node.hear(ask("lectures", "circle"))
    return node


def offered() -> Node:
    node = waiting()
    node.hear(decided(node, "offered", until=NOW + timedelta(hours=1)), "iop")
    return node


@pytest.mark.parametrize(
    ("node", "decision", "message"),
    [
        (asking(), home.ask, ask("lectures", "circle")),
        (waiting(), home.give_up, give_up("lectures", "circle")),
        (offered(), offers_home.accept_offers, AcceptOffers(person=PERSON, event=EVENT, parts=["lectures"])),
    ],
    ids=["ask", "give up", "accept"],
)
def test_a_decision_on_a_request_for_places_is_followed_in_few_moves(
    node: Node, decision: Callable[..., Any], message: Message
) -> None:
    found = moves(node, decision, message)
    assert found[0].startswith("kith_events/places/"), "the decision itself was followed"
    assert len(found) <= MOST_MOVES, sorted(found)
    assert len(rooms(found)) <= MOST_ROOMS, rooms(found)
