"""Each answer can be explained later, from what is stored of that request alone."""

from datetime import timedelta

import pytest
from support.events.scenes import DAY, EVENT, asked, event, opened, part, place, pseudonym, release, terms
from support.speaking import NOW, Node

from kith_contracts.events.agreements import ReturnSeats
from kith_contracts.events.draws import DrawPlaces
from kith_contracts.events.places import EndOffers
from kith_contracts.events.requests import Why
from kith_contracts.events.terms import Seats
from kith_events.places.api import _answer
from kith_events.places.explanation import Known, explained

FULL = "No place is free that it may have. It moves up when one is."
AT = "2027-01-04 09:00 UTC"


def of(node: Node, who: int) -> list[str]:
    return explained(_answer(event(node), place(node, who)))


def node_with(rule: str = "first-come", hours: int = 0) -> Node:
    """One place for BCS, one in the pool, and six of BCS who ask."""
    seats = Seats(part="lectures", pool=1, quotas={"bcs": 1, "ni": 1}, rule=rule, offer_hours=hours)
    node = opened(terms(parts=[part()], seats=[seats]))
    asked(node, "bcs", *range(1, 7))
    return node


def test_who_came_first_has_a_place_of_the_quota_and_then_of_the_pool() -> None:
    node = node_with()
    assert of(node, 1) == [
        "This request was number 1 for this part.",
        "A place was free when it was made: one of those that are kept for its organisation.",
    ]
    assert of(node, 2)[1] == "A place was free when it was made: one of those that all organisations share."


def test_who_waits_knows_the_place_in_the_line() -> None:
    node = node_with()
    assert of(node, 3)[1:] == [
        FULL,
        "It is first in the line.",
    ]
    assert of(node, 5)[2] == "In the line 2 are before it."


def test_who_moved_up_knows_when_and_why() -> None:
    node = node_with(hours=48)
    node.hear(release(1), "bcs")
    assert of(node, 1) == ["It was given up at home."]
    assert of(node, 3)[1:] == [
        f"A place came free on {AT}, one of those that all organisations share, and it was first in line for it.",
        "It is kept until 2027-01-06 09:00 UTC. Without a yes it goes to the next.",
    ]
    node.hear(EndOffers(event=EVENT), now=NOW + timedelta(days=3))
    assert of(node, 3)[-1].startswith("The place was kept for you")
    node = node_with()
    node.hear(ReturnSeats(event=EVENT), now=DAY - timedelta(days=14))
    assert "On 2027-02-26 09:00 UTC unused places went to all who waited" in of(node, 3)[1]


def test_who_was_drawn_knows_the_rank_also_when_a_place_comes_free_later() -> None:
    node = node_with("draw")
    assert of(node, 2)[1] == (
        "It is in the draw, which is on 2027-01-06 09:00 UTC. Before, nobody has a place, whoever came first."
    )
    node.hear(DrawPlaces(event=EVENT, part="lectures"), now=NOW + timedelta(days=2))
    ranked = sorted(range(1, 7), key=lambda who: place(node, who).why.rank or 0)  # type: ignore[union-attr]
    assert of(node, ranked[0])[1:] == [
        f"It was drawn as number {place(node, ranked[0]).why.rank}.",  # type: ignore[union-attr]
        "In the draw it came early enough for a place: one of those that are kept for its organisation.",
    ]
    assert of(node, ranked[2])[1:] == [
        f"It was drawn as number {place(node, ranked[2]).why.rank}.",  # type: ignore[union-attr]
        FULL,
        "It is first in the line.",
    ]
    node.hear(release(ranked[0]), "bcs", now=NOW + timedelta(days=2))
    assert of(node, ranked[2])[1] == f"It was drawn as number {place(node, ranked[2]).why.rank}."  # type: ignore[union-attr]


def test_nothing_of_others_is_in_it() -> None:
    node = node_with("draw")
    node.hear(DrawPlaces(event=EVENT, part="lectures"), now=NOW + timedelta(days=2))
    others = [pseudonym(who) for who in range(2, 7)]
    assert not [other for other in others if other in " ".join(of(node, 1))]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Known("asked"), ["The host has not answered yet."]),
        (Known("granted"), ["The organisation gave out one of its own entry codes for it."]),
        (Known("refused", sentence="Not this time."), ["Not this time."]),
        (
            Known("granted", Why(position=3, cause="divided", at=NOW)),
            [
                "This request was number 3 for this part.",
                f"On {AT} the hosts had agreed on other numbers of places: there was one.",
            ],
        ),
    ],
)
def test_what_home_knows_is_explained_too(answer: Known, words: list[str]) -> None:
    assert explained(answer) == words
