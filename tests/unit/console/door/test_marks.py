"""What a phone at the door sends: by device, and which marks do not count."""

import json

import pytest

from kith_console.door.marks import MOST, Sheet, Wrong, read, sheets
from kith_console.door.people import Expected, found_by
from kith_console.fields import folded
from kith_contracts.pages.door import Unheard
from kith_contracts.pages.requests import Problem

ADA = {"device": "a", "number": 1, "pseudonym": "x"}
WALKED = {"device": "a", "number": 2, "walk_in": 2}
OTHER = {"device": "b", "number": 1, "pseudonym": "x"}


def problem(code: str, *fields: str) -> Problem:
    errors = [{"field": each, "code": code, "sentence": f"{each} is wrong"} for each in fields]
    told = {"type": "urn:kith:problem:x", "title": "x", "status": 409, "detail": "All of it.", "instance": "x"}
    return Problem.model_validate({**told, "code": code, "field": fields[0], "errors": errors})


def test_marks_of_one_device_are_one_sheet_and_keep_their_order() -> None:
    assert sheets([ADA, WALKED, OTHER]) == [
        Sheet("a", [{"number": 1, "pseudonym": "x"}], [{"number": 2, "walk_in": 2}]),
        Sheet("b", [{"number": 1, "pseudonym": "x"}], []),
    ]


def test_a_mark_that_does_not_count_is_told_by_its_number() -> None:
    sheet = sheets([{**ADA, "number": 7}, WALKED])[0]
    heard = [Unheard(code="place-unknown", sentence="No place.", field="marks.0.pseudonym")]
    assert sheet.named(heard) == [Wrong("a", 7, "No place.")]
    beyond = [Unheard(code="x", sentence="x", field=field) for field in ("marks.5.at", "event", "marks", "walk_ins.x")]
    assert sheet.named(beyond) == []


def test_where_nothing_counts_each_mark_has_a_reason() -> None:
    sheet = sheets([ADA, WALKED])[0]
    assert sheet.refused(problem("place-unknown", "marks.0.pseudonym")) == [
        Wrong("a", 1, "marks.0.pseudonym is wrong"),
        Wrong("a", 2, "All of it."),
    ]
    assert sheet.refused(problem("door-not-open", "event")) == [
        Wrong("a", 1, "All of it."),
        Wrong("a", 2, "All of it."),
    ]


def test_where_one_cannot_be_read_the_others_are_sent_again() -> None:
    assert sheets([ADA, WALKED])[0].refused(problem("invalid-field", "walk_ins.0.at")) == [
        Wrong("a", 2, "walk_ins.0.at is wrong")
    ]


def test_what_is_no_list_of_marks_is_not_taken() -> None:
    assert read("") == []
    assert read(json.dumps([ADA])) == [ADA]
    for sent in ("{}", "[1]", "[", json.dumps([ADA] * (MOST + 1))):
        with pytest.raises(ValueError):  # noqa: PT011 - of JSON or of ours
            read(sent)


def test_a_name_is_found_without_its_marks_and_a_code_by_its_beginning() -> None:
    ada, sian = (
        Expected(f"{code}xyz", code, name, "", "bcs", "", 0, None, come=False)
        for code, name in (("abcdefgh", "Ada Lovelace"), ("hgfedcba", "Siân Prys"))
    )
    assert folded("SIÂN") == "sian"
    assert sian.find == "sian prys hgfedcba"
    assert found_by([ada, sian], "sian") == [sian]
    assert found_by([ada, sian], "ABCD efgh") == [ada]
    assert found_by([ada, sian], "fedc") == []
