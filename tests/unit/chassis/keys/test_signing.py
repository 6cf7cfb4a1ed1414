"""Which key a body signs with, and where its keys lie."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kith_chassis.errors import NoKey
from kith_chassis.keys import signing
from kith_chassis.keys.keyring import Keyring, KeyringError
from kith_chassis.keys.signing import Signer, chosen, key_pairs, new_key
from kith_chassis.keys.trust import public_halves
from kith_contracts.consortium import BodyRegistered, SigningKey
from kith_contracts.signing import KeyBook, PublicHalf

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path, "bcs")


def registered(*keys: SigningKey) -> BodyRegistered:
    return BodyRegistered(body="bcs", name="BCS", kind="other", keys=list(keys), version=1)


def name_of(keyring: Keyring, known: BodyRegistered | None, now: datetime = NOW) -> str:
    return chosen(key_pairs(keyring, "bcs"), known, now).half.key.name


def test_the_first_key_is_for_today_and_the_next_for_tomorrow(keyring: Keyring) -> None:
    first, second, third = (new_key(keyring, "bcs", NOW) for _ in range(3))
    assert first.key.valid_at(NOW)
    assert not second.key.valid_at(NOW)
    assert second.key.valid_at(NOW + DAY)
    assert first.key.valid_at(NOW + timedelta(days=119)), "long after the next is used"
    assert len({first.kid, second.kid, third.kid}) == 3
    lost = new_key(keyring, "bcs", NOW, at_once=True)
    assert lost.key.valid_at(NOW)


def test_only_the_owner_may_read_a_private_key(keyring: Keyring) -> None:
    half = new_key(keyring, "bcs", NOW)
    path = keyring.folder / f"signing/{half.key.name}.json"
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text())["d"] not in half.model_dump_json()


def test_it_signs_with_the_newest_key_that_others_have(keyring: Keyring) -> None:
    first = new_key(keyring, "bcs", NOW - 90 * DAY).key
    second = new_key(keyring, "bcs", NOW - DAY).key
    assert name_of(keyring, registered(first, second)) == second.name
    assert name_of(keyring, registered(first)) == first.name, "the office has not published the other"
    assert name_of(keyring, registered(first, second), NOW - DAY) == first.name, "it is for tomorrow"
    assert name_of(keyring, None) == second.name, "nobody reads who is not registered"


def test_no_key_is_used_that_others_would_not_take(keyring: Keyring) -> None:
    first = new_key(keyring, "bcs", NOW).key
    for known in (
        registered(),
        registered(first.model_copy(update={"compromised_since": NOW})),
        registered(first.model_copy(update={"not_after": NOW})),
        registered(first.model_copy(update={"x": "A" * 43})),
    ):
        with pytest.raises(NoKey):
            name_of(keyring, known)
    with pytest.raises(NoKey):
        name_of(keyring, registered(first), NOW + 130 * DAY)


def test_a_new_key_waits_for_clocks_that_are_behind_while_there_is_an_older(keyring: Keyring) -> None:
    first = new_key(keyring, "bcs", NOW - 90 * DAY).key
    second = new_key(keyring, "bcs", NOW).key
    known = registered(first, second)
    assert name_of(keyring, known, second.not_before + signing.SKEW / 2) == first.name
    assert name_of(keyring, known, second.not_before + signing.SKEW) == second.name
    assert name_of(keyring, registered(second), second.not_before) == second.name


def test_a_running_node_takes_a_key_that_is_published_meanwhile(keyring: Keyring) -> None:
    first = new_key(keyring, "bcs", NOW - 90 * DAY).key
    known = [registered(first)]
    sign = Signer("bcs", keyring, lambda: known[0])
    old = sign(b"x")
    second = new_key(keyring, "bcs", NOW - DAY).key
    assert sign(b"x") == old, "the same bytes give the same signature, and nothing has been said of another key"
    known[0] = registered(first, second)
    new = sign(b"x")
    book = KeyBook.of((), known)
    assert (book.key_of(old).key.name, book.key_of(new).key.name) == (first.name, second.name)
    book.verify(new, b"x", "bcs", NOW)


def test_a_body_without_a_key_is_told_which_command_makes_one(keyring: Keyring) -> None:
    with pytest.raises(KeyringError, match=r"signing.*kith keys new bcs"):
        key_pairs(keyring, "bcs")
    keyring.write("signing/odd.json", b"{}")
    with pytest.raises(KeyringError, match=r"odd\.json is no signing key"):
        key_pairs(keyring, "bcs")


def test_a_key_of_another_body_is_refused(keyring: Keyring) -> None:
    new_key(keyring, "iop", NOW)
    with pytest.raises(KeyringError, match="a key of iop"):
        key_pairs(keyring, "bcs")


def test_a_node_is_told_the_key_of_the_office_and_of_nobody_else(tmp_path: Path) -> None:
    office = new_key(Keyring(tmp_path, "office"), "office", NOW)
    file = tmp_path / "office.json"
    file.write_text(office.model_dump_json() + "\n\n")
    assert public_halves("", file) == public_halves(office.model_dump_json(), None) == (office,)
    body = PublicHalf(body="bcs", key=office.key).model_dump_json()
    for text in ("", "{}", "nonsense", body):
        with pytest.raises(KeyringError, match="KITH_OFFICE_KEY"):
            public_halves(text, None)
