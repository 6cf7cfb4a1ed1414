"""What the office alone may ask for, in a form that changes nothing even where it is allowed."""

from collections.abc import Callable
from typing import Any, Final

from kafka.admin import ACLOperation, ACLPermissionType, ACLResourcePatternType, ConfigResourceType, ResourceType
from kafka.protocol.admin import (
    AlterClientQuotasRequest,
    AlterUserScramCredentialsRequest,
    CreatePartitionsRequest,
    CreateTopicsRequest,
    DeleteAclsRequest,
    DeleteGroupsRequest,
    DeleteRecordsRequest,
    DeleteTopicsRequest,
    DescribeAclsRequest,
    DescribeClientQuotasRequest,
    DescribeConfigsRequest,
    DescribeLogDirsRequest,
    DescribeUserScramCredentialsRequest,
    IncrementalAlterConfigsRequest,
)

NOBODY: Final = "nobody-of-that-name"
_ACL: Final = {
    "resource_type_filter": ResourceType.ANY,
    "resource_name_filter": None,
    "pattern_type_filter": ACLResourcePatternType.ANY,
    "principal_filter": f"User:{NOBODY}",
    "host_filter": None,
    "operation": ACLOperation.ANY,
    "permission_type": ACLPermissionType.ANY,
}


def create(topic: str) -> Any:
    """For validation only."""
    new = CreateTopicsRequest.CreatableTopic(
        name=topic, num_partitions=1, replication_factor=-1, assignments=[], configs=[]
    )
    return CreateTopicsRequest(topics=[new], timeout_ms=5000, validate_only=True)


def delete(topic: str) -> Any:
    """Of a topic that does not exist."""
    return DeleteTopicsRequest(topics=[DeleteTopicsRequest.DeleteTopicState(name=topic)], timeout_ms=5000)


def empty(topic: str) -> Any:
    """Delete all records before the first."""
    topic_type = DeleteRecordsRequest.DeleteRecordsTopic
    partitions = [topic_type.DeleteRecordsPartition(partition_index=0, offset=0)]
    return DeleteRecordsRequest(topics=[topic_type(name=topic, partitions=partitions)], timeout_ms=5000)


def enlarge(topic: str) -> Any:
    """More partitions, for validation only."""
    wanted = CreatePartitionsRequest.CreatePartitionsTopic(name=topic, count=64, assignments=None)
    return CreatePartitionsRequest(topics=[wanted], timeout_ms=5000, validate_only=True)


def configure(topic: str) -> Any:
    """Another retention, for validation only."""
    return _alter(ConfigResourceType.TOPIC, topic, "retention.ms", "1000")


def configure_brokers() -> Any:
    """For validation only."""
    return _alter(ConfigResourceType.BROKER, "", "log.cleaner.threads", "1")


def _alter(kind: ConfigResourceType, name: str, key: str, value: str) -> Any:
    resource = IncrementalAlterConfigsRequest.AlterConfigsResource
    configs = [resource.AlterableConfig(name=key, config_operation=0, value=value)]
    resources = [resource(resource_type=kind.value, resource_name=name, configs=configs)]
    return IncrementalAlterConfigsRequest(resources=resources, validate_only=True)


def show_settings(topic: str) -> Any:
    resource = DescribeConfigsRequest.DescribeConfigsResource(
        resource_type=ConfigResourceType.TOPIC.value, resource_name=topic, configuration_keys=None
    )
    return DescribeConfigsRequest(resources=[resource])


def end_group(group: str) -> Any:
    """Of a group that does not exist."""
    return DeleteGroupsRequest(groups_names=[group])


def list_rights() -> Any:
    return DescribeAclsRequest(**_ACL)


def take_rights() -> Any:
    """From nobody."""
    return DeleteAclsRequest(filters=[DeleteAclsRequest.DeleteAclsFilter(**_ACL)])


def list_users() -> Any:
    return DescribeUserScramCredentialsRequest(users=[(NOBODY,)])  # for all, a broker that refuses gives no answer


def delete_user() -> Any:
    """One that does not exist."""
    return AlterUserScramCredentialsRequest(deletions=[(NOBODY, 2)], upsertions=[])


def list_quotas() -> Any:
    component = DescribeClientQuotasRequest.ComponentData(entity_type="user", match_type=2, match=None)
    return DescribeClientQuotasRequest(components=[component], strict=True)


def set_quota() -> Any:
    """For validation only."""
    entry = AlterClientQuotasRequest.EntryData
    entity = [entry.EntityData(entity_type="user", entity_name=NOBODY)]
    operations = [entry.OpData(key="producer_byte_rate", value=1.0, remove=False)]
    return AlterClientQuotasRequest(entries=[entry(entity=entity, ops=operations)], validate_only=True)


def list_disks() -> Any:
    return DescribeLogDirsRequest(topics=None)


OF_THE_CLUSTER: Final[tuple[Callable[[], Any], ...]] = (
    list_rights,
    take_rights,
    list_users,
    delete_user,
    list_quotas,
    set_quota,
    configure_brokers,
    list_disks,
)
