"""A partition that is given away while it is being taken over."""

from typing import Any

from aiokafka import TopicPartition

from kith_chassis.path.ledger import NOT_PLACED
from kith_chassis.path.ownership import Ownership
from kith_chassis.path.work import Owned
from kith_chassis.patience import Patience

HERE = TopicPartition("kith.shared.bcs.events", 0)


class Database:
    """Gives every partition to whoever asks."""

    async def take_over(self, stream: str) -> Owned:
        return Owned(stream, 1, NOT_PLACED, 0, {})

    async def begin(self, starts: list[tuple[Owned, int]]) -> None:
        for each, start in starts:
            each.next = start


class Outbox:
    """Sends what the owner before left; `meanwhile` is what happens during that."""

    def __init__(self, meanwhile: Any) -> None:
        self.epochs: dict[str, int] = {}
        self._meanwhile = meanwhile

    async def take_over(self, epochs: dict[str, int]) -> None:
        self.epochs = epochs
        self._meanwhile()

    def forget(self) -> None:
        self.epochs = {}


class Consumer:
    """Refuses, as aiokafka does, what is asked of a partition that is not assigned."""

    def __init__(self) -> None:
        self.assigned = {HERE}
        self.resumed: list[TopicPartition] = []

    def assignment(self) -> set[TopicPartition]:
        return self.assigned

    async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 5)

    async def end_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 7)

    def seek(self, partition: TopicPartition, offset: int) -> None:
        assert partition in self.assigned
        assert offset == 5

    def resume(self, *partitions: TopicPartition) -> None:
        assert self.assigned.issuperset(partitions)
        self.resumed += partitions


async def test_it_is_owned_from_the_start_of_its_log() -> None:
    consumer, outbox = Consumer(), Outbox(lambda: None)
    ownership = Ownership("bcs.events.views", Database(), outbox, Patience())  # type: ignore[arg-type]

    await ownership.take_over(consumer, [HERE])

    assert ownership.owned[HERE].next == 5
    assert consumer.resumed == [], "the flow judges it first"
    assert outbox.epochs == {ownership.owned[HERE].stream: 1}


async def test_a_subscription_that_changes_meanwhile_takes_it_away_and_ends_nothing() -> None:
    consumer = Consumer()
    outbox = Outbox(consumer.assigned.clear)
    ownership = Ownership("bcs.events.views", Database(), outbox, Patience())  # type: ignore[arg-type]

    await ownership.take_over(consumer, [HERE])

    assert ownership.owned == {}
    assert outbox.epochs == {}
    assert consumer.resumed == []
