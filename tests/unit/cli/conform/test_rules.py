"""Each rule of `kith conform` has an example that breaks exactly it, and nothing that is right breaks any."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from support.conform import broken, event_of

from kith_cli.conform import messages
from kith_cli.conform.rules import rules
from kith_cli.published.golden.all import samples
from kith_cli.send import COMMANDS

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize("id", rules())
def test_its_bad_example_breaks_exactly_it(id: str) -> None:
    for bad in rules()[id].bad:
        assert broken(id, bad, NOW) == {id}


@pytest.mark.parametrize("id", rules())
def test_it_says_what_why_how_and_where(id: str) -> None:
    rule = rules()[id]
    assert all((rule.title, rule.requires, rule.why, rule.mend, rule.bad))
    assert rule.of in ("messages", "sender", "receiver")
    assert rule.source.startswith(("https://", "docs/"))


def test_no_golden_message_breaks_any() -> None:
    by_systems = 0
    for name, sample in samples().items():
        service, _, rest = name.partition(".")
        if rest.partition(".")[0] in COMMANDS.get(service, ()):
            found = {each.rule for each in messages.check([("0", event_of(sample))], NOW)}
            by_systems += not found
            assert found <= {"for-systems", "source"}, name
    assert by_systems > 20


@pytest.mark.parametrize("form", ["one", "list", "lines"])
def test_a_file_has_one_event_a_list_or_one_on_each_line(form: str) -> None:
    event: dict[str, Any] = event_of(samples()["directory.charter-network.v1.json"])
    several = [event, {**event, "id": "two"}]
    text = {"one": json.dumps(event), "list": json.dumps(several), "lines": "\n".join(map(json.dumps, several))}[form]
    found, unread = messages.events_in(text + "\n")
    assert (len(found), unread) == (1 if form == "one" else 2, [])
    assert messages.check(found, NOW) == []


def test_all_faults_are_said_at_once() -> None:
    wrong = {"specversion": "0.3", "id": "", "source": "crm", "type": "x", "time": "now", "labels": {}}
    found = {each.rule for each in messages.check([("0", wrong)], NOW)}
    assert found == {"specversion", "id", "source", "type", "time", "attribute-value"}


@pytest.mark.parametrize("hostile", ["[" * 100_000, "\0", "{}", "[]", "null", "1e999", '{"id":"\\ud800"}', "{" * 9])
def test_whatever_stands_there_is_answered_with_findings(hostile: str) -> None:
    found, unread = messages.events_in(hostile)
    assert hostile == "[]" or [*unread, *messages.check(found, NOW)]
