"""Unpacks what is compressed, up to a limit: what a few bytes may grow to is bounded before it costs memory."""

import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Final

import cramjam

LARGEST_BATCH: Final = 8_000_000
"""Bytes of all records of a batch, unpacked. Our own producers pack 131,072 at most, or one record of 900,000."""
XERIAL: Final = b"\x82SNAPPY\x00"
"""How snappy begins in the form of Java's library: blocks, each after its length."""
XERIAL_HEAD: Final = 16
LENGTH: Final = struct.Struct(">I")


class Swollen(ValueError):
    """More than the limit comes out of it."""


def unpacked(codec: int, packed: memoryview) -> bytes:
    """The records of a batch, by the number that Kafka gives its codec; raises Swollen, or ValueError for what is no
    such thing.
    """
    if codec not in CODECS:
        raise ValueError("an unknown codec")
    try:
        return CODECS[codec](packed)
    except cramjam.DecompressionError as error:
        raise _meaning(error) from None
    except (zlib.error, struct.error) as error:
        raise ValueError(str(error)) from None


def _meaning(error: Exception) -> ValueError:
    """Cramjam tells what is too much for the room that it has in words alone."""
    told = str(error)
    return Swollen(told) if "whole buffer" in told or "is smaller than required" in told else ValueError(told)


def _gzip(packed: memoryview) -> bytes:
    found, rest = bytearray(), bytes(packed)
    while rest:  # a file of gzip may have several members
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        found += member.decompress(rest, LARGEST_BATCH + 1 - len(found))
        if len(found) > LARGEST_BATCH:
            raise Swollen("gzip")
        if not member.eof:
            raise ValueError("it ends too early")
        rest = member.unused_data
    return bytes(found)


def _framed(decompress_into: Callable[[memoryview, bytearray], int]) -> Callable[[memoryview], bytes]:
    def unpack(packed: memoryview) -> bytes:
        room = bytearray(LARGEST_BATCH)  # the system hands out its pages only as they are written
        size = decompress_into(packed, room)
        return bytes(memoryview(room)[:size])

    return unpack


def _snappy(packed: memoryview) -> bytes:
    if bytes(packed[: len(XERIAL)]) != XERIAL:
        return _block(packed, LARGEST_BATCH)
    found, rest = bytearray(), packed[XERIAL_HEAD:]
    while rest:
        length = LENGTH.unpack_from(rest)[0]
        if length > len(rest) - LENGTH.size:
            raise ValueError("it ends too early")
        found += _block(rest[LENGTH.size : LENGTH.size + length], LARGEST_BATCH - len(found))
        rest = rest[LENGTH.size + length :]
    return bytes(found)


def _block(packed: memoryview, most: int) -> bytes:
    if cramjam.snappy.decompress_raw_len(packed) > most:
        raise Swollen("snappy")
    return bytes(cramjam.snappy.decompress_raw(packed))


CODECS: Final[Mapping[int, Callable[[memoryview], bytes]]] = {
    0: bytes,
    1: _gzip,
    2: _snappy,
    3: _framed(cramjam.lz4.decompress_into),
    4: _framed(cramjam.zstd.decompress_into),
}
