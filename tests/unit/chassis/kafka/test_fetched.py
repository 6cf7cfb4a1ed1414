"""Batches from whoever may write them: each is read to its end or is one stub, and costs little."""

import tracemalloc
from typing import Any

import cramjam
import pytest
from aiokafka import codec as theirs
from aiokafka.record.default_records import DefaultRecordBatchBuilder, _DefaultRecordBatchBuilderPy
from aiokafka.record.util import calc_crc32c, encode_varint

from kith_chassis.kafka.batches import HEAD, HEADER_BYTES, LARGEST_KEY, MOST_HEADERS, MOST_RECORDS, LenientRecords
from kith_chassis.kafka.codec import LARGEST_BATCH, Swollen, unpacked
from kith_chassis.path.excerpt import BEGINNING, Excerpt
from kith_contracts.registry import LARGEST

GZIP, SNAPPY, LZ4, ZSTD = 1, 2, 3, 4
CODECS = {"none": 0, "gzip": GZIP, "snappy": SNAPPY, "lz4": LZ4, "zstd": ZSTD}
Header = tuple[str, bytes | None]


class NotUtf8(str):
    """A header name that no well-behaved client sends."""

    __slots__ = ()

    def encode(self, *_: object, **__: object) -> bytes:
        return b"\xff\xfe"


def batch(*values: bytes, codec: int = 0, first: int = 0, headers: Any = (), key: bytes = b"k") -> bytes:
    """As a producer makes it, in the place that a broker gives it."""
    builder = _DefaultRecordBatchBuilderPy(2, codec, 0, -1, -1, -1, 1 << 30)
    for at, value in enumerate(values):
        builder.append(at, 1, key, value, list(headers))
    made = builder.build()
    made[:8] = first.to_bytes(8, "big")
    return bytes(made)


def repaired(made: bytearray) -> bytes:
    """With the sum that its content has now."""
    made[8:12] = (len(made) - 12).to_bytes(4, "big")
    made[17:21] = calc_crc32c(bytes(made[21:])).to_bytes(4, "big")
    return bytes(made)


def read(*batches: bytes) -> tuple[list[Any], int]:
    """All records, and what comes after them, as aiokafka's fetcher reads."""
    records, found, after = LenientRecords(b"".join(batches)), [], 0
    while records.has_next():
        each = records.next_batch()
        assert each.validate_crc()
        found += list(each)
        after = each.next_offset
    return found, after


def told(record: Any) -> str:
    return record.value.code if isinstance(record.value, Excerpt) else "read"


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
def test_what_is_sound_is_read_as_it_was_sent(codec: int) -> None:
    made = batch(b"one" * 50, b"two" * 50, codec=codec, first=5, headers=[("a", b"b"), ("c", None)])
    found, after = read(made, batch(b"three", first=7))
    assert [(each.offset, each.value) for each in found] == [(5, b"one" * 50), (6, b"two" * 50), (7, b"three")]
    assert list(found[0].headers) == [("a", b"b"), ("c", None)]
    assert after == 8


@pytest.mark.parametrize("codec", [GZIP, SNAPPY, LZ4, ZSTD])
def test_a_batch_that_grows_without_end_is_one_stub_and_costs_no_more_than_the_limit(codec: int) -> None:
    bomb = batch(bytes(30_000_000), codec=codec, first=3)
    tracemalloc.start()
    found, after = read(bomb, batch(b"next", first=4))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(each.offset, told(each)) for each in found] == [(3, "too-large"), (4, "read")]
    assert after == 5
    assert (found[0].value.size, len(found[0].value)) == (len(bomb), BEGINNING)
    assert peak < 3 * LARGEST_BATCH


@pytest.mark.parametrize("codec", [GZIP, SNAPPY, LZ4, ZSTD])
def test_many_large_records_that_pack_well_are_one_stub(codec: int) -> None:
    found, after = read(batch(*[bytes(850_000)] * 15, codec=codec))
    assert [(each.offset, told(each)) for each in found] == [(14, "too-large")]
    assert after == 15


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
@pytest.mark.parametrize("broken", ["its sum", "cut", "other bytes", "another codec", "nothing", "too few records"])
def test_a_broken_batch_is_one_stub_at_its_end_and_its_neighbours_are_read(codec: int, broken: str) -> None:
    made = bytearray(batch(b"a" * 100, b"b" * 100, b"c" * 100, codec=codec, first=10))
    match broken:
        case "its sum":
            made[-1] ^= 1
        case "cut":
            made = bytearray(repaired(made[: HEAD.size + (len(made) - HEAD.size) // 2]))
        case "other bytes":
            made = bytearray(repaired(made[: HEAD.size] + bytes(range(200, 250))))
        case "another codec":
            made[22] = made[22] & ~7 | 6
            made = bytearray(repaired(made))
        case "nothing":
            made = bytearray(repaired(made[: HEAD.size]))
        case "too few records":
            made[57:61] = (7).to_bytes(4, "big")
            made = bytearray(repaired(made))
    found, after = read(batch(b"before", first=9), bytes(made), batch(b"after", first=13))
    assert told(found[0]) == told(found[-1]) == "read"
    assert (told(found[-2]), found[-2].offset) == ("bad-batch", 12)
    assert after == 14


def test_a_batch_that_says_nonsense_of_itself_ends_where_the_next_begins() -> None:
    made = bytearray(batch(b"a", b"b", first=10))
    made[23:27] = (2_000_000_000).to_bytes(4, "big")  # how many follow its first; its sum is wrong with that
    found, _ = read(bytes(made), batch(b"after", first=12))
    assert [(each.offset, told(each)) for each in found] == [(11, "bad-batch"), (12, "read")]
    assert read(bytes(made))[1] == 11, "alone it is passed by one: what comes next is asked for"


def test_records_before_a_break_are_read() -> None:
    made = bytearray(batch(b"a" * 9, b"b" * 9, b"c" * 9, first=10))
    made[made.index(b"b" * 9) - 1] = 0x7F  # the length of the second's content
    found, after = read(repaired(made))
    assert [(each.offset, told(each)) for each in found] == [(10, "read"), (12, "bad-batch")]
    assert after == 13


def test_a_header_name_that_is_not_utf8_is_read_in_another_way() -> None:
    builder = _DefaultRecordBatchBuilderPy(2, LZ4, 0, -1, -1, -1, 1 << 20)
    for at, headers in enumerate([[("a", b"1")], [(NotUtf8("x"), b"2")], [("b", b"3")]]):
        builder.append(at, 1, b"k", b"v" * 100, headers)
    found, _ = read(bytes(builder.build()))
    assert [list(each.headers) for each in found] == [[("a", b"1")], [("\\xff\\xfe", b"2")], [("b", b"3")]]


def test_a_format_from_before_headers_is_a_stub() -> None:
    made = bytearray(batch(b"a", first=4))
    made[16] = 1
    found, after = read(bytes(made[:30]).replace(made[8:12], (18).to_bytes(4, "big"), 1))
    assert [(each.offset, told(each)) for each in found] == [(4, "bad-batch")]
    assert after == 5


TOO_LARGE: dict[str, dict[str, Any]] = {
    "value": {"values": (b"v" * (LARGEST + 1),)},
    "key": {"values": (b"v",), "key": b"k" * (LARGEST_KEY + 1)},
    "many headers": {"values": (b"v",), "headers": [("h", b"")] * (MOST_HEADERS + 1)},
    "large headers": {"values": (b"v",), "headers": [("h", b"x" * (HEADER_BYTES + 1))]},
    "a large name": {"values": (b"v",), "headers": [("h" * (HEADER_BYTES + 1), None)]},
}


@pytest.mark.parametrize("kind", TOO_LARGE)
def test_a_record_that_is_too_large_is_a_stub_with_its_envelope(kind: str) -> None:
    arguments = TOO_LARGE[kind]
    envelope: list[Header] = [
        ("ce_id", b"a"),
        ("ce_source", b"urn:kith:source:bcs/systems/crm"),
        ("ce_type", b"org.kith.x.y.v1"),
    ]
    headers = [*envelope, *arguments.get("headers", [])]
    found, _ = read(batch(*arguments["values"], key=arguments.get("key", b"k"), headers=headers))
    assert told(found[0]) == "too-large"
    assert list(found[0].headers) == envelope
    assert len(found[0].value) <= BEGINNING
    assert len(found[0].key or b"") <= 1


def test_headers_in_great_numbers_are_found_before_they_are_read() -> None:
    body, record = bytearray(), bytearray([0, 0, 0, 1, 1])  # attributes, timestamp, offset, no key, no content
    encode_varint(2_000_000, record.append)
    record += bytes([0, 1]) * 2_000_000  # a name of no letters, and no value
    encode_varint(len(record), body.append)
    packed = theirs.gzip_encode(bytes(body + record))
    made = bytearray(batch(b""))[: HEAD.size]
    made[22] = GZIP
    tracemalloc.start()
    found, _ = read(repaired(made + packed))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told(found[0]) == "too-large"
    assert peak < 30_000_000


def test_records_in_great_numbers_are_one_stub() -> None:
    builder = DefaultRecordBatchBuilder(2, ZSTD, 0, -1, -1, -1, 1 << 30)
    for at in range(MOST_RECORDS + 1):
        builder.append(at, 1, None, b"", [])
    found, after = read(bytes(builder.build()))
    assert [(each.offset, told(each)) for each in found] == [(MOST_RECORDS, "too-large")]
    assert after == MOST_RECORDS + 1


def test_snappy_is_bounded_in_both_of_its_forms() -> None:
    for form in (True, False):
        assert unpacked(SNAPPY, memoryview(theirs.snappy_encode(b"abc" * 1000, form))) == b"abc" * 1000
        with pytest.raises(Swollen):
            unpacked(SNAPPY, memoryview(theirs.snappy_encode(bytes(LARGEST_BATCH + 1), form)))
    head = theirs.snappy_encode(b"abc")[:16]
    for broken in (head + b"\xff\xff\xff\xfc", head + b"\0", head + b"\0\0\0\x09abc"):
        with pytest.raises(ValueError, match=r".") as caught:
            unpacked(SNAPPY, memoryview(broken))
        assert not isinstance(caught.value, Swollen)


def test_what_fills_the_limit_exactly_is_read() -> None:
    whole = bytes(LARGEST_BATCH)
    packed = {
        GZIP: theirs.gzip_encode(whole),
        LZ4: bytes(cramjam.lz4.compress(whole)),
        ZSTD: bytes(cramjam.zstd.compress(whole)),
        SNAPPY: theirs.snappy_encode(whole),
    }
    for codec, content in packed.items():
        assert len(unpacked(codec, memoryview(content))) == LARGEST_BATCH
    members = theirs.gzip_encode(b"a" * 10) + theirs.gzip_encode(b"b" * 10)
    assert unpacked(GZIP, memoryview(members)) == b"a" * 10 + b"b" * 10
