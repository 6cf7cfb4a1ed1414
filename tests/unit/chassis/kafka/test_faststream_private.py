"""The private attribute of FastStream that Kith uses is there."""

from faststream.kafka import KafkaBroker

from kith_chassis.kafka.faststream_private import set_topics


def test_a_subscriber_reads_the_topics_that_were_set() -> None:
    subscriber = KafkaBroker("127.0.0.1:1").subscriber("kith.registry", batch=True)
    assert subscriber.topic_names == ["kith.registry"]
    set_topics(subscriber, ["kith.shared.bcs.events", "kith.shared.iop.events"])
    assert subscriber.topic_names == ["kith.shared.bcs.events", "kith.shared.iop.events"]
