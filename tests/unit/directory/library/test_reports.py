"""A report is in the person's own words, for one reader; a note is for members, and for all where the network is."""

from datetime import date
from typing import Any

import pytest
from support.directory.networks import charter
from support.directory.people import FORUM, JOIN, PERSON, home
from support.speaking import NOW, Node

from kith_chassis.decision import NOTHING
from kith_contracts.directory.charters import Findable
from kith_contracts.directory.membership import LeaveNetwork
from kith_contracts.directory.networks import DescribeNetwork
from kith_contracts.directory.reports import KeepNote, SendReport
from kith_contracts.erasure import ForgetPerson
from kith_directory.library import notes
from kith_directory.library.notes import Note
from kith_directory.library.reports import Report, reader_tag

EVENT = "iop/returning-to-work"
WORDS = "I met three who came back after ten years."


def report(**changes: Any) -> SendReport:
    return SendReport(**{"person": PERSON, "event": EVENT, "network": FORUM, "text": WORDS, **changes})


def note(**changes: Any) -> KeepNote:
    fields = {"network": FORUM, "note": "first-day", "title": "The first day", "text": "A desk by the door."}
    return KeepNote(**{**fields, "review_by": date(2028, 3, 1), **changes})


def member(findable: Findable = "everyone") -> Node:
    node = home()
    node.hear(JOIN)
    if findable != "everyone":
        node.hear(DescribeNetwork(network=FORUM, charter=charter(findable)))
    return node


# Reports


def test_it_is_found_by_its_reader_and_by_nobody_else_and_has_no_name_by_itself() -> None:
    node = member()
    decision = node.hear(report())
    assert decision.says == (), "nothing leaves, and nobody is told"
    (kept,) = node.all(Report)
    assert (kept.text, kept.name) == (WORDS, None)
    assert reader_tag(node.keyed, FORUM) in kept.tags(node.keyed)
    assert reader_tag(node.keyed, None) not in kept.tags(node.keyed)
    assert {"event", "network", "text", "name"} <= Report.sealed_fields


def test_the_name_is_there_if_the_person_wants_it() -> None:
    node = member()
    node.hear(report(named=True))
    assert node.all(Report)[0].name


def test_sent_again_it_takes_the_place_and_without_a_word_it_is_taken_back() -> None:
    node = member()
    node.hear(report())
    node.hear(report(text="Another."))
    assert [each.text for each in node.all(Report)] == ["Another."]
    node.hear(report(network=None))
    assert len(node.all(Report)) == 2
    node.hear(report(text=""))
    assert [each.network for each in node.all(Report)] == [None]
    assert node.hear(report(text="")) == NOTHING


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"person": "person-0009"}, ("person-unknown", "person")),
        ({"network": "bcs/another"}, ("not-member", "network")),
        ({"network": None, "named": True}, ("office-sees-no-names", "named")),
    ],
)
def test_a_report_is_refused(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    assert member().refusal(report(**changes)) == refused


def test_who_has_left_may_take_it_back() -> None:
    node = member()
    node.hear(report())
    node.hear(LeaveNetwork(person=PERSON, network=FORUM))
    assert node.refusal(report(text="More.")) == ("not-member", "network")
    node.hear(report(text=""))
    assert not node.all(Report)


def test_who_is_forgotten_has_reported_nothing() -> None:
    node = member()
    node.hear(report(named=True))
    node.hear(ForgetPerson(person=PERSON))
    assert not node.all(Report)


# Notes


def test_a_note_is_kept_replaced_and_taken_away() -> None:
    node = member()
    node.hear(note())
    assert node.hear(note()) == NOTHING
    node.hear(note(text="Better.", public=True))
    (kept,) = node.all(Note)
    assert (kept.text, kept.public) == ("Better.", True)
    node.hear(note(text=""))
    assert not node.all(Note)
    assert node.hear(note(text="")) == NOTHING


@pytest.mark.parametrize("findable", ["name-only", "invitation"])
def test_a_note_is_public_only_where_the_network_is(findable: Findable) -> None:
    node = member(findable)
    assert node.refusal(note(public=True)) == ("network-not-public", "public")
    node.hear(note())
    assert node.all(Note)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"network": "bcs/another"}, ("network-unknown", "network")),
        ({"review_by": date(NOW.year - 1, 1, 1)}, ("review-past", "review_by")),
    ],
)
def test_a_note_is_refused(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    assert member().refusal(note(**changes)) == refused


def test_a_library_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "MOST_NOTES", 1)
    node = member()
    node.hear(note())
    assert node.refusal(note(note="another")) == ("library-full", "note")
    node.hear(note(text="Better."))
