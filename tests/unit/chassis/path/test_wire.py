"""From message to record and back: headers, keys, partitions, and what may not travel."""

from datetime import UTC, datetime, timedelta, timezone
from typing import ClassVar

import pytest
from support.vaults import new_vault

from kith_chassis.decision import State
from kith_chassis.path.wire import TooLarge, document, partition_of, publishable, record, state_of, timestamp
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.networks import EnrolPerson
from kith_contracts.message import Contract, Fact, Personal, Public
from kith_contracts.registry import read
from kith_contracts.topics import Channel
from kith_contracts.words import PersonId

NOW = datetime(2026, 11, 21, 12, 0, 0, 5, UTC)
FACT = BodyRegistered(body="bcs", name="BCS", kind="professional-society", version=1)
PERSON = EnrolPerson(person="p-00000001", name="Ada", address="ada@example.org")

# org.apache.kafka.common.utils.UtilsTest.testMurmur2
MURMUR2 = {
    b"21": -973932308,
    b"foobar": -790332482,
    b"a-little-bit-long-string": -985981536,
    b"a-little-bit-longer-string": -1486304829,
    b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971,
    b"abc": 479470107,
}


@pytest.mark.parametrize(("key", "hashed"), MURMUR2.items())
def test_keys_lie_where_kafkas_own_clients_put_them(key: bytes, hashed: int) -> None:
    assert partition_of(key, 2**31) == hashed & 0x7FFFFFFF
    assert partition_of(key, 4) == (hashed & 0x7FFFFFFF) % 4


def test_a_record_is_a_cloud_event_in_binary_mode() -> None:
    sent = record(FACT, to="office", source="urn:kith:source:office/registry", id="1", now=NOW, vault=new_vault())
    assert (sent.topic, sent.partition, sent.key) == ("kith.registry", 0, b"bcs")
    assert dict(sent.headers) == {
        "ce_specversion": b"1.0",
        "ce_type": b"org.kith.registry.body-registered.v1",
        "ce_source": b"urn:kith:source:office/registry",
        "ce_id": b"1",
        "ce_subject": b"bcs",
        "ce_time": b"2026-11-21T12:00:00.000005Z",
        "ce_partitionkey": b"bcs",
        "ce_dataschema": b"urn:kith:schema:registry.body-registered.v1",
        "ce_dataclassification": b"public",
        "content-type": b"application/json",
    }
    assert read(sent.topic, sent.headers, sent.value, key=sent.key).message == FACT


async def test_personal_fields_travel_sealed_for_their_person() -> None:
    vault = new_vault()
    await vault.ensure([PERSON.person])
    sent = record(PERSON, to="bcs", source="urn:kith:source:bcs/systems/http", id="1", now=NOW, vault=vault)
    assert dict(sent.headers)["kith-person"] == b"p-00000001"
    assert b"@" not in (sent.value or b""), "the address is sealed with all else"
    envelope = read(sent.topic, sent.headers, sent.value, key=sent.key, open_sealed=vault.open)
    assert envelope.message == PERSON


def test_without_a_key_nothing_personal_is_sent() -> None:
    with pytest.raises(KeyError):
        record(PERSON, to="bcs", source="urn:kith:source:bcs/systems/http", id="1", now=NOW, vault=new_vault())


def test_a_message_with_personal_fields_is_refused_on_a_shared_channel() -> None:
    class PersonShown(Fact):
        """Nobody may make such a contract."""

        contract: ClassVar = Contract("person-shown", "directory", Channel.SHARED, key=("body",))
        body: Public[str]
        person: Personal[PersonId]

    with pytest.raises(ValueError, match="may not travel on shared"):
        publishable(PersonShown)


def test_what_no_broker_would_take_is_refused_where_it_is_made() -> None:
    large = FACT.model_copy(update={"name": "x" * 900_000})
    with pytest.raises(TooLarge, match="the most is 900000"):
        record(large, to="office", source="urn:kith:source:office/registry", id="1", now=NOW, vault=new_vault())


def test_times_are_utc_whatever_the_zone() -> None:
    assert timestamp(NOW.astimezone(timezone(timedelta(hours=5)))) == b"2026-11-21T12:00:00.000005Z"


class Guest(State):
    """A state with something personal in it."""

    kind: ClassVar[str] = "guest"
    person: Personal[PersonId]
    name: Personal[str]
    visits: int = 0

    @property
    def id(self) -> str:
        return self.person


async def test_a_state_lies_sealed_in_the_database_and_opens_again() -> None:
    vault = new_vault()
    await vault.ensure(["p-00000001"])
    guest = Guest(person="p-00000001", name="Ada Unmistakable", visits=3)
    kept = document(guest, 7, vault)
    assert (kept["_id"], kept["revision"], kept["person"]) == ("guest/p-00000001", 7, "p-00000001")
    assert "Unmistakable" not in str(kept)
    assert state_of(Guest, kept, vault) == guest
