"""What took effect before is known again."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition

from kith_chassis.path.inbox import LARGEST_PORTION, claim, is_repeat, portions
from kith_chassis.path.streams import check_stream, stream_of
from kith_chassis.path.work import Owned, Step
from kith_contracts.consortium import BodyRegistered
from kith_contracts.registry import Envelope, Unreadable

FACT = BodyRegistered(body="bcs", name="BCS", kind="professional-society", version=1)
STREAM = "0123456789abcdef"


def envelope(
    number: int = 0, *, id: str = "a", source: str = "urn:kith:source:bcs/directory"
) -> Envelope[BodyRegistered]:
    stream = STREAM if number else ""
    return Envelope(FACT, id, source, "", datetime.now(UTC), "kith.registry", stream, number)


def step(**seen: int) -> Step:
    return Step.of(Owned("group/topic/0", 1, 0, 0, seen))


def test_the_numbers_of_a_stream_only_rise() -> None:
    now = step()
    repeats = [is_repeat(envelope(number), now, set()) for number in (3, 3, 2, 4, 9, 5)]
    assert repeats == [False, True, True, False, False, True]
    assert now.seen == {stream_of("urn:kith:source:bcs/directory", STREAM): 9}


def test_what_the_database_has_seen_is_a_repeat() -> None:
    before = step(**{stream_of("urn:kith:source:bcs/directory", STREAM): 7})
    assert is_repeat(envelope(7), before, set())
    assert not is_repeat(envelope(8), before, set())


def test_what_is_decided_and_not_committed_yet_is_a_repeat_too() -> None:
    first = step()
    assert not is_repeat(envelope(7), first, set())
    second = Step.of(first.owned, first)
    assert is_repeat(envelope(7), second, set())
    assert not is_repeat(envelope(8), second, set())
    first.done()
    assert is_repeat(envelope(7), Step.of(first.owned), set())


def test_numbers_go_on_where_the_step_before_has_ended() -> None:
    first = step()
    assert [first.numbered(to) for to in ("", "iop", "", "iop")] == [1, 1, 2, 2]
    second = Step.of(first.owned, first)
    assert [second.numbered(to) for to in ("iop", "", "ni")] == [3, 3, 1]
    first.done()
    second.done()
    assert (first.owned.number, first.owned.letters) == (3, {"iop": 3, "ni": 1})


def test_a_stream_belongs_to_its_source() -> None:
    before = step(**{stream_of("urn:kith:source:iop/directory", STREAM): 7})
    assert not is_repeat(envelope(7), before, set())


def test_a_body_cannot_fill_a_partition_with_streams() -> None:
    known = [
        stream_of("urn:kith:source:bcs/directory", STREAM),
        *[stream_of("urn:kith:source:bcs/events", str(each)) for each in range(998)],
    ]
    check_stream(envelope(1, source="urn:kith:source:bcs/new"), known)
    known.append(stream_of("urn:kith:source:bcs/events", "one more"))
    with pytest.raises(Unreadable, match="too-many-streams"):
        check_stream(envelope(1, source="urn:kith:source:bcs/new"), known)
    check_stream(envelope(1), known)
    check_stream(envelope(1, source="urn:kith:source:iop/directory"), known)
    check_stream(envelope(), known)


def test_the_name_of_a_stream_is_no_path_in_the_database() -> None:
    assert stream_of("/bcs/a.b", "$c.d").isalnum()


def test_without_a_stream_source_and_id_are_known_again() -> None:
    claims = {claim("urn:kith:source:bcs/directory", "before")}
    ids = ("before", "new", "new")
    assert [is_repeat(envelope(id=id), step(), claims) for id in ids] == [True, False, True]
    assert not is_repeat(envelope(id="new", source="urn:kith:source:bcs/systems/crm"), step(), claims)


def test_a_portion_has_four_megabytes_at_most_and_keeps_the_order() -> None:
    records = [
        SimpleNamespace(topic="t", partition=at % 2, key=b"", value=bytes(LARGEST_PORTION // 4), headers=(), offset=at)
        for at in range(10)
    ]
    pieces = list(portions(records))
    assert [sum(map(len, piece.values())) for piece in pieces] == [4, 4, 2]
    assert [each.offset for piece in pieces for each in piece[TopicPartition("t", 0)]] == [0, 2, 4, 6, 8]


def test_a_record_larger_than_a_portion_is_one_by_itself() -> None:
    record = SimpleNamespace(topic="t", partition=0, key=None, value=bytes(LARGEST_PORTION + 1), headers=())
    assert len(list(portions([record, record]))) == 2


def test_the_first_piece_is_small_where_nothing_is_under_way() -> None:
    records = [
        SimpleNamespace(topic="t", partition=number % 2, key=b"", value=b"", headers=(), offset=number)
        for number in range(7)
    ]
    pieces = [[each.offset for found in piece.values() for each in found] for piece in portions(records, 3)]
    assert pieces == [[0, 2, 1], [3, 5, 4, 6]]
    assert len(list(portions(records, 7))) == len(list(portions(records))) == 1
