"""The client that reads for a flow: FastStream's subscriber, told to decide nothing by itself."""

from collections.abc import Sequence
from typing import Any

from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.message import StreamMessage

from kith_chassis.kafka.cluster import FETCH_MS, Cluster
from kith_chassis.path.flow import Flow
from kith_chassis.settings import Settings


def broker_of(cluster: Cluster, name: str) -> KafkaBroker:
    """The connections of a service that only reads by them."""
    return KafkaBroker(
        cluster.bootstrap,
        security=cluster.security(),
        client_id=name,
        logger=None,
        consumer_only=True,
        allow_auto_create_topics=False,
        apply_types=False,
        graceful_timeout=1,
    )


def subscriber_of(broker: KafkaBroker, topics: Sequence[str], settings: Settings, flow: Flow) -> Any:
    """Reads these topics for a flow, as fetched."""
    subscriber = broker.subscriber(
        *topics,
        batch=True,
        group_id=flow.group,
        listener=flow,
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="earliest",
        max_records=settings.batch,
        max_partition_fetch_bytes=4_000_000,
        fetch_max_bytes=4_000_000,
        batch_timeout_ms=1,  # FastStream's pause after an empty fetch; the flow sets how long one waits
        fetch_max_wait_ms=FETCH_MS,
        consumer_timeout_ms=2000,  # so long what was fetched may wait to be taken: a fetch meanwhile leaves it out
        partition_assignment_strategy=(RangePartitionAssignor,),
        session_timeout_ms=settings.session_timeout_ms,
        heartbeat_interval_ms=settings.session_timeout_ms // 4,
        max_poll_interval_ms=1_800_000,
        parser=_as_fetched,
        decoder=_untouched,
    )

    async def handle(records: Any) -> None:
        await flow.handle(records)

    subscriber(handle)
    return subscriber


async def _as_fetched(records: Any) -> StreamMessage[Any]:
    return StreamMessage(raw_message=records, body=records, correlation_id="batch")


async def _untouched(message: StreamMessage[Any]) -> Any:
    return message.body
