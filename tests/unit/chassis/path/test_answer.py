"""Whoever sends a command over Kafka hears what came of it: also if it cannot be read, and if it changes nothing."""

import json
import zlib
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.partitioner import murmur2
from support.flow import charter, envelope
from support.vaults import new_vault

from kith_chassis.catalogue import on
from kith_chassis.decision import Circumstances, Decision
from kith_chassis.keys.vault import Vault
from kith_chassis.path.decide import Decider
from kith_chassis.path.excerpt import Excerpt
from kith_chassis.path.inbox import claim
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.load import Loaded
from kith_chassis.path.mark import HEADER, mark_of
from kith_chassis.path.parking import MOST_PARKED
from kith_chassis.path.work import Owned, Work
from kith_contracts.directory.networks import CharterNetwork, NetworkCommandRefused, NetworkUpdated

TOPIC = "kith.private.bcs.directory.commands"
FACTS = "kith.private.bcs.directory.facts"
CRM = "urn:kith:source:bcs/systems/crm"


class Fresh(Ledger):
    """Where nothing is parked, or so many records of one sender."""

    there = 0

    async def kept_of(self, _sender: str) -> list[int]:
        return [1] * self.there


def chartered(at: Circumstances, command: CharterNetwork) -> Decision:
    match command.charter.purpose:
        case "again":
            return Decision()
        case "bug":
            raise RuntimeError
    return Decision(says=(NetworkUpdated(**command.model_dump(), status="active", version=1),))


def record(content: Any = None, *, source: str = CRM, network: str = "bcs/forum") -> Any:
    """As a system puts it on the topic."""
    key = network.encode()
    if content is None:
        content = {"network": network, "charter": charter("Forum", "step 0")}
    return SimpleNamespace(
        topic=TOPIC,
        partition=(murmur2(key) & 0x7FFFFFFF) % 4,
        offset=0,
        key=key,
        value=json.dumps(content).encode(),
        headers=envelope("directory.charter-network", source, "c-1"),
        timestamp=1_795_000_000_000,
    )


def with_purpose(purpose: str) -> Any:
    return {"network": "bcs/forum", "charter": charter("Forum", purpose)}


def marked(sent: Any, vault: Vault) -> Any:
    """As the node puts it there for whoever asked over HTTP."""
    sent.headers = (*sent.headers, ("ce_time", b"2026-11-18T00:00:00+00:00"))
    sent.headers = (*sent.headers, (HEADER, mark_of(sent, vault.keyed).encode()))
    return sent


async def decide(*records: Any, vault: Vault | None = None, there: int = 0) -> Work:
    vault, ledger = vault or new_vault(), Fresh(None, defaultdict(object))
    ledger.there = there
    handler = on(CharterNetwork, chartered, NetworkCommandRefused)()
    decider = Decider("bcs", "directory", [handler], ledger, vault)
    parts = await decider.read([(Owned("bcs.directory/topic/0", 1, 0, 0, {}), records)])
    return await decider.decide(parts, Loaded())


def told(work: Work) -> list[tuple[str, dict[str, Any]]]:
    """What the body's systems hear: the name of each fact, and what it says."""
    found = []
    for topic, _, _, value, headers in [message for document in work.outbox for message in document["messages"]]:
        assert topic == FACTS
        assert dict(headers)["ce_correlationid"] == b"c-1"
        found.append((dict(headers)["ce_type"].decode().split(".")[3], json.loads(value)))
    return found


async def test_a_command_with_faulty_fields_is_refused_and_all_of_them_are_told() -> None:
    work = await decide(record({"network": "no name", "charter": {"name": ""}}))
    [(name, fact)] = told(work)
    assert name == "network-command-refused"
    assert (fact["command"], fact["code"]) == ("c-1", "invalid-data")
    assert fact["type"] == "org.kith.directory.charter-network.v1"
    assert [each["field"] for each in fact["errors"]][:3] == ["network", "charter.name", "charter.purpose"]
    assert all(each["code"] and each["sentence"] for each in fact["errors"])
    assert fact["field"] == "network"
    outcome = work.claims[claim(CRM, "c-1")]
    assert (outcome["status"], outcome["code"], outcome["errors"]) == ("refused", "invalid-data", fact["errors"])
    assert [each["code"] for each in work.parked] == ["invalid-data"]


UNREADABLE = {
    "too-large": (lambda each: setattr(each, "value", Excerpt.of(b"x", "too-large", "more than may be"))),
    "wrong-partition": (lambda each: setattr(each, "partition", (each.partition + 1) % 4)),
    "wrong-key": (lambda each: setattr(each, "key", b"another")),
    "no-data": (lambda each: setattr(each, "value", None)),
    "unknown-type": (lambda each: setattr(each, "headers", envelope("directory.nonsense", CRM, "c-1"))),
    "no-envelope": (lambda each: setattr(each, "headers", [h for h in each.headers if h[0] != "ce_specversion"])),
}


@pytest.mark.parametrize("code", UNREADABLE)
async def test_whatever_makes_it_unreadable_its_sender_is_told(code: str) -> None:
    sent = record()
    UNREADABLE[code](sent)
    [(name, fact)] = told(await decide(sent))
    assert (name, fact["code"]) == ("network-command-refused", code)
    assert len(fact["sentence"]) <= 160


async def test_where_the_partitioner_is_at_fault_the_sentence_says_how_to_set_it() -> None:
    sent = record()
    sent.partition = (sent.partition + 1) % 4
    [(_, fact)] = told(await decide(sent))
    assert "murmur2_random" in fact["sentence"]


async def test_where_librdkafka_puts_a_key_by_default_it_is_refused_and_where_murmur2_does_it_is_read() -> None:
    refused = 0
    for number in range(40):
        by_default, by_murmur2 = record(network=f"bcs/n{number}"), record(network=f"bcs/n{number}")
        by_default.partition = zlib.crc32(by_default.key) % 4  # "consistent_random", its default
        assert not (await decide(by_murmur2)).parked
        if by_default.partition != by_murmur2.partition:
            [(_, fact)] = told(await decide(by_default))
            assert fact["code"] == "wrong-partition"
            refused += 1
    assert refused > 20


SILENT: dict[str, Any] = {
    "of another body": record({}, source="urn:kith:source:iop/systems/crm"),
    "in the name of a service": record({}, source="urn:kith:source:bcs/directory"),
    "without a source": record({}, source=""),
    "with two ids": SimpleNamespace(**{**vars(record({})), "headers": (*record().headers, ("ce_id", b"2"))}),
}


@pytest.mark.parametrize("kind", SILENT)
async def test_nobody_is_told_in_the_name_of_somebody_else(kind: str) -> None:
    work = await decide(SILENT[kind])
    assert not work.outbox
    assert not work.claims
    assert len(work.parked) == 1


async def test_the_same_id_has_one_outcome_and_later_ones_are_parked_in_silence() -> None:
    work = await decide(record(), record({}), record({}))
    assert [name for name, _ in told(work)] == ["network-updated"]
    assert work.claims[claim(CRM, "c-1")]["status"] == "done"
    assert len(work.parked) == 2


async def test_what_changes_nothing_is_told_to_be_done() -> None:
    assert told(await decide(record(with_purpose("again")))) == [
        ("network-command-done", {"command": "c-1", "type": "org.kith.directory.charter-network.v1", "system": "crm"})
    ]


async def test_where_another_private_fact_tells_of_it_there_is_no_second() -> None:
    assert [name for name, _ in told(await decide(record()))] == ["network-updated"]


async def test_what_breaks_its_decision_is_told_to_be_not_handled() -> None:
    [(name, fact)] = told(await decide(record(with_purpose("bug"))))
    assert (name, fact["code"]) == ("network-command-refused", "not-handled")


async def test_who_asked_over_http_is_answered_there_alone() -> None:
    vault = new_vault()
    work = await decide(marked(record(with_purpose("again")), vault), vault=vault)
    assert not work.outbox
    assert work.claims[claim(CRM, "c-1")]["status"] == "done"


@pytest.mark.parametrize(("bad", "code"), [(record({}), "invalid-data"), (record(with_purpose("bug")), "not-handled")])
async def test_a_flood_of_bad_records_is_no_flood_of_facts_and_who_asks_is_told(bad: Any, code: str) -> None:
    assert len(told(await decide(bad, there=MOST_PARKED - 1))) == 1
    work = await decide(bad, there=MOST_PARKED)
    assert not work.outbox
    assert work.claims[claim(CRM, "c-1")]["code"] == code


async def test_what_is_told_names_nothing_that_was_in_it() -> None:
    work = await decide(record({"network": "CANARY", "charter": {"CANARY": "CANARY"}}))
    assert "CANARY" not in json.dumps(told(work))
