"""What a batch deletes: all of a person, whatever the same batch made of them before, or would after."""

from collections import defaultdict
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from support.vaults import Keys, new_vault

from kith_chassis.keys.vault import Vault
from kith_chassis.path.decide import Decider
from kith_chassis.path.inbox import FORGOTTEN, Entry, Inbox, Part
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.load import Loaded
from kith_chassis.path.wire import partition_of
from kith_chassis.path.work import Owned, Work
from kith_contracts.directory.membership import JoinNetwork, LeaveNetwork
from kith_contracts.directory.networks import EnrolPerson, PersonUpdated
from kith_contracts.erasure import ForgetPerson
from kith_contracts.message import Message
from kith_contracts.registry import Envelope
from kith_directory.erasure.home import Forgetting
from kith_directory.handlers import HANDLERS
from kith_directory.people.person import Person

PERSON, OTHER = "p-gone-0001", "p-here-0001"
TOPIC = "kith.people.bcs.directory.commands"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Fresh(Ledger):
    """Where nothing is parked."""

    async def kept_of(self, _sender: str) -> list[int]:
        return []


def enrol(person: str = PERSON) -> EnrolPerson:
    return EnrolPerson(person=person, name="Ada", address="ada@example.org")


def entry(number: int, message: Message, reason: str = "") -> Entry:
    record = SimpleNamespace(topic=TOPIC, partition=0, offset=number, key=b"", value=b"", headers=(), timestamp=0)
    envelope: Any = Envelope(message, f"m{number}", "urn:kith:source:bcs/systems/http", "", NOW, TOPIC)
    handler = next(each for each in HANDLERS if each.message is type(message))
    at: Any = SimpleNamespace(keyed=new_vault().keyed, sender="bcs", body="bcs")
    return Entry(record, envelope, handler.refs(message, at), reason)


async def decide(*messages: Message, vault: Vault | None = None, known: Loaded | None = None) -> Work:
    vault = vault or new_vault()
    decider = Decider("bcs", "directory", HANDLERS, Fresh(None, defaultdict(object)), vault)
    entries = [entry(number, message) for number, message in enumerate(messages)]
    loaded = known or Loaded()
    for each in entries:
        for ref in each.refs:
            loaded.states.setdefault(ref.path, None)
    work = await decider.decide([Part(Owned("s", 1, 0, 0, {}), entries)], loaded)
    assert work.steps[0].next == len(messages)
    return work


def outcomes(work: Work) -> list[str]:
    return [each.get("code") or each["status"] for each in work.claims.values()]


async def test_what_the_same_batch_made_before_is_not_written_and_what_comes_after_is_refused() -> None:
    work = await decide(enrol(), ForgetPerson(person=PERSON), enrol(), LeaveNetwork(person=PERSON, network="bcs/x"))
    assert {type(state) for _, state in work.states.values()} == {Forgetting}
    assert work.forgetting.persons == {PERSON}
    assert outcomes(work) == ["done", "done", "person-forgotten", "person-forgotten"]
    assert len(work.timers) == 1, "that of the second look, which is about the person too"


async def test_all_that_was_said_comes_before_the_tombstones() -> None:
    work = await decide(enrol(), ForgetPerson(person=PERSON))
    sent = [(topic, key, value) for document in work.outbox for topic, _, key, value, _ in document["messages"]]
    facts = [(key, value is None) for topic, key, value in sent if topic == PersonUpdated.contract.topic("bcs")]
    assert facts == [(PERSON.encode(), False), (PERSON.encode(), True), (f"refused/{PERSON}".encode(), True)]


async def test_others_in_the_batch_are_not_touched() -> None:
    work = await decide(enrol(OTHER), enrol(), ForgetPerson(person=PERSON))
    assert {state.about for _, state in work.states.values()} == {OTHER, None}


async def test_the_key_is_marked_in_the_same_transaction() -> None:
    vault = new_vault()
    work = await decide(enrol(), ForgetPerson(person=PERSON), vault=vault)
    (change,) = work.forgetting.keys
    assert (change._filter, change._doc) == ({"_id": vault.key_id(PERSON)}, {"$min": {"forgotten": NOW}})


async def test_a_refusal_does_not_name_again_who_is_forgotten() -> None:
    keys = Keys()
    vault = new_vault(keys=keys)
    keys.found[vault.key_id(PERSON)] = {"forgotten": NOW}
    await vault.load([PERSON])
    work = await decide(ForgetPerson(person=PERSON), vault=vault)
    assert outcomes(work) == ["person-unknown"]
    assert not work.outbox


async def test_a_state_that_cannot_be_opened_can_be_forgotten_and_not_changed() -> None:
    def broken() -> Loaded:
        path = Person.at(PERSON).path
        return Loaded(states={path: None}, revisions={path: 3}, broken={path})

    work = await decide(ForgetPerson(person=PERSON), known=broken())
    assert work.forgetting.persons == {PERSON}
    work = await decide(JoinNetwork(person=PERSON, network="bcs/x"), known=broken())
    assert [each["reason"] for each in work.parked] == ["state: what is kept of this cannot be read"]


async def test_the_inbox_passes_over_who_is_forgotten_and_tombstones() -> None:
    keys = Keys()
    vault = new_vault(keys=keys)
    keys.found[vault.key_id(PERSON)] = {"forgotten": NOW}
    inbox = Inbox("bcs", {handler.message: handler for handler in HANDLERS}, vault)
    headers = [("ce_specversion", b"1.0"), ("ce_source", b"urn:kith:source:bcs/systems/crm"), ("ce_id", b"1")]
    named = [*headers, ("ce_type", LeaveNetwork.contract.type.encode()), ("kith-person", PERSON.encode())]
    plain = [*headers, ("ce_type", LeaveNetwork.contract.type.encode())]
    forget = [*headers, ("ce_type", ForgetPerson.contract.type.encode())]
    sealed = b'{"person": "%s", "sealed": "AAAA"}' % PERSON.encode()
    clear = b'{"person": "%s", "network": "bcs/x"}' % PERSON.encode()
    asked = b'{"person": "%s"}' % PERSON.encode()
    facts = "kith.people.bcs.directory.facts"
    records = [
        (TOPIC, PERSON.encode(), sealed, named),
        (TOPIC, PERSON.encode(), clear, plain),
        (facts, b"any", None, []),
        (TOPIC, PERSON.encode(), asked, forget),
        ("kith.shared.bcs.directory", b"any", None, []),
    ]
    found = [
        SimpleNamespace(
            topic=topic, partition=partition_of(key, 4), offset=0, key=key, value=value, headers=headers, timestamp=0
        )
        for topic, key, value, headers in records
    ]
    (part,) = await inbox.read([(Owned("s", 1, 0, 0, {}), found)])
    reasons = [each.reason.partition(":")[0] for each in part.entries]
    assert reasons[:4] == [FORGOTTEN, FORGOTTEN, FORGOTTEN, ""]
    assert reasons[4] not in ("", FORGOTTEN), "nobody else removes anything by a record without content"
    assert not keys.found.keys() - {vault.key_id(PERSON)}, "no key is made for who is forgotten"
