"""What is sealed opens with the key of its person in its body, and with no other."""

import base64

import pytest
from support.vaults import Keys, new_vault

from kith_chassis.keys import vault as module


async def test_what_is_sealed_opens_again() -> None:
    vault = new_vault()
    await vault.ensure(["ada"])
    sealed = vault.seal("ada", b"data")
    assert vault.open("ada", sealed) == b"data"
    assert vault.seal("ada", b"data") != sealed, "the same text twice does not look the same"


async def test_a_key_is_kept_for_whoever_comes_later() -> None:
    keys = Keys()
    first, second = new_vault(keys=keys), new_vault(keys=keys)
    await first.ensure(["ada"])
    await second.load(["ada", "nobody"])
    assert second.open("ada", first.seal("ada", b"data")) == b"data"
    assert len(keys.found) == 1


async def test_who_makes_a_key_second_takes_the_first() -> None:
    keys = Keys()
    first, second = new_vault(keys=keys), new_vault(keys=keys)
    await first.ensure(["ada"])
    await keys.bulk_write([second._insertion("ada", "", {})], ordered=False)
    await second.ensure(["ada"])
    assert second.open("ada", first.seal("ada", b"data")) == b"data"


async def test_altered_or_foreign_text_does_not_open() -> None:
    vault = new_vault()
    await vault.ensure(["ada", "bob"])
    sealed = vault.seal("ada", b"data")
    altered = bytearray(base64.b64decode(sealed))
    altered[-1] ^= 1
    with pytest.raises(ValueError, match="altered"):
        vault.open("ada", base64.b64encode(altered).decode())
    with pytest.raises(ValueError, match="altered"):
        vault.open("bob", sealed)
    with pytest.raises(KeyError):
        vault.open("carol", sealed)
    with pytest.raises(ValueError, match="base64"):
        vault.open("ada", "not base64!")


async def test_another_body_or_secret_unwraps_no_key() -> None:
    keys = Keys()
    await new_vault(keys=keys).ensure(["ada"])
    foreign = new_vault(keys=keys, secret=bytes(32))
    await foreign.load(["ada"])
    with pytest.raises(KeyError):
        foreign.open("ada", "AAAA")


def test_hashes_differ_by_body_use_and_where_the_parts_end() -> None:
    vault = new_vault()
    hashes = {vault.keyed("a", "bc"), vault.keyed("ab", "c"), vault.keyed("abc"), new_vault("iop").keyed("a", "bc")}
    assert len(hashes) == 4
    assert vault.keyed("a", "bc") == new_vault().keyed("a", "bc")


async def test_parked_content_is_sealed_for_the_person_whom_it_names_and_else_with_the_key_of_the_day() -> None:
    vault = new_vault()
    await vault.ensure(["ada"])
    await vault.ensure_parking()
    owner, sealed = vault.seal_parked(b"data", "ada")
    assert (owner, vault.open("ada", sealed)) == ("ada", b"data")
    for named in (None, "nobody"):
        owner, sealed = vault.seal_parked(b"data", named)
        assert owner.startswith("parked/")
        assert vault.open(owner, sealed) == b"data"


async def test_keys_in_use_are_the_last_to_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CACHED", 3)
    vault = new_vault()
    for persons in ("a", "b", "c", "ad"):
        await vault.ensure(persons)
    for person in "acd":
        vault.seal(person, b"")
    with pytest.raises(KeyError):
        vault.seal("b", b"")
