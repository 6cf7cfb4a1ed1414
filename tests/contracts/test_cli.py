"""`kith contracts`: what it writes, what it refuses, and that it says what to do next."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from support.instances import SCHEMAS
from support.records import SAMPLES

from kith_cli.published.command import SERVICES, check, export

PROFILE: Final = "contracts/schemas/directory.publish-profile.v1.json"
SAMPLE: Final = "contracts/samples/directory.publish-profile.v1.json"


@pytest.fixture
def repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with everything written."""
    (tmp_path / "contracts").mkdir()
    assert export(tmp_path) == 0
    assert f"{len(SCHEMAS) + len(SAMPLES) + len(SERVICES) + 3} files changed." in capsys.readouterr().out
    return tmp_path


def _edit(path: Path, change: Any) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document), "utf-8")


def test_it_writes_all_once(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(repository) == 0
    assert capsys.readouterr().out == "Everything is as it should be.\n"


def test_it_says_what_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / PROFILE).unlink()
    _edit(repository / SAMPLE, lambda sample: sample["data"].update(name="BCS"))
    assert export(repository) == 0
    assert capsys.readouterr().out.splitlines() == [f"new: {PROFILE}", f"changed: {SAMPLE}", "2 files changed."]


def test_it_writes_nothing_outside_of_a_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(tmp_path) == 1
    assert "Name the root of the repository." in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_it_does_not_write_over_a_contract_that_others_use(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _edit(repository / PROFILE, lambda schema: schema["properties"]["name"].update(maxLength=200))
    before = (repository / PROFILE).read_bytes()
    assert export(repository) == 1
    assert f"{PROFILE}: name: maxLength was 200, is 160" in capsys.readouterr().out
    assert (repository / PROFILE).read_bytes() == before
    assert export(repository, breaking=True) == 0
    assert json.loads((repository / PROFILE).read_bytes()) == SCHEMAS[Path(PROFILE).name]


def test_breaking_takes_away_what_is_no_more(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = repository / "contracts/schemas/directory.say-nothing.v1.json"
    gone.write_text((repository / PROFILE).read_text("utf-8"), "utf-8")
    assert export(repository) == 1
    assert "directory.say-nothing.v1.json: this type is gone" in capsys.readouterr().out
    assert export(repository, breaking=True) == 0
    assert not gone.exists()


def test_the_contracts_of_this_repository_pass() -> None:
    assert check(Path(__file__).parents[2]) == 0


def test_it_finds_a_stale_file(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "docs/asyncapi.json").write_text("{}", "utf-8")
    (repository / "docs/openapi/events.json").write_text("{}", "utf-8")
    (repository / SAMPLE).unlink()
    assert check(repository) == 1
    out = capsys.readouterr().out
    assert "docs/openapi/events.json: is not what the code says today" in out
    assert "docs/asyncapi.json: is not what the code says today" in out
    assert f"{SAMPLE}: is not written yet" in out
    assert "Run `kith contracts export`" in out


def test_it_finds_a_break_with_what_is_there_or_with_an_earlier_release(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = tmp_path / "release"
    (release / "contracts").mkdir(parents=True)
    assert export(release) == 0
    _edit(release / PROFILE, lambda schema: schema["properties"].update(motto={"type": "string"}))
    check(repository)
    assert "motto" not in capsys.readouterr().out
    assert check(repository, against=release) == 1
    assert f"{PROFILE}: the field motto is gone\nGive the message a new major version" in capsys.readouterr().out


def test_it_finds_an_old_sample_that_nobody_reads_any_more(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = repository / "contracts/samples/directory.publish-profile.v1.first.json"
    old.write_text((repository / SAMPLE).read_text("utf-8"), "utf-8")
    check(repository)
    assert "first" not in capsys.readouterr().out
    _edit(old, lambda sample: sample["data"].update(name=5))
    assert check(repository) == 1
    assert "v1.first.json: invalid-data: the field name is not" in capsys.readouterr().out
