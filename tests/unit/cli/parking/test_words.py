"""Each reason for which something is parked has words for operators; what cannot be replayed is refused with advice."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kith_chassis.path.remedies import MEND, OTHERWISE, OURS, mend, title_of
from kith_chassis.path.shelf import rule_of
from kith_cli.parking import page
from kith_cli.parking.again import NotAgain, check_place
from kith_cli.parking.content import Content
from kith_cli.parking.shelf import Group, Item
from kith_cli.parking.words import sender_of
from kith_contracts.titles import UNTITLED
from kith_contracts.titles.records import RECORDS

AT = datetime(2026, 11, 3, 12, tzinfo=UTC)
COMMANDS = "kith.private.bcs.directory.commands"


def item(sender: str = COMMANDS, code: str = "bug", **more: Any) -> Item:
    topic = sender.partition(" ")[0]
    document = {"_id": f"{topic}/2/40", "sender": sender, "code": code, "at": AT, "until": AT + timedelta(days=30)}
    return Item("directory", document | {"count": 1, "reason": f"{code}: it is so", "size": 90} | more)


@pytest.mark.parametrize("code", [*RECORDS, *OURS, "too-large", "too-complex"])
def test_each_reason_has_a_title_and_what_to_do(code: str) -> None:
    assert title_of(code) != UNTITLED
    assert mend(code) == MEND[code]


def test_what_the_database_refuses_is_told_whatever_its_codes_are() -> None:
    reason = "the database refuses the record, codes [121]"
    assert title_of(reason) == "The database does not take what follows from it"
    assert "validator" in mend(reason)
    assert rule_of(item(code=reason, reason=reason).document) == "The database refuses the record, codes [121]."


def test_a_refusal_of_a_decision_keeps_its_own_title() -> None:
    assert title_of("network-unknown") == "No network of this name"
    assert mend("network-unknown") == OTHERWISE


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        (COMMANDS, "a system of bcs, or the node itself"),
        ("kith.people.bcs.events.commands", "a node of bcs"),
        ("kith.inbox.bcs.events iop", "iop, proven"),
        ("kith.inbox.bcs.events", "not proven: each organisation"),
        ("kith.shared.iop.directory", "not proven: iop alone"),
        ("elsewhere", "not known"),
    ],
)
def test_a_sender_is_told_as_far_as_it_is_proven(sender: str, said: str) -> None:
    assert sender_of(item(sender)).startswith(said)


@pytest.mark.parametrize(
    ("parked", "said"),
    [
        (item("kith.inbox.bcs.directory iop"), "Ask iop to do the same once more"),
        (item("kith.inbox.bcs.directory"), "Ask its sender to do the same once more"),
        (item("kith.shared.iop.directory iop"), "with the next change"),
        (item("kith.private.bcs.directory.facts"), "with the next change"),
        (item("kith.private.ons.directory.commands"), "with the next change"),
        (Item("directory", {"_id": f"{COMMANDS}/bug", "sender": COMMANDS, "code": "bug"}), "Nothing of these is kept"),
    ],
)
def test_letters_facts_and_counts_are_never_replayed(parked: Item, said: str) -> None:
    with pytest.raises(NotAgain, match=said) as refused:
        check_place(parked, "bcs")
    assert "kith parked discard" in str(refused.value)


def test_a_command_is_replayed_only_while_its_outcome_would_be_remembered() -> None:
    check_place(item(at=datetime.now(UTC) - timedelta(days=12)), "bcs")
    with pytest.raises(NotAgain, match="more than 13 days ago"):
        check_place(item(at=datetime.now(UTC) - timedelta(days=14)), "bcs")


def test_headers_are_told_only_where_they_are_of_their_form_and_name_nobody() -> None:
    headers = (("ce_type", b"\x1b[31mred"), ("ce_id", b"a1"), ("kith-person", b"p-00000001"), ("ce_subject", b"ada"))
    content = Content(b"ada", b"\x1b[31m", headers, True, None)
    assert content.envelope == {"ce_id": "a1"}
    assert content.told() == {"key": "ada", "whole": True, "content": "\\x1b[31m"}


def test_personal_fields_that_do_not_open_are_left_out_and_said_to_be() -> None:
    sealed = json.dumps({"person": "p-00000001", "sealed": "AAAA"}).encode()
    told = Content(b"k", sealed, (), True, None).told()
    assert told["content"] == {"person": "p-00000001"}
    assert told["personal fields"].startswith("sealed: the key of this person is not here")
    assert Content(b"k", sealed, (), True, b'{"name": "Ada"}').told()["personal fields"] == {"name": "Ada"}


def test_a_page_names_the_neighbours_and_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    before, after = item(_id=f"{COMMANDS}/2/39"), item(code="no-data")
    told = page.told_item(item(), (before, after), None, "It is over.", content=True)
    assert (told["before"]["offset"], told["after"]["code"], told["opened"]) == (39, "no-data", None)
    page.show_item("bcs", told)
    shown = capsys.readouterr().out
    for words in ("It is so.", "It is over.", before.id, "No content: ", "kith parked discard bcs"):
        assert words in shown
    page.show_list("bcs", [Group("directory", "bug", 3, AT)], [before])
    shown = capsys.readouterr().out
    assert "2026-11-03 12:00" in shown
    assert f"Next: kith parked show bcs {before.id}" in shown
