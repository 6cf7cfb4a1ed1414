"""The way out: what was decided becomes records whose bytes never change again, a document for each partition batch."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from kith_chassis.path.wire import Record
from kith_chassis.path.work import Owned

LARGEST_DOCUMENT: Final = 4_000_000
HEADER_BYTES: Final = 600


def outbox_documents(owned: Owned, records: Iterable[Record], order: Callable[[], int]) -> list[dict[str, Any]]:
    """Documents of at most 4 MB that keep these records in order; `order` gives the next place in commit order."""
    documents: list[dict[str, Any]] = []
    size = LARGEST_DOCUMENT
    for each in records:
        grown = len(each.key) + len(each.value or b"") + HEADER_BYTES
        size += grown
        if size > LARGEST_DOCUMENT:
            size = grown
            place = order()
            documents.append(
                {
                    "_id": f"{owned.stream}/{place}",
                    "stream": owned.stream,
                    "epoch": owned.epoch,
                    "order": place,
                    "messages": [],
                }
            )
        documents[-1]["messages"].append(list(each))
    return documents
