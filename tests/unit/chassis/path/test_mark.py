"""On its topics of commands a node knows its own by their mark; what has none is from a system, and has its rights."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from support.vaults import new_vault

from kith_chassis.path.inbox import Inbox
from kith_chassis.path.mark import FRESH, HEADER, NOT_ALLOWED
from kith_chassis.path.timers import fired
from kith_chassis.path.wire import Record, record
from kith_chassis.path.work import Owned
from kith_cli.published.golden.all import samples
from kith_contracts.access.table import TABLE, Role
from kith_contracts.events.outcomes import PublishOutcome
from kith_contracts.message import Message
from kith_contracts.registry import MODELS
from kith_contracts.topics import Channel
from kith_events.handlers import HANDLERS

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
VAULT = new_vault("iop")
ACCOUNT = PublishOutcome(event="iop/day", account=True)
SAMPLES = {MODELS[each["headers"]["ce_type"]]: each for each in samples().values()}
COMMANDS = [model for model in MODELS.values() if model.contract.channel is Channel.PRIVATE_COMMANDS]


def sent(message: Message = ACCOUNT, source: str = "urn:kith:source:iop/events", **more: str) -> Record:
    headers = [(name.replace("_", "-"), text.encode()) for name, text in more.items()]
    return record(message, to="iop", source=source, id="1", now=NOW, vault=VAULT, more=headers)


def with_header(given: Record, name: str, text: bytes | None) -> Record:
    others = [each for each in given.headers if each[0] != name]
    return given._replace(headers=others if text is None else [*others, (name, text)])


async def read(given: Record, at: datetime = NOW) -> tuple[str, bool]:
    """With which reason it cannot be read, if any; and whether its sender may not ask for that."""
    fetched: Any = SimpleNamespace(**given._asdict(), offset=0, timestamp=int(at.timestamp() * 1000))
    inbox = Inbox("iop", {each.message: each for each in HANDLERS}, VAULT)
    [part] = await inbox.read([(Owned("iop.events", 1, 0, 0, {}), [fetched])])
    [entry] = part.entries
    return entry.reason.partition(":")[0], entry.denied


async def test_what_the_node_itself_has_sent_is_taken() -> None:
    for ours in (sent(), sent(source="urn:kith:source:iop/systems/website"), sent(kith_stream="5eed", kith_number="7")):
        assert await read(ours) == ("", False)


def altered() -> Iterator[tuple[str, Record]]:
    true = sent(kith_stream="5eed", kith_number="7")
    yield "another content", true._replace(value=b'{"event":"iop/day","account":false}')
    yield "a space more", true._replace(value=(true.value or b"") + b" ")
    for name, text in (("ce_id", b"2"), ("ce_source", b"urn:kith:source:iop/directory"), ("kith-number", b"8")):
        yield f"another {name}", with_header(true, name, text)
    yield "another time", with_header(true, "ce_time", b"2027-03-01T12:00:01Z")
    yield "a header more", with_header(true, "ce_correlationid", b"1")
    other = ACCOUNT.model_copy(update={"event": "iop/night"})
    yield "the mark of another message", with_header(sent(other), HEADER, dict(true.headers)[HEADER])
    yield "no mark in the mark", with_header(true, HEADER, b"")
    theirs = record(
        ACCOUNT,
        to="iop",
        source="urn:kith:source:iop/events",
        id="1",
        now=NOW,
        vault=new_vault("iop", secret=b"x" * 32),
    )
    yield "the mark of another secret", theirs


@pytest.mark.parametrize("given", [each for _, each in altered()], ids=[name for name, _ in altered()])
async def test_a_mark_holds_for_one_record_in_one_place(given: Record) -> None:
    assert await read(given) == ("bad-mark", False)


async def test_a_copy_in_another_partition_where_its_number_is_new_is_not_read() -> None:
    true = sent(kith_stream="5eed", kith_number="7")
    assert await read(true._replace(partition=(true.partition + 1) % 4)) == ("wrong-partition", False)


async def test_what_carries_no_meaning_may_be_added() -> None:
    assert await read(with_header(sent(), "traceparent", b"00-1-2-01")) == ("", False)


async def test_who_copies_a_command_cannot_wait_until_it_is_forgotten() -> None:
    assert await read(sent(), NOW + FRESH) == ("", False)
    assert await read(sent(), NOW + FRESH + timedelta(seconds=1)) == ("bad-mark", False)
    numbered = sent(kith_stream="5eed", kith_number="7")
    assert await read(numbered, NOW + timedelta(days=99)) == ("", False), "its number is remembered for good"


async def test_what_fires_late_or_was_kept_by_an_earlier_version_is_the_nodes_own() -> None:
    late = NOW + timedelta(days=99)
    for kept in (sent(), with_header(sent(), HEADER, None)):
        assert await read(fired(kept, late, VAULT), late) == ("", False)


@pytest.mark.parametrize("model", COMMANDS, ids=lambda model: model.contract.name)
async def test_a_system_has_the_rights_of_a_system_and_no_others(model: type[Message]) -> None:
    message = model.model_validate(SAMPLES[model]["data"])
    line = f"{model.contract.service}-{model.contract.name}"
    lines = [each for each in TABLE if each == line or each == f"{line}/{getattr(message, 'on_behalf', '')}"]
    granted = any(grant.role is Role.SYSTEM for each in lines for grant in TABLE[each])
    by_system = with_header(sent(message, "urn:kith:source:iop/systems/crm"), HEADER, None)
    assert await read(by_system) == ("", not granted)
    for service in ("events", "directory", "notify"):
        as_service = with_header(sent(message, f"urn:kith:source:iop/{service}"), HEADER, None)
        assert await read(as_service) == ("unmarked", False)
    numbered = with_header(
        sent(message, "urn:kith:source:iop/systems/crm", kith_stream="5eed", kith_number="7"), HEADER, None
    )
    assert await read(numbered) == ("bad-header", False)


def test_the_refusal_says_what_to_do() -> None:
    assert NOT_ALLOWED.code == "not-allowed"
    assert "HTTP" in NOT_ALLOWED.sentence
