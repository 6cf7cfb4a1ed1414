"""Wrong settings are named, and secrets are not shown."""

import base64
from pathlib import Path

import pytest
from pydantic import ValidationError

from kith_chassis import run
from kith_chassis.settings import Settings

SECRET = base64.b64encode(bytes(32)).decode()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KITH_{name.upper()}", raising=False)
    monkeypatch.setenv("KITH_BODIES", "bcs, iop")
    monkeypatch.setenv("KITH_SECRET", SECRET)
    monkeypatch.setenv("KITH_ISSUER", "https://issuer.example")
    monkeypatch.setenv("KITH_AUDIENCE", "https://kith.example")
    monkeypatch.setenv("KITH_KEYS", "keys")


def test_bodies_are_separated_by_commas() -> None:
    assert Settings().bodies == ("bcs", "iop")


def test_the_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (file := tmp_path / "secret").write_text(f"{SECRET}\n")
    monkeypatch.delenv("KITH_SECRET")
    monkeypatch.setenv("KITH_SECRET_FILE", str(file))
    assert Settings().secret_bytes == bytes(32)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("KITH_BODIES", "BCS!", "KITH_BODIES_0: "),
        ("KITH_BATCH", "0", "KITH_BATCH: "),
        ("KITH_SESSION_TIMEOUT_MS", "soon", "KITH_SESSION_TIMEOUT_MS: "),
        ("KITH_SECRET", base64.b64encode(b"short").decode(), "KITH_SECRET (or KITH_SECRET_FILE)"),
        ("KITH_SECRET", "no base64!", "KITH_SECRET (or KITH_SECRET_FILE)"),
        ("KITH_SECRET_FILE", "/nowhere/secret", "KITH_SECRET_FILE"),
        ("KITH_ISSUER", "http://issuer.example", "KITH_ISSUER must be an https address"),
        ("KITH_ISSUER", "", "KITH_ISSUER: "),
        ("KITH_AUDIENCE", "", "KITH_AUDIENCE: "),
        ("KITH_JWKS_FILE", "/nowhere/jwks.json", "KITH_JWKS_FILE must name a file"),
        ("KITH_HTTP_RATE", "0", "KITH_HTTP_RATE: "),
    ],
)
def test_a_wrong_value_ends_the_process_with_a_line_that_names_it(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        run.main()
    assert ended.value.code == 2
    assert told in (said := capsys.readouterr().err)
    assert value not in said or name != "KITH_SECRET"


@pytest.mark.parametrize("name", ["KITH_ISSUER", "KITH_AUDIENCE"])
def test_without_an_issuer_of_tokens_no_node_starts(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SystemExit) as ended:
        run.main()
    assert ended.value.code == 2
    assert f"{name}: Field required" in capsys.readouterr().err


def test_settings_do_not_show_the_secret() -> None:
    assert SECRET not in repr(Settings())


def test_they_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Settings().batch = 7  # type: ignore[misc]
