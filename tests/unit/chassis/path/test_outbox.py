"""What was decided is kept in order, whatever the clock says."""

import itertools
import time
from collections import defaultdict
from typing import Any

import pytest

from kith_chassis.path.ledger import Ledger
from kith_chassis.path.outbox import LARGEST_DOCUMENT, outbox_documents
from kith_chassis.path.relay import as_record
from kith_chassis.path.wire import Record
from kith_chassis.path.work import Owned

OWNED = Owned("bcs.directory/topic/3", 5, 0, 0, {})


def record(number: int, size: int = 10) -> Record:
    return Record("topic", 0, b"key", bytes(size), [("kith-number", b"%d" % number)])


def documents(records: list[Record]) -> list[dict[str, Any]]:
    order = itertools.count(1)
    return outbox_documents(OWNED, records, lambda: next(order))


def test_one_document_holds_a_batch_in_order() -> None:
    records = [record(number) for number in range(1, 500)]
    [document] = documents(records)
    assert [as_record(each) for each in document["messages"]] == records
    assert (document["stream"], document["epoch"], document["order"]) == (OWNED.stream, 5, 1)


def test_more_than_four_megabytes_are_split_and_stay_in_order() -> None:
    records = [record(number, 900_000) for number in range(1, 11)]
    found = documents(records)
    assert [len(each["messages"]) for each in found] == [4, 4, 2]
    assert all(sum(len(value) for _, _, _, value, _ in each["messages"]) <= LARGEST_DOCUMENT for each in found)
    assert [as_record(each) for document in found for each in document["messages"]] == records
    assert len({each["_id"] for each in found}) == 3


def test_nothing_said_needs_no_document() -> None:
    assert documents([]) == []


def test_a_clock_that_is_set_back_changes_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(None, defaultdict(object))
    times = iter([1000, 2000, 500, 501, 3000])
    monkeypatch.setattr(time, "time_ns", lambda: next(times))
    assert [ledger.next_order() for _ in range(5)] == [1000, 2000, 2001, 2002, 3000]
