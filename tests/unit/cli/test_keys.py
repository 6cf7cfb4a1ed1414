"""`kith keys`, and what the office makes of keys: each registration follows from the one before."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kith_cli.errors import StackError
from kith_cli.keys import equip, list_keys, new, office_of, public_half, signer
from kith_cli.office_registry import admission, news, suspended, with_key, with_revoked
from kith_contracts.consortium import BodyRegistered, SigningKey
from kith_contracts.signing import PublicHalf

NOW = datetime(2027, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def key(name: str = "first") -> SigningKey:
    return SigningKey(name=name, x="A" * 43, not_before=NOW, not_after=NOW + timedelta(days=120))


def body(*keys: SigningKey) -> BodyRegistered:
    return BodyRegistered(body="bcs", name="BCS", kind="other", keys=list(keys), version=3)


def test_a_key_is_made_shown_and_told_to_the_office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new("bcs", keys=tmp_path)
    made = capsys.readouterr()
    half = PublicHalf.model_validate_json(made.out)
    assert half.body == "bcs"
    assert '"d"' not in made.out + made.err
    assert "Next:" in made.err
    new("bcs", keys=tmp_path, out=tmp_path / "half.json", first=True)
    assert public_half(tmp_path / "half.json") == half, "there was one"
    new("bcs", keys=tmp_path)
    capsys.readouterr()
    assert list_keys("bcs", keys=tmp_path, as_json=True) == 0
    assert [each["body"] for each in json.loads(capsys.readouterr().out)] == ["bcs", "bcs"]


def test_what_is_no_public_half_is_refused_by_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text("{}")
    for name in ("odd.json", "none.json"):
        with pytest.raises(StackError, match=name):
            public_half(tmp_path / name)


def test_the_office_is_believed_by_its_own_keyring_or_by_what_a_body_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KITH_OFFICE_KEY", raising=False)
    monkeypatch.delenv("KITH_OFFICE_KEY_FILE", raising=False)
    equip(tmp_path / "office", ["bcs"])
    (half,) = office_of(tmp_path / "office")
    assert half.body == "office"
    (tmp_path / "home" / "bcs").mkdir(parents=True)
    with pytest.raises(StackError, match="KITH_OFFICE_KEY"):
        office_of(tmp_path / "home")
    (tmp_path / "home" / "bcs" / "office.json").write_text(half.model_dump_json())
    assert office_of(tmp_path / "home") == (half,)
    monkeypatch.setenv("KITH_OFFICE_KEY", half.model_dump_json())
    assert office_of(None) == (half,)


def test_an_office_without_a_key_is_told_how_to_make_one(tmp_path: Path) -> None:
    for keys in (None, tmp_path):
        with pytest.raises(StackError, match="kith keys new office"):
            signer(keys)


def test_a_registration_that_says_nothing_new_is_not_said() -> None:
    known = body(key())
    assert news(known, known) is None
    assert news(known, None) == known.model_copy(update={"version": 1})
    assert news(with_key(known, key()), known) is None
    added = news(with_key(known, key("second")), known)
    assert added
    assert (added.version, [each.name for each in added.keys]) == (4, ["first", "second"])


def test_a_key_keeps_its_name_for_ever() -> None:
    other = key().model_copy(update={"x": "B" * 43})
    assert with_key(body(key()), other) == body(key())


def test_a_key_is_revoked_from_the_earliest_moment_that_was_said() -> None:
    late = with_revoked(body(key()), "first", NOW + HOUR)
    assert with_revoked(late, "first", NOW).keys[0].compromised_since == NOW
    assert with_revoked(with_revoked(late, "first", NOW), "first", NOW + HOUR).keys[0].compromised_since == NOW
    with pytest.raises(StackError, match="no key second"):
        with_revoked(late, "second", NOW)


def test_who_is_suspended_stays_so_from_the_first_moment_and_comes_back_with_all_keys() -> None:
    known = body(key())
    gone = suspended(known, NOW)
    assert (gone.status, gone.effective) == ("suspended", NOW)
    assert suspended(gone, NOW + HOUR) == gone
    assert suspended(gone, NOW - HOUR).effective == NOW - HOUR
    back = admission(body(key("second")), gone, NOW + HOUR)
    assert (back.status, back.effective, [each.name for each in back.keys]) == (
        "admitted",
        NOW + HOUR,
        ["first", "second"],
    )
    assert admission(body(), back, NOW + 2 * HOUR) == back, "said again it changes nothing"
    assert admission(body(), None, NOW) == body()
