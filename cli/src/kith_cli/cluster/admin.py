"""The cluster's admin API, as the office uses it: what is there, and changes, each kind in one request.

kafka-python has what aiokafka lacks: it raises when access control may not be read, where others see an empty cluster.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Final, Self

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ConfigResource,
    ConfigResourceType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
    ScramMechanism,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)
from kafka.errors import KafkaError, for_code
from kafka.protocol.admin import AlterClientQuotasRequest, DescribeClientQuotasRequest

from kith_chassis.kafka.cluster import ITERATIONS, Cluster, Credential
from kith_cli.cluster.client import admin_client, sent
from kith_cli.cluster.plan import Settings
from kith_cli.cluster.state import PREFIX, State
from kith_cli.errors import StackError
from kith_contracts.access.cluster import Quota, Right
from kith_contracts.topics import Topic

_ALL_RIGHTS: Final = ACLFilter(
    None,
    None,
    ACLOperation.ANY,
    ACLPermissionType.ANY,
    ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY),
)
_ANY_NAMED: Final = 2
"""In a filter of quotas: every user that has a name, as opposed to the default for all."""
_ALREADY, _UNKNOWN_TOPIC, _NO_SUCH_USER = 36, 3, 91


class Admin:
    """One connection. Blocks: call it in a thread. What goes wrong is a StackError."""

    def __init__(self, cluster: Cluster) -> None:
        self._replicas = int(os.environ.get("KITH_KAFKA_REPLICAS", "1"))
        self._cluster = cluster
        self._client: Any = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with _told():
            self._client = self._open.enter_context(admin_client(self._cluster))
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    # What there is

    def observe(self, topics: Collection[str] | None = None) -> State:
        """Everything on the cluster; of the topics of Kith only these, if some are named."""
        with _told():
            return State(self._topics(topics), self._users(), self._rights(), self._quotas())

    def _topics(self, names: Collection[str] | None) -> dict[str, Topic]:
        described = self._client.describe_topics(None if names is None else list(names))
        partitions = {
            each["name"]: len(each["partitions"])
            for each in described
            if each["error_code"] == 0 and each["name"].startswith(PREFIX)
        }
        if not partitions:
            return {}
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in partitions]
        configs = self._client.describe_configs(resources)["topic"]
        return {name: Topic(name, count, _own(configs[name])) for name, count in partitions.items()}

    def _users(self) -> frozenset[str]:
        return frozenset(self._client.describe_user_scram_credentials())

    def _rights(self) -> frozenset[Right]:
        found, _ = self._client.describe_acls(_ALL_RIGHTS)
        return frozenset(_right(each) for each in found)

    def _quotas(self) -> dict[str, Quota]:
        component = DescribeClientQuotasRequest.ComponentData(entity_type="user", match_type=_ANY_NAMED, match=None)
        answer = sent(self._client, DescribeClientQuotasRequest(components=[component], strict=True))
        _check("quotas", answer.error_code)
        return {
            entry.entity[0].entity_name: Quota(*[int(values.get(name, 0)) for name in Quota._fields])
            for entry in answer.entries or []
            if (values := {value.key: value.value for value in entry.values})
        }

    # Changes. Repeating one is no error, so two people may do the same at the same time.

    def create_topics(self, topics: Iterable[Topic]) -> None:
        """Returns when each partition has a leader."""
        wanted = {
            each.name: {
                "num_partitions": each.partitions,
                "replication_factor": self._replicas,
                "configs": each.config,
            }
            for each in topics
        }
        with _told():
            for each in self._client.create_topics(wanted, raise_errors=False)["topics"]:
                _check(each["name"], each["error_code"], but=_ALREADY)
            self._client.wait_for_topics(list(wanted))

    def configure(self, changes: Mapping[str, Settings]) -> None:
        """Set these of each topic, or take them back to the broker's default."""
        resources = [
            ConfigResource(
                ConfigResourceType.TOPIC,
                name,
                {key: ("DELETE", None) if value is None else ("SET", value) for key, value in settings},
            )
            for name, settings in changes.items()
        ]
        with _told():
            answers = self._client.alter_configs(resources, raise_on_unknown=False)["topic"]
        if wrong := {name: answer for name, answer in answers.items() if answer != "OK"}:
            raise StackError(f"Topics cannot be configured: {wrong}")

    def set_passwords(self, credentials: Iterable[Credential]) -> None:
        """Make these users, or give them other passwords. Connections that are open stay open."""
        mechanism = ScramMechanism.SCRAM_SHA_512
        self._alter_users(
            [UserScramCredentialUpsertion(each.user, mechanism, each.password, ITERATIONS) for each in credentials]
        )

    def delete_users(self, users: Iterable[str]) -> None:
        """Nobody logs in as these any more. Take their rights first: connections that are open stay open."""
        there = self._users()
        mechanism = ScramMechanism.SCRAM_SHA_512
        self._alter_users([UserScramCredentialDeletion(user, mechanism) for user in users if user in there])

    def _alter_users(self, alterations: Sequence[Any]) -> None:
        with _told():
            answers = self._client.alter_user_scram_credentials(alterations) if alterations else {}
        if wrong := {user: why for user, why in answers.items() if why}:
            raise StackError(f"Users cannot be changed: {wrong}")

    def allow(self, rights: Iterable[Right]) -> None:
        with _told():
            for error in self._client.create_acls([_acl(right) for right in rights])["failed"]:
                raise error

    def revoke(self, rights: Iterable[Right]) -> None:
        """Bites at once, also on connections that are open."""
        with _told():
            for _, _, error in self._client.delete_acls([_acl_filter(right) for right in rights]):
                _check("rights", error.errno)

    def set_quotas(self, quotas: Mapping[str, Quota | None]) -> None:
        """Slow these principals down to that; None for as fast as the broker is."""
        entry, request = AlterClientQuotasRequest.EntryData, AlterClientQuotasRequest
        entries = [
            entry(
                entity=[entry.EntityData(entity_type="user", entity_name=principal)],
                ops=[
                    entry.OpData(key=name, value=float(quota[at]) if quota else 0.0, remove=quota is None)
                    for at, name in enumerate(Quota._fields)
                ],
            )
            for principal, quota in quotas.items()
        ]
        with _told():
            for answer in sent(self._client, request(entries=entries, validate_only=False)).entries:
                _check("quotas", answer.error_code)

    def delete_topics(self, names: Sequence[str]) -> None:
        """For good, with all that is on them."""
        with _told():
            for each in self._client.delete_topics(names, raise_errors=False)["topics"]:
                _check(each["name"], each["error_code"], but=_UNKNOWN_TOPIC)


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the client in words for a person."""
    try:
        yield
    except KafkaError as error:
        raise StackError(
            f"The cluster does not do that ({type(error).__name__}). Is it reached, and with the office's credential?"
        ) from None


def _check(what: str, code: int, but: int = 0) -> None:
    if code not in (0, but):
        raise StackError(f"The cluster refuses a change of {what}: {for_code(code).__name__}.")


def _own(config: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {
        name: str(each["value"]) for name, each in config.items() if each["config_source"] == "DYNAMIC_TOPIC_CONFIG"
    }


def _right(acl: ACL) -> Right:
    pattern = acl.resource_pattern
    return Right(
        acl.principal.removeprefix("User:"),
        acl.operation.name.lower(),
        pattern.resource_type.name.lower(),
        pattern.pattern_type.name.lower(),
        pattern.resource_name,
        acl.permission_type.name.lower(),
        acl.host,
    )


def _parts(right: Right) -> tuple[Any, ...]:
    principal = right.principal if ":" in right.principal else f"User:{right.principal}"
    operation, permission = ACLOperation[right.operation.upper()], ACLPermissionType[right.permission.upper()]
    where = ResourceType[right.resource.upper()], right.name, ACLResourcePatternType[right.pattern.upper()]
    return principal, right.host, operation, permission, where


def _acl(right: Right) -> ACL:
    *who, where = _parts(right)
    return ACL(*who, ResourcePattern(*where))


def _acl_filter(right: Right) -> ACLFilter:
    *who, where = _parts(right)
    return ACLFilter(*who, ResourcePatternFilter(*where))
