"""The same desired state for Kubernetes: resources of Strimzi, whose operators then own topics, users and rights.

API `kafka.strimzi.io/v1`. The topic operator and the user operator must be the only ones who change the cluster: the
user operator deletes rights that no KafkaUser names.
"""

from itertools import groupby
from typing import Any, Final

import yaml

from kith_cli.cluster.state import Desired
from kith_contracts.access.cluster import Right
from kith_contracts.topics import Topic

CLUSTER: Final = "kith"
"""The name of the Kafka resource."""
REPLICAS: Final = 3
API: Final = "kafka.strimzi.io/v1"


def rendered(wanted: Desired) -> str:
    """One YAML document a resource, topics first."""
    documents = [*map(_topic, wanted.topics.values()), *[_user(wanted, user) for user in sorted(wanted.users)]]
    return yaml.safe_dump_all(documents, sort_keys=False, width=120, explicit_start=True)


def _resource(kind: str, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    metadata = {"name": name, "labels": {"strimzi.io/cluster": CLUSTER}}
    return {"apiVersion": API, "kind": kind, "metadata": metadata, "spec": spec}


def _topic(topic: Topic) -> dict[str, Any]:
    spec = {"partitions": topic.partitions, "replicas": REPLICAS, "config": dict(sorted(topic.config.items()))}
    return _resource("KafkaTopic", topic.name, spec)


def _user(wanted: Desired, user: str) -> dict[str, Any]:
    rights = sorted((right for right in wanted.rights if right.principal == user), key=_where)
    quota = wanted.quotas[user]
    return _resource(
        "KafkaUser",
        user,
        {
            "authentication": {"type": "scram-sha-512"},
            "authorization": {
                "type": "simple",
                "acls": [_rule(*where, list(group)) for where, group in groupby(rights, key=_where)],
            },
            "quotas": {
                "producerByteRate": quota.producer_byte_rate,
                "consumerByteRate": quota.consumer_byte_rate,
                "requestPercentage": quota.request_percentage,
            },
        },
    )


def _where(right: Right) -> tuple[str, str, str]:
    return right.resource, right.pattern, right.name


def _rule(resource: str, pattern: str, name: str, rights: list[Right]) -> dict[str, Any]:
    kind = {"prefixed": "prefix"}.get(pattern, pattern)
    operations = sorted(right.operation.capitalize() for right in rights)
    return {
        "type": "allow",
        "resource": {"type": resource, "name": name, "patternType": kind},
        "operations": operations,
        "host": "*",
    }
