"""Facts that a newer one replaces are passed over, and what is kept of a log is the same."""

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from aiokafka import TopicPartition
from hypothesis import given
from hypothesis import strategies as st
from support.records import golden

from kith_chassis.catalogue import Handler, NotTied, on, one
from kith_chassis.decision import Circumstances, State
from kith_chassis.path.newest import Newest
from kith_contracts.directory.networks import CharterNetwork, NetworkPublished, ProfilePublished
from kith_contracts.message import Message
from kith_directory.app import DIRECTORY
from kith_directory.networks import charter, listings
from kith_directory.networks.network import Network
from kith_events.app import EVENTS
from kith_notify.app import NOTIFY

SHARED = TopicPartition("kith.shared.iop.directory", 0)
AT = Circumstances("bcs", "iop", datetime(2027, 1, 4, tzinfo=UTC), "m1", lambda *parts: "/".join(parts))
LINE = on(NetworkPublished, listings.list_network, newest=True)(listing=one(listings.Listing, "network"))
LINES = [each for service in (DIRECTORY, EVENTS, NOTIFY) for each in service.handlers if each.newest]


class Said(NamedTuple):
    """A record in short."""

    network: int
    stream: int
    number: int
    model: type[Message] = NetworkPublished
    body: str = "iop"


def log(said: Sequence[Said]) -> list[Any]:
    return [
        SimpleNamespace(offset=at, key=b"iop/%d" % each.network, value=b"{}", headers=headers(each))
        for at, each in enumerate(said)
    ]


def headers(said: Said) -> tuple[tuple[str, bytes], ...]:
    return (
        ("ce_type", said.model.contract.type.encode()),
        ("ce_source", f"urn:kith:source:{said.body}/directory".encode()),
        ("kith-stream", b"%d" % said.stream),
        ("kith-number", b"%d" % said.number),
    )


async def kept(said: Sequence[Said]) -> list[int]:
    found = await Newest("bcs", [LINE], None).of({SHARED: log(said)}, lambda _: 0)
    return [each.offset for each in found[SHARED]]


async def test_of_each_network_the_newest_is_kept_in_order() -> None:
    assert await kept([Said(0, 1, 1), Said(1, 1, 2), Said(0, 1, 3), Said(2, 1, 4), Said(1, 1, 5)]) == [2, 3, 4]


async def test_a_repeat_of_an_older_one_replaces_nothing() -> None:
    assert await kept([Said(0, 1, 1), Said(0, 1, 2), Said(0, 1, 1)]) == [1, 2]


@pytest.mark.parametrize(
    "other",
    [Said(0, 2, 9), Said(1, 1, 9), Said(0, 1, 9, ProfilePublished), Said(0, 1, 9, body="bcs")],
    ids=["another stream", "another network", "another type", "another body"],
)
async def test_what_is_of_something_else_replaces_nothing(other: Said) -> None:
    assert await kept([Said(0, 1, 1), other]) == [0, 1]


async def test_of_the_own_body_each_is_read() -> None:
    assert await kept([Said(0, 1, number, body="bcs") for number in (1, 2, 3)]) == [0, 1, 2]


def highest(said: Sequence[Said]) -> dict[tuple[int, int], int]:
    return {(each.network, each.stream): each.number for each in sorted(said, key=lambda each: each.number)}


SAIDS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(1, 8)).map(lambda of: Said(*of)), max_size=30
)


@given(SAIDS)
async def test_the_highest_number_of_each_stream_is_kept_whatever_the_order(said: list[Said]) -> None:
    left = [said[at] for at in await kept(said)]
    assert highest(left) == highest(said)
    assert said[-1:] == left[-1:], "what comes next is behind all of them"


@given(SAIDS, st.integers(0, 30))
async def test_it_makes_no_difference_where_a_log_is_cut(said: list[Said], cut: int) -> None:
    first = await kept(said[:cut])
    rest = [at + len(said[:cut]) for at in await kept(said[cut:])]
    twice = [said[at] for at in [*first, *rest]]
    assert [twice[at] for at in await kept(twice)] == [said[at] for at in await kept(said)]


def test_lines_say_it_that_keep_what_a_body_publishes_of_its_own() -> None:
    assert {(each.message.__name__, each.decide.__name__) for each in LINES} == {
        ("ProfilePublished", "show"),
        ("NetworkPublished", "list_network"),
        ("NetworkPublished", "find"),
    }


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.message.__name__} by {line.decide.__name__}")
def test_a_state_is_the_same_whether_or_not_the_older_ones_were_decided(line: Handler) -> None:
    contract = line.message.contract
    message = golden(f"{contract.service}.{contract.name}").read().message
    one_after_the_other: State | None = None
    for version in (1, 2, 7):
        one_after_the_other = decided(line, message.model_copy(update={"version": version}), one_after_the_other)
    alone = decided(line, message.model_copy(update={"version": 7}), None)
    assert one_after_the_other == alone


def decided(line: Handler, message: Message, before: State | None) -> State:
    (name,) = line.loads
    decision = line.call(AT, message, {name: [before]}, {})
    assert not decision.says
    assert not decision.refusal
    (state,) = decision.states
    return state


def test_a_line_whose_message_can_be_refused_cannot_say_it() -> None:
    with pytest.raises(NotTied, match="shared fact"):
        on(CharterNetwork, charter.charter, newest=True)(
            network=one(Network, "network"), parent=None, family=None, led=None, shared=None
        )
