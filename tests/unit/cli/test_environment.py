"""Secrets that the environment gives to the tool: as text, or in a file."""

from pathlib import Path

import pytest

from kith_cli.environment import given
from kith_cli.errors import StackError


def test_a_token_may_lie_in_a_file_and_is_given_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KITH_TOKEN", raising=False)
    assert given("KITH_TOKEN") is None
    (file := tmp_path / "token").write_text("abc\n")
    monkeypatch.setenv("KITH_TOKEN_FILE", str(file))
    assert given("KITH_TOKEN") == "abc"
    monkeypatch.setenv("KITH_TOKEN", "def")
    with pytest.raises(StackError, match="KITH_TOKEN and KITH_TOKEN_FILE are both set"):
        given("KITH_TOKEN")
    monkeypatch.delenv("KITH_TOKEN_FILE")
    assert given("KITH_TOKEN") == "def"


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_MONGO_URL_FILE", "/nowhere/url")
    with pytest.raises(StackError, match="KITH_MONGO_URL_FILE: /nowhere/url cannot be read"):
        given("KITH_MONGO_URL")
