"""`kith draw verify`: a record from a file, computed again."""

import json
from pathlib import Path
from typing import Any

import pytest

from kith_cli.draws import verify
from kith_cli.errors import StackError
from kith_cli.published.golden.golden import PSEUDONYM, REGISTRATION
from kith_cli.published.golden.places import of_places
from kith_contracts.events.draws import PlacesDrawn


def a_record() -> dict[str, Any]:
    (drawn,) = [each.message for each in of_places() if isinstance(each.message, PlacesDrawn)]
    return json.loads(drawn.record.model_dump_json())  # type: ignore[no-any-return]


def kept(folder: Path, content: Any) -> Path:
    file = folder / "draw.json"
    file.write_text(json.dumps(content))
    return file


def test_a_right_record_is_found_right_also_as_a_node_answers_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(kept(tmp_path, a_record())) == 0
    assert "Right: iop/returning-to-work, workshops, 2 in the draw" in capsys.readouterr().out
    assert verify(kept(tmp_path, {"record": a_record(), "code": "", "sentence": ""}), as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {
        "right": True,
        "code": "",
        "sentence": "",
        "field": "",
        "entries": 2,
        "withheld": ["ni"],
        "rank": None,
    }


def test_who_was_in_it_finds_themselves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = a_record()
    ranks = []
    for alias in (PSEUDONYM, REGISTRATION):
        page = kept(tmp_path, {"record": record, "code": "", "sentence": "", "registration": alias})
        assert verify(page, as_json=True) == 0
        ranks.append(json.loads(capsys.readouterr().out)["rank"])
    assert sorted(ranks) == [1, 2]
    assert verify(page) == 0
    assert f"You were drawn as number {ranks[1]}." in capsys.readouterr().out
    assert verify(kept(tmp_path, {"record": record, "registration": "z" * 26})) == 0
    assert "You were not in the draw when it was closed." in capsys.readouterr().out


def test_another_order_is_found_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = a_record()
    changed = kept(tmp_path, record | {"order": record["order"][::-1]})
    assert verify(changed) == 1
    assert "(order-differs, order)" in capsys.readouterr().out
    assert verify(changed, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "order-differs"


@pytest.mark.parametrize(
    ("content", "words"), [("no JSON", "look at"), ([], "look at JSON"), ({"event": 1}, "look at event")]
)
def test_what_is_no_record_is_said_to_be_none(content: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(StackError, match=words):
        verify(kept(tmp_path, content))


def test_a_file_that_is_not_there_or_too_large_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="cannot be read"):
        verify(tmp_path / "nothing.json")
    with pytest.raises(StackError, match="too large"):
        verify(kept(tmp_path, "x" * 1_000_001))
