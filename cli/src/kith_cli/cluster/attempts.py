"""What is tried, in whose name, and what should come of it: the rights of a body, read from its own point of view."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from kafka.protocol.consumer import FetchRequest, HeartbeatRequest
from kafka.protocol.metadata import FindCoordinatorRequest, MetadataRequest
from kafka.protocol.producer import InitProducerIdRequest, ProduceRequest

from kith_chassis.kafka.cluster import Cluster, new_credential
from kith_cli.cluster import office_requests as office_asks
from kith_cli.cluster.question import Answer, Verdict, asked, logged_in, shown
from kith_contracts.access.cluster import systems_of
from kith_contracts.words import OFFICE

ALLOWED, DENIED = Verdict.ALLOWED, Verdict.DENIED
REGISTRY: Final = "kith.registry"
INTERNAL: Final = "__consumer_offsets"


class Attempt(NamedTuple):
    """One thing that somebody tries."""

    who: str
    what: str
    expected: Verdict
    made: Callable[[], Awaitable[Answer]]


class Tries:
    """Collects what one principal tries."""

    def __init__(self, cluster: Cluster, who: str) -> None:
        self._cluster, self._who = cluster.for_principal(who), who
        self.made: list[Attempt] = []

    def ask(self, expected: Verdict, what: str, request: Any) -> None:
        self.made.append(Attempt(self._who, what, expected, lambda: asked(self._cluster, request)))

    def topics(self, expected: Verdict, way: Callable[[str], Any], *names: str) -> None:
        for name in names:
            self.ask(expected, f"{way.__name__} {name}", way(name))

    def look(self, what: str, request: Any, own: str, hidden: str) -> None:
        self.made.append(Attempt(self._who, what, DENIED, lambda: shown(self._cluster, request, own, hidden)))

    def login(self, expected: Verdict, what: str, **changed: Any) -> None:
        self.made.append(Attempt(self._who, what, expected, lambda: logged_in(self._cluster, **changed)))


def attempts(cluster: Cluster, own: str, other: str, inside: Sequence[str]) -> Iterator[Attempt]:
    """Everything, for a body beside another one, and for the office."""
    for tries in (
        _services(cluster, own, other),
        _services(cluster, other, own),
        _systems(cluster, own, other),
        _lists(cluster, own, other),
        _office(cluster, own),
        _logins(cluster, own, other, inside),
    ):
        yield from tries.made


# The requests


def write(topic: str) -> Any:
    """A batch whose checksum is wrong: who may write is told so, and nothing is written."""
    topic_data, partition_data = ProduceRequest.TopicProduceData, ProduceRequest.TopicProduceData.PartitionProduceData
    damaged = bytes(8) + (49).to_bytes(4) + bytes(4) + b"\x02" + b"\xff" * 4 + bytes(34) + (0).to_bytes(2)
    data = topic_data(name=topic, partition_data=[partition_data(index=0, records=damaged)])
    return ProduceRequest(acks=-1, timeout_ms=5000, topic_data=[data], max_version=12)


def read(topic: str) -> Any:
    """What is at the beginning, without waiting."""
    partition = FetchRequest.FetchTopic.FetchPartition(partition=0, fetch_offset=0, partition_max_bytes=1)
    topics = [FetchRequest.FetchTopic(topic=topic, partitions=[partition])]
    return FetchRequest(max_wait_ms=0, min_bytes=0, max_bytes=1, isolation_level=0, topics=topics, max_version=12)


def describe(topic: str) -> Any:
    topics = [MetadataRequest.MetadataRequestTopic(name=topic)]
    return MetadataRequest(topics=topics, allow_auto_topic_creation=False)


def join(group: str) -> Any:
    """A sign of life of nobody: who may take part in the group is told that it does not know this member."""
    return HeartbeatRequest(group_id=group, generation_id=0, member_id="matrix")


def find(group: str) -> Any:
    return FindCoordinatorRequest(key=group, key_type=0, max_version=3)


def transact(id: str) -> Any:
    return InitProducerIdRequest(transactional_id=id, transaction_timeout_ms=1000, producer_id=-1, producer_epoch=-1)


def produce_idempotently(_: str) -> Any:
    return InitProducerIdRequest(transactional_id=None, transaction_timeout_ms=1000, producer_id=-1, producer_epoch=-1)


# Who tries what


def _services(cluster: Cluster, own: str, other: str) -> Tries:
    tries = Tries(cluster, own)
    mine = [f"kith.private.{own}.directory.commands", f"kith.people.{own}.events.facts"]
    theirs = [f"kith.private.{other}.directory.commands", f"kith.people.{other}.events.facts"]
    inboxes = [f"kith.inbox.{other}.events", f"kith.inbox.{other}.directory"]
    tries.topics(ALLOWED, write, *mine, f"kith.shared.{own}.directory", *inboxes)
    tries.topics(DENIED, write, *theirs, f"kith.shared.{other}.directory", REGISTRY, INTERNAL)
    tries.topics(ALLOWED, read, *mine, f"kith.inbox.{own}.events", f"kith.shared.{other}.events", REGISTRY)
    tries.topics(DENIED, read, *theirs, *inboxes, INTERNAL)
    tries.topics(ALLOWED, describe, *mine, *inboxes)
    tries.topics(DENIED, describe, *theirs, f"kith.private.{other}.nothing.commands", INTERNAL)
    tries.topics(ALLOWED, join, f"{own}.events", f"{own}.events.views")
    tries.topics(DENIED, join, f"{other}.events", f"{systems_of(own)}.crm")
    tries.topics(ALLOWED, find, f"{own}.events")
    tries.topics(DENIED, find, f"{other}.events")
    tries.topics(ALLOWED, produce_idempotently, "")
    tries.topics(DENIED, transact, f"{own}.events")
    tries.topics(DENIED, office_asks.create, f"kith.private.{own}.matrix")
    tries.topics(DENIED, office_asks.delete, f"kith.private.{other}.matrix")
    for way in (office_asks.empty, office_asks.enlarge, office_asks.configure, office_asks.show_settings):
        tries.topics(DENIED, way, mine[0])
    tries.topics(DENIED, office_asks.end_group, f"{own}.matrix")
    for of_all in office_asks.OF_THE_CLUSTER:
        tries.ask(DENIED, of_all.__name__, of_all())
    return tries


def _systems(cluster: Cluster, own: str, other: str) -> Tries:
    systems = systems_of(own)
    tries = Tries(cluster, systems)
    people = [f"kith.people.{own}.{service}" for service in ("directory.facts", "events.commands", "notify.facts")]
    private = f"kith.private.{own}"
    tries.topics(ALLOWED, write, f"{private}.directory.commands", f"{private}.events.commands")
    tries.topics(DENIED, write, f"{private}.directory.facts", f"kith.shared.{own}.directory", *people, REGISTRY)
    tries.topics(DENIED, write, f"kith.inbox.{other}.events", f"kith.private.{other}.directory.commands")
    tries.topics(
        ALLOWED, read, f"{private}.directory.facts", f"{private}.events.commands", f"kith.shared.{other}.events"
    )
    tries.topics(DENIED, read, *people, f"kith.inbox.{own}.events", f"kith.private.{other}.directory.facts", INTERNAL)
    tries.topics(DENIED, describe, *people)
    tries.topics(ALLOWED, join, f"{systems}.crm")
    tries.topics(DENIED, join, f"{own}.events", f"{systems_of(other)}.crm")
    tries.topics(DENIED, office_asks.create, f"{private}.matrix")
    tries.topics(DENIED, office_asks.empty, f"{private}.directory.commands")
    tries.ask(DENIED, "list rights", office_asks.list_rights())
    return tries


def _lists(cluster: Cluster, own: str, other: str) -> Tries:
    """What is listed without a name being given."""
    tries = Tries(cluster, own)
    everything = MetadataRequest(topics=None, allow_auto_topic_creation=False)
    for area in ("private", "people"):
        mine = f"kith.{area}.{own}.directory.commands"
        tries.look(f"see kith.{area}.{other}.* in the list of topics", everything, mine, f"kith.{area}.{other}.")
    tries.look("see internal topics in the list of topics", everything, REGISTRY, "__")
    return tries


def _office(cluster: Cluster, own: str) -> Tries:
    """That the office may proves that the others are refused for who they are."""
    tries = Tries(cluster, OFFICE)
    tries.topics(ALLOWED, write, REGISTRY)
    tries.topics(ALLOWED, office_asks.create, f"kith.private.{own}.matrix")
    tries.topics(ALLOWED, office_asks.enlarge, f"kith.private.{own}.directory.commands")
    for way in office_asks.OF_THE_CLUSTER:
        tries.ask(ALLOWED, way.__name__, way())
    return tries


def _logins(cluster: Cluster, own: str, other: str, inside: Sequence[str]) -> Tries:
    tries = Tries(cluster, own)
    stranger = new_credential("stranger")
    tries.login(ALLOWED, "log in by SCRAM-SHA-512")
    for mechanism in ("PLAIN", "SCRAM-SHA-256"):
        tries.login(DENIED, f"log in by {mechanism}", sasl_mechanism=mechanism)
    tries.login(DENIED, "go on without a login", security_protocol="PLAINTEXT")
    tries.login(DENIED, "log in with a wrong password", sasl_plain_password=stranger.password)
    tries.login(DENIED, "log in with an empty password", sasl_plain_password="")
    for user in (other, OFFICE, "broker", "stranger", systems_of(own), f"{own} ", own.upper()):
        tries.login(DENIED, f"log in as {user!r} with its own password", sasl_plain_username=user)
    for address in inside:
        for mechanism in ("SCRAM-SHA-512", "PLAIN"):
            what = f"log in at {address} by {mechanism}"
            tries.login(DENIED, what, bootstrap_servers=address, sasl_mechanism=mechanism)
        what = f"go on without a login at {address}"
        tries.login(DENIED, what, bootstrap_servers=address, security_protocol="PLAINTEXT")
    return tries
