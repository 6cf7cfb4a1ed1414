"""School holidays from a folder of files: they stand among the warnings, and a bad file stops nothing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from structlog.testing import capture_logs
from support.councils import HALF_TERM, calendar

from kith_commons.formats.day_calendars import MOST_BYTES
from kith_events.dates.api import known_days
from kith_events.dates.clashes import Slot, clashes
from kith_events.dates.school_holidays import MOST_FILES, MOST_TOLD, school_days


def folder(tmp_path: Path, **files: bytes) -> Path:
    for name, content in files.items():
        (tmp_path / f"{name}.ics").write_bytes(content)
    return tmp_path


def test_a_holiday_is_a_warning_beside_a_date(tmp_path: Path) -> None:
    days = school_days(folder(tmp_path, leeds=calendar(HALF_TERM), york=calendar(HALF_TERM, named="York")))
    starts = datetime(2027, 2, 17, 18, tzinfo=UTC)
    found = clashes(Slot(starts, starts + timedelta(hours=2), "Europe/London"), days, [], {})
    assert [(each.kind, each.name) for each in found] == [
        ("school", "Half term (Leeds)"),
        ("school", "Half term (York)"),
    ]
    assert found[0].sentence == (
        "It is Half term (Leeds) (15 February to 19 February): who has children at school may be away, "
        "or need care for them."
    )


def test_it_stands_behind_a_bank_holiday(tmp_path: Path) -> None:
    easter = calendar("SUMMARY:Easter|DTSTART;VALUE=DATE:20270326|DTEND;VALUE=DATE:20270410")
    days = school_days(folder(tmp_path, leeds=easter))
    monday = datetime(2027, 3, 29, 9, tzinfo=UTC)
    kinds = [each.kind for each in clashes(Slot(monday, monday, "Europe/London"), [*days, *known_days()], [], {})]
    assert kinds.index("bank-holiday") < kinds.index("school")


def test_a_day_beside_it_is_no_clash(tmp_path: Path) -> None:
    days = school_days(folder(tmp_path, leeds=calendar(HALF_TERM)))
    after = datetime(2027, 2, 20, 9, tzinfo=UTC)
    assert clashes(Slot(after, after, "Europe/London"), days, [], {}) == []
    assert days[0].last == date(2027, 2, 19)


def test_without_a_folder_there_are_none_and_one_that_is_not_there_is_told() -> None:
    assert school_days(None) == ()
    with capture_logs() as logs:
        assert school_days(Path("/nowhere/at/all")) == ()
    assert [(each["event"], each["log_level"]) for each in logs] == [("no school holidays", "error")]


def test_each_bad_file_is_told_by_its_name_with_what_to_do_and_the_others_count(tmp_path: Path) -> None:
    where = folder(
        tmp_path,
        broken=b"<html>Not found</html>",
        empty=calendar("SUMMARY:Evening|DTSTART:20270104T180000Z"),
        good=calendar(HALF_TERM),
        large=b" " * (MOST_BYTES + 1),
    )
    (where / "folder.ics").mkdir()
    (where / "notes.txt").write_text("no calendar")
    with capture_logs() as logs:
        assert [each.name for each in school_days(where)] == ["Half term (Leeds)"]
    (entry,) = [each for each in logs if each["event"] == "leaving out a calendar entry"]
    assert (entry["file"], entry["line"], entry["why"]) == (
        "empty.ics",
        5,
        "it has an hour, and only whole days are read",
    )
    files = [each for each in logs if each is not entry]
    assert [each["file"] for each in files] == ["broken.ics", "empty.ics", "folder.ics", "large.ics"]
    assert all(each["what_now"].endswith("Then restart the node.") for each in files)
    assert "html" not in str(logs), "nothing of a file is quoted"


def test_they_are_read_once_and_no_more_files_than_there_may_be(tmp_path: Path) -> None:
    where = folder(tmp_path, **{f"file{number:03}": calendar(HALF_TERM) for number in range(MOST_FILES + 1)})
    with capture_logs() as logs:
        assert len(school_days(where)) == 1, "the same day of one calendar, however often it is there"
        (where / "later.ics").write_bytes(calendar(HALF_TERM, named="Later"))
        assert len(school_days(where)) == 1
    assert [each["file"] for each in logs] == [f"file{MOST_FILES:03}.ics"]


def test_of_a_file_with_many_bad_entries_the_log_tells_a_hundred(tmp_path: Path) -> None:
    evening = "SUMMARY:Evening|DTSTART:20270104T180000Z"
    where = folder(tmp_path, school=calendar(*[evening] * (MOST_TOLD + 7), HALF_TERM))
    with capture_logs() as logs:
        assert [each.name for each in school_days(where)] == ["Half term (Leeds)"]
    assert len(logs) == MOST_TOLD + 1
    assert (logs[-1]["event"], logs[-1]["count"]) == ("leaving out more calendar entries", 7)
