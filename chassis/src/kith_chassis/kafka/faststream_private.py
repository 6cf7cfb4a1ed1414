"""All that Kith uses of FastStream besides its public interface. Tried on FastStream 0.7.8.

No issue of https://github.com/ag2ai/faststream is known for it.
`tests/unit/chassis/kafka/test_faststream_private.py` fails when the attribute is gone.
"""

from collections.abc import Iterable
from typing import Any

from faststream.kafka.schemas import Topic


def set_topics(subscriber: Any, topics: Iterable[str]) -> None:
    """Let a stopped subscriber read these topics from its next start on: they are fixed when it is made."""
    subscriber._topics = [Topic(each) for each in topics]
