"""A folder of lists: what is in it, what is whole, who works in it, and where a file goes."""

import json
import os
from pathlib import Path

import pytest

from kith_cli.errors import StackError
from kith_cli.people.folder import DONE, LARGEST, alone_in, content_of, dropped, put_away


def test_only_plain_files_with_a_name_of_a_table_are_lists(tmp_path: Path) -> None:
    for name in ("a.csv", "b.CSV", "c.tsv", "upload.csv.part", ".hidden.csv", "notes.doc"):
        (tmp_path / name).write_text("x")
    (tmp_path / "secret").write_text("x")
    (tmp_path / "link.csv").symlink_to(tmp_path / "secret")
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    assert {each.path.name for each in dropped(tmp_path)} == {"a.csv", "b.CSV", "c.tsv"}


def test_the_oldest_comes_first(tmp_path: Path) -> None:
    for number, name in enumerate(("second.csv", "first.csv")):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (0, 100 - number))
    assert [each.path.name for each in dropped(tmp_path)] == ["first.csv", "second.csv"]


def test_a_file_that_is_still_written_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"one")
    (before,) = dropped(tmp_path)
    assert content_of(before) == b"one"
    file.write_bytes(b"one more")
    assert content_of(before) is None
    file.unlink()
    assert content_of(before) is None


def test_no_more_is_read_than_a_list_may_have(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * (LARGEST + 100))
    content = content_of(dropped(tmp_path)[0])
    assert content
    assert len(content) == LARGEST + 1


def test_one_works_in_a_folder_at_a_time(tmp_path: Path) -> None:
    with alone_in(tmp_path) as first, alone_in(tmp_path) as second:
        assert (first, second) == (True, False)
    with alone_in(tmp_path) as again:
        assert again
    with pytest.raises(StackError, match="no folder"), alone_in(tmp_path / "none"):
        pass


def test_a_file_is_moved_with_what_came_of_it_and_replaces_no_other_of_its_name(tmp_path: Path) -> None:
    with alone_in(tmp_path):
        for number in (1, 2):
            (tmp_path / "a.csv").write_text(str(number))
            os.utime(tmp_path / "a.csv", (0, number))
            put_away(dropped(tmp_path)[0], DONE, {"new": number})
    kept = sorted(each.name for each in (tmp_path / DONE).iterdir())
    assert kept == [
        "19700101T000001-a.csv",
        "19700101T000001-a.csv.result.json",
        "19700101T000002-a.csv",
        "19700101T000002-a.csv.result.json",
    ]
    assert json.loads((tmp_path / DONE / kept[3]).read_text()) == {"new": 2}
    assert dropped(tmp_path) == []
