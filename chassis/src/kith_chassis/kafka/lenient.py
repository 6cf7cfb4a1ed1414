"""Lets consumers read what aiokafka would stop at for good."""

from aiokafka.consumer import fetcher

from kith_chassis.kafka.batches import LenientRecords, Share


def install() -> None:
    """Let every consumer of this process read so, see `fetched`."""
    fetcher.MemoryRecords = LenientRecords
    fetcher.FetchResult = Share
