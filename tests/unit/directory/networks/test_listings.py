"""What the bodies say of themselves: the newest counts in whatever order it came, and the owner says it again."""

from typing import Any

import pytest
from support.speaking import Node

from kith_chassis.decision import NOTHING
from kith_chassis.members import Member
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.networks import NetworkPublished, ProfilePublished
from kith_contracts.message import Fact
from kith_directory.handlers import HANDLERS
from kith_directory.networks.listings import Face, Listing


def profile(version: int) -> ProfilePublished:
    return ProfilePublished(body="bcs", name=f"BCS {version}", version=version)


def network(version: int) -> NetworkPublished:
    return NetworkPublished(
        network="bcs/womens-forum",
        name=f"Forum {version}",
        purpose="Voice.",
        how_to_ask="Write.",
        status="active",
        version=version,
    )


def registration(version: int) -> BodyRegistered:
    return BodyRegistered(body="bcs", name=f"BCS {version}", kind="professional-society", version=version)


KEPT: list[tuple[Any, Any]] = [
    (profile, Face.at("bcs")),
    (network, Listing.at("bcs/womens-forum")),
    (registration, Member.at("bcs")),
]


@pytest.mark.parametrize(("fact", "where"), KEPT)
@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 3)])
def test_the_newest_counts_in_whatever_order_they_come(fact: Any, where: Any, order: tuple[int, ...]) -> None:
    node = Node(HANDLERS, "iop")
    for version in order:
        assert not node.hear(fact(version), "bcs").says
    state = node.state(where)
    assert getattr(state, "published", None) == fact(3) or getattr(state, "registered", None) == fact(3)


@pytest.mark.parametrize("fact", [profile, network])
def test_where_an_older_word_of_our_own_stands_last_the_newest_is_said_once_more(fact: Any) -> None:
    # Compaction keeps the last, not the newest.
    node = Node(HANDLERS, "bcs")
    newest: Fact = fact(2)
    node.hear(newest)
    assert node.hear(fact(1)).says == (newest,)
    assert node.hear(newest) == NOTHING
