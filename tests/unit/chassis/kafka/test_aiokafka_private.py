"""The private attributes of aiokafka that Kith uses are there: an upgrade that takes one away fails here."""

from types import SimpleNamespace

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.client import AIOKafkaClient
from aiokafka.consumer import fetcher
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.consumer.subscription_state import SubscriptionState

from kith_chassis.kafka import aiokafka_private as private
from kith_chassis.kafka.batches import LenientRecords, Share
from kith_chassis.kafka.lenient import install


async def test_a_consumer_has_its_client_whose_password_can_be_changed() -> None:
    consumer = AIOKafkaConsumer(
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username="bcs",
        sasl_plain_password="old",
    )
    client = private.client_of(consumer)
    assert isinstance(client, AIOKafkaClient)
    assert client._sasl_plain_password == "old"
    private.set_password(client, "new")
    assert client._sasl_plain_password == "new"
    await consumer.stop()


async def test_a_fetcher_has_a_future_for_its_fault_and_a_consumer_keeps_it_by_that_name() -> None:
    subscriptions = SubscriptionState()
    made = fetcher.Fetcher(AIOKafkaClient(), subscriptions)
    consumer = AIOKafkaConsumer()
    assert consumer._fetcher is None, "it is made at the start"
    consumer._fetcher = made
    assert not private.fault_of(consumer).done()
    consumer._fetcher = None
    await made.close()
    await consumer.stop()


async def test_a_coordinator_can_be_asked_to_join_again() -> None:
    consumer = AIOKafkaConsumer()
    assert consumer._coordinator is None, "it is made at the start"
    assert callable(GroupCoordinator.request_rejoin)
    asked: list[str] = []
    consumer._coordinator = SimpleNamespace(request_rejoin=lambda: asked.append("again"))
    private.rejoin(consumer)
    assert asked == ["again"]
    consumer._coordinator = None
    await consumer.stop()


async def test_what_a_producer_holds_is_given_up() -> None:
    producer = AIOKafkaProducer()
    waiting = producer._message_accumulator
    waiting._batches["place"].append(held := Held())
    private.give_up(producer)
    assert (len(waiting._batches), held.failed) == (0, True)
    await producer.client.close()
    producer._closed = True  # it was never started


class Held:
    """A batch that waits."""

    failed = False

    def failure(self, exception: Exception) -> None:
        self.failed = isinstance(exception, Exception)


def test_what_is_replaced_is_what_the_fetcher_uses() -> None:
    assert {"MemoryRecords", "FetchResult"} <= set(fetcher.PartitionRecords.__init__.__globals__)
    install()
    assert (fetcher.MemoryRecords, fetcher.FetchResult) == (LenientRecords, Share)
    assert {"MemoryRecords", "FetchResult"} <= set(fetcher.Fetcher._proc_fetch_request.__code__.co_names)


def test_the_batch_reader_in_python_has_the_step_that_is_overridden() -> None:
    assert callable(private.PythonBatch._maybe_uncompress)
    for name in ("_update_position", "has_more", "check_assignment"):
        assert callable(getattr(private.FetchResult, name))
