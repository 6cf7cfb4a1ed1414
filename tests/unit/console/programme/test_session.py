"""A session as it is typed, and where the node's faults belong in the form."""

from collections.abc import Mapping
from typing import Any

from support.events.scenes import terms

from kith_console.fields import moment
from kith_console.node import Refusal
from kith_console.programme.session import at_its_field, local, typed_session
from kith_contracts.events.programme import Session
from kith_contracts.events.terms import EventTerms
from kith_contracts.pages.requests import Problem

TERMS: EventTerms = terms()
PARTY = TERMS.parties[1].body
TIMES = {"starts": "2027-03-12T09:30:00Z", "ends": "2027-03-12T10:00:00Z"}


def typed(fields: Mapping[str, str], before: Session | None = None) -> dict[str, Any]:
    return typed_session("first", lambda name: fields.get(name, ""), TERMS, before)


def refusal(*fields: str) -> Refusal:
    errors = [{"field": each, "code": "x", "sentence": "x"} for each in fields]
    told = {"type": "urn:kith:problem:x", "title": "x", "status": 422, "detail": "x", "instance": "x", "code": "x"}
    return Refusal(Problem.model_validate({**told, "field": fields[0], "errors": errors}))


def test_a_speaker_for_a_host_answers_at_home_and_of_others_the_officer_says_it() -> None:
    rows = {"speakers.0.speaker": "Béa ", "speakers.0.body": PARTY, "speakers.0.confirmed": "yes"}
    rows |= {"speakers.0.shown_as": "Bea", "speakers.2.speaker": "ann", "speakers.2.confirmed": "yes"}
    rows |= {"speakers.2.shown_as": "Ann Other", "speakers.2.minutes": "15", "speakers.2.does": "chairs"}
    ours, other = typed(rows)["speakers"]
    assert ours == {"speaker": "bea", "does": "speaks", "body": PARTY, "minutes": None}
    assert other == {
        "speaker": "ann",
        "does": "chairs",
        "body": None,
        "minutes": 15,
        "status": "confirmed",
        "shown_as": "Ann Other",
    }


def test_an_author_who_speaks_is_left_as_they_are() -> None:
    speaker = {"speaker": "author", "author": True, "body": "ons"}
    before = Session.model_validate({"session": "first", "part": "talk", "title": "x", "speakers": [speaker], **TIMES})
    rows = {"speakers.0.speaker": "author", "speakers.0.body": "ons", "speakers.0.shown_as": "Somebody"}
    assert "shown_as" not in typed(rows, before)["speakers"][0]


def test_times_are_those_of_the_place_and_what_is_no_time_stays_to_be_refused() -> None:
    assert moment("2027-06-12T09:30", "Europe/London") == "2027-06-12T09:30:00+01:00"
    assert moment("tomorrow", "Europe/London") == "tomorrow"
    before = Session.model_validate({"session": "first", "part": "talk", **TIMES})
    assert local(before.starts, "Europe/Paris") == "2027-03-12T10:30"


def test_each_fault_is_at_the_field_that_was_typed() -> None:
    found = at_its_field(
        refusal("sessions.2.title", "sessions.2.speakers.1.body", "sessions.2.speakers", "sessions.0.room", "event"),
        2,
        [0, 3],
    )
    assert [each.field for each in found.problem.errors] == ["title", "speakers.3.body", "speakers", "*", "*"]
