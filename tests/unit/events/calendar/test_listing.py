"""An event that is only listed: called off and back again, and known by how often its source has changed it."""

from support.events.public import DINNER, LISTING
from support.speaking import Node, said

from kith_chassis.decision import NOTHING
from kith_contracts.events.agreements import EventPublished, ListEvent
from kith_events.handlers import HANDLERS

EVENT = DINNER.event


def listed() -> Node:
    node = Node(HANDLERS, "ni")
    node.hear(ListEvent(event=EVENT, listing=LISTING, sequence=2))
    return node


def faces(node: Node, command: ListEvent) -> list[tuple[str, int]]:
    return [(each.status, each.version) for each in said(node.hear(command), EventPublished)]


def test_it_is_called_off_once_and_may_be_listed_again() -> None:
    node = listed()
    off = ListEvent(event=EVENT, listing=LISTING, called_off=True)
    assert faces(node, off) == [("cancelled", 2)]
    assert node.hear(off) == NOTHING
    assert node.hear(ListEvent(event=EVENT, listing=LISTING)) == NOTHING, "what is left out stays as it is"
    assert faces(node, ListEvent(event=EVENT, listing=LISTING, called_off=False)) == [("listed", 3)]


def test_what_is_older_at_its_source_changes_nothing() -> None:
    node = listed()
    moved = LISTING.model_copy(update={"venue": "Leeds"})
    assert node.hear(ListEvent(event=EVENT, listing=moved, sequence=1)) == NOTHING
    assert faces(node, ListEvent(event=EVENT, listing=moved, sequence=3)) == [("listed", 2)]
    assert faces(node, ListEvent(event=EVENT, listing=LISTING, sequence=2)) == []
    assert faces(node, ListEvent(event=EVENT, listing=LISTING)) == [("listed", 3)], "who counts nothing is heard"


def test_a_higher_count_alone_is_kept_and_said_to_nobody() -> None:
    node = listed()
    assert faces(node, ListEvent(event=EVENT, listing=LISTING, sequence=5)) == []
    moved = LISTING.model_copy(update={"venue": "Leeds"})
    assert node.hear(ListEvent(event=EVENT, listing=moved, sequence=4)) == NOTHING
