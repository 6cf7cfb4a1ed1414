"""Lets consumers read what aiokafka would stop at for good."""

from kith_chassis.kafka.aiokafka_private import read_with
from kith_chassis.kafka.batches import LenientRecords, Share


def install() -> None:
    """Let every consumer of this process read so, see `fetched`."""
    read_with(LenientRecords, Share)
