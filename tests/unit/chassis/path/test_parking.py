"""Parking never fails, and no sender can fill the database with it."""

from types import SimpleNamespace
from typing import Any

import pytest
from bson import decode, encode
from pymongo import ReplaceOne, UpdateOne
from support.vaults import new_vault

from kith_chassis.keys.vault import Vault
from kith_chassis.path import parking
from kith_chassis.path.excerpt import BEGINNING, Excerpt
from kith_chassis.path.parking import MOST_KEPT, MOST_PARKED, Parking, writes

TOPIC = "kith.inbox.bcs.events"
PERSON = "p-00000001"
Header = tuple[str, bytes | None]

HOSTILE: dict[str, list[Header]] = {
    "a name with NUL": [("a\0b", b"\0")],
    "a name like an operator": [("$where", b"1"), ("$set", b"$inc")],
    "a path": [("a.b.c", b"."), (".", b""), ("..", b"")],
    "no name": [("", None)],
    "the same name often": [("_id", b"1")] * 90,
    "not UTF-8": [("\\xff\\xfe", b"\xff\xfe\x80"), ("kith-person", b"\xff\xff")],
    "a person that is none": [("kith-person", b"\0"), ("kith-person", b"parked/2026-01-01")],
    "a person of great length": [("kith-person", b"p" * 31_000)],
    "an operator for a person": [("kith-person", b'{"$ne": 1}')],
    "outside of the first plane": [("\U0001f600", "\U0001f600".encode())],
}


def record(value: Any = b"{}", headers: Any = (), key: bytes | None = b"k", offset: int = 0) -> Any:
    return SimpleNamespace(
        topic=TOPIC, partition=0, offset=offset, key=key, value=value, headers=headers, timestamp=(1 << 63) - 1
    )


async def nothing(_sender: str) -> list[int]:
    return []


def opened(vault: Vault, document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = decode(vault.open(document["person"], document["record"]))
    return found


@pytest.mark.parametrize("kind", HOSTILE)
async def test_whatever_headers_say_the_document_is_one_that_a_database_takes(kind: str) -> None:
    vault = new_vault()
    document = await Parking(nothing, vault).document(record(b"\0\xff", HOSTILE[kind]), f"bug: {'x' * 5000}")
    assert len(encode(document)) < 60_000
    assert not any("$" in name or "." in name or "\0" in name for name in document)
    assert len(document["reason"]) <= 500
    assert opened(vault, document)["headers"] == [[name, value] for name, value in HOSTILE[kind]]


async def test_what_was_cut_on_the_way_in_is_kept_as_hash_size_and_beginning() -> None:
    vault, whole = new_vault(), b"x" * 13_000_000
    cut = Excerpt.of(whole, "too-large", "more than may be")
    document = await Parking(nothing, vault).document(record(cut, key=None), "too-large: more than may be")
    assert (document["code"], document["size"]) == ("too-large", len(whole))
    assert len(encode(document)) < 3 * BEGINNING
    found = opened(vault, document)
    assert (found["beginning"], found["size"]) == (whole[:BEGINNING], len(whole))
    assert len(found["sha256"]) == 64
    assert found["sha256"] not in str(document), "a hash of something short could be guessed: it is sealed too"


async def test_of_what_was_cut_the_headers_by_which_its_sender_finds_it_are_kept_and_no_others() -> None:
    vault, cut = new_vault(), Excerpt.of(b"x" * 9_000, "too-large", "more than may be")
    headers = [("ce_id", b"a1"), ("ce_type", b"\xff"), ("ce_subject", b"ada"), ("x", b"y" * 9_000)]
    document = await Parking(nothing, vault).document(record(cut, headers), "too-large: more than may be")
    assert opened(vault, document)["headers"] == [["ce_id", b"a1"]]


async def test_of_one_sender_so_many_bytes_are_kept_whole_and_of_another_still() -> None:
    parking_, large = Parking(nothing, new_vault()), b"x" * 850_000
    documents = [await parking_.document(record(large, offset=at), "invalid-data: no") for at in range(150)]
    whole = [each for each in documents if each["kept"] > len(large)]
    assert 1 <= len(whole) <= MOST_KEPT // len(large)
    assert sum(len(encode(each)) for each in documents) < 1.5 * MOST_KEPT + 150 * 3 * BEGINNING
    other = await parking_.document(record(large), "invalid-data: no", "ni")
    assert other["kept"] > len(large), "a proven sender has room of its own"


async def test_beyond_so_many_records_of_one_sender_they_are_counted() -> None:
    vault = new_vault()
    made = Parking(nothing, vault)
    documents = [await made.document(record(offset=at), "unsigned: no") for at in range(MOST_PARKED + 25)]
    documents += [await made.document(record(offset=9_000), "bug: x")]
    changes = writes(documents)
    assert sum(isinstance(each, ReplaceOne) for each in changes) == MOST_PARKED
    counted: list[Any] = [each for each in changes if isinstance(each, UpdateOne)]
    assert [each._doc["$inc"] for each in counted] == [{"count": 25}, {"count": 1}]
    assert [each._filter["_id"] for each in counted] == [f"{TOPIC}/unsigned", f"{TOPIC}/bug"]
    assert len({each["_id"] for each in documents}) == MOST_PARKED + 2


async def test_what_was_kept_before_counts_and_is_looked_for_again_when_it_may_have_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    there = [MOST_KEPT]

    async def kept_of(sender: str) -> list[int]:
        asked.append(sender)
        return there

    made = Parking(kept_of, new_vault())
    documents = [await made.document(record(b"x" * 9_000, offset=at), "unsigned: no") for at in range(3)]
    assert all(each["kept"] < 9_000 for each in documents)
    assert asked == [TOPIC], "one question, however many records"
    there.clear()
    monkeypatch.setattr(parking, "LOOK", -1.0)
    assert (await made.document(record(b"x" * 9_000), "unsigned: no"))["kept"] > 9_000
    assert asked == [TOPIC] * 2


async def test_a_person_whom_a_header_names_is_forgotten_with_it() -> None:
    vault = new_vault()
    await vault.ensure([PERSON])
    document = await Parking(nothing, vault).document(record(headers=[("kith-person", PERSON.encode())]), "sealed: no")
    assert document["person"] == PERSON
