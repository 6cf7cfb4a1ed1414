"""The AsyncAPI document: committed as generated, complete, as the official schema says, and true to the rights.

What the official parser says of it is tried by `make clients`, because it needs npm.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema_rs import validator_for
from support.instances import valid
from support.records import SAMPLES, golden

from kith_chassis.kafka.cluster import MECHANISM
from kith_chassis.path.mark import is_for_systems
from kith_cli.published.asyncapi import CHANNELS, document
from kith_cli.published.asyncapi_systems import USES
from kith_cli.published.schemas import as_text, file_name
from kith_contracts.access.cluster import rights_of, systems_of
from kith_contracts.access.table import TABLE
from kith_contracts.descriptions import flowing
from kith_contracts.message import Command, Done, Fact, Message, Refused
from kith_contracts.registry import MODELS, Unreadable, topics_for
from kith_contracts.topics import Channel

ROOT: Final = Path(__file__).parents[2]
COMMITTED: Final = ROOT / "docs" / "asyncapi.json"
SPECIFICATION: Final = ROOT / "tests" / "support" / "asyncapi_spec" / "asyncapi.json"
DOCUMENT: Final = document()
MESSAGES: Final = DOCUMENT["components"]["messages"]

OFFICIAL: Final = validator_for(json.loads(SPECIFICATION.read_text("utf-8")))


def test_the_committed_document_is_that_of_the_code() -> None:
    assert COMMITTED.read_text("utf-8") == as_text(DOCUMENT), "run `kith contracts export` and commit it"


def test_it_is_as_the_official_schema_of_asyncapi_3_says() -> None:
    assert [f"{error.instance_path}: {error.message}" for error in OFFICIAL.iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize("part", ["servers", "operations", "channels"])
def test_the_official_schema_refuses_what_it_does_not_know(part: str) -> None:
    broken = deepcopy(DOCUMENT)
    next(iter(broken[part].values()))["unheard-of"] = True
    assert not OFFICIAL.is_valid(broken)


def _references(part: Any) -> Iterator[str]:
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _references(value)
    if isinstance(part, dict) and isinstance(part.get("$ref"), str):
        assert len(part) == 1, "what stands beside a reference is ignored"
        yield part["$ref"]


def _found(reference: str) -> Any:
    place: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        place = place[step]
    return place


def test_each_reference_leads_somewhere() -> None:
    references = set(_references(DOCUMENT))
    assert len(references) > len(MODELS)
    assert all(_found(reference) for reference in references)


def test_each_channel_is_a_topic_as_it_has_to_be() -> None:
    topics = {topic.name: topic for topic in topics_for(["bcs"])}
    channels = {each["address"].replace("{body}", "bcs"): each for each in DOCUMENT["channels"].values()}
    assert set(channels) == set(topics)
    for name, topic in topics.items():
        binding = channels[name]["bindings"]["kafka"]
        assert binding["partitions"] == topic.partitions
        settings = binding["topicConfiguration"]
        flat = {key: value[0] if isinstance(value, list) else str(value) for key, value in settings.items()}
        assert flat == topic.config
        assert ("parameters" in channels[name]) is ("{body}" in channels[name]["address"])


def test_each_message_is_on_its_channel() -> None:
    for channel in DOCUMENT["channels"].values():
        for name in channel["messages"]:
            model = MODELS[MESSAGES[name]["name"]]
            assert model.contract.topic("{body}") == channel["address"]
    assert sum(len(channel["messages"]) for channel in DOCUMENT["channels"].values()) == len(MODELS) == len(MESSAGES)


def test_each_message_shows_a_golden_one_that_fits(subtests: pytest.Subtests) -> None:
    for name in MESSAGES:
        with subtests.test(name):
            message, sample = MESSAGES[name], SAMPLES[f"{name}.json"]
            (example,) = message["examples"]
            assert (example["headers"], example["payload"]) == (sample["headers"], sample["data"])
            schemas = {"components": DOCUMENT["components"]}
            assert valid(message["payload"] | schemas, example["payload"])
            assert not valid(message["payload"] | schemas, {})
            assert valid(message["headers"] | schemas, example["headers"])
            assert not valid(message["headers"] | schemas, example["headers"] | {"ce_type": "another"})
            assert message["name"] == sample["headers"]["ce_type"]
            assert message["x-kith-schema"] == f"contracts/schemas/{name}.json"


def _messages(operation: dict[str, Any]) -> list[type[Message]]:
    return [MODELS[_found(_found(each["$ref"])["$ref"])["name"]] for each in operation["messages"]]


def _allowed(operation: str, topic: str) -> bool:
    """Whether the systems of the body `bcs` have this right on the topic."""
    rights = [each for each in rights_of("bcs") if each[:3] == (systems_of("bcs"), operation, "topic")]
    return any(topic == each.name or (each.pattern == "prefixed" and topic.startswith(each.name)) for each in rights)


def test_the_operations_are_what_the_rights_of_the_cluster_allow() -> None:
    topics = {name: each["address"].replace("{body}", "bcs") for name, each in DOCUMENT["channels"].items()}
    sent = {f"send.{name}" for name, topic in topics.items() if _allowed("write", topic)}
    read = {f"receive.{name}" for name, topic in topics.items() if _allowed("read", topic)}
    commands = {name.replace("send.", "receive.") for name in sent}  # of those a system needs no copy
    assert set(DOCUMENT["operations"]) == sent | (read - commands)
    assert len(sent) == 3


def test_a_system_sends_the_commands_that_the_table_of_rights_lets_it_send() -> None:
    for name, operation in DOCUMENT["operations"].items():
        told = [model for model in MODELS.values() if operation["channel"]["$ref"] == _place(model)]
        facts = [model for model in told if issubclass(model, Fact)]
        commands = [model for model in told if is_for_systems(model.model_construct())]
        assert set(_messages(operation)) == {*facts, *commands}, name
        assert {issubclass(model, Command) for model in told} == {operation["action"] == "send"}


def _place(model: type[Message]) -> str:
    address = model.contract.topic("{body}")
    return next(f"#/channels/{name}" for name, each in DOCUMENT["channels"].items() if each["address"] == address)


def test_the_outcome_of_a_command_comes_on_a_channel_that_systems_receive() -> None:
    received = {each["channel"]["$ref"] for each in DOCUMENT["operations"].values() if each["action"] == "receive"}
    replies = {name: each["reply"] for name, each in DOCUMENT["operations"].items() if each["action"] == "send"}
    for name, reply in replies.items():
        assert reply["channel"]["$ref"] in received
        kinds = [MODELS[_found(each["$ref"])["name"]] for each in _found(reply["channel"]["$ref"])["messages"].values()]
        tells_all = name == "send.private.commands.notify"  # whatever is said of a webhook, its state is a fact
        assert {Refused, Fact if tells_all else Done} <= {kind.__base__ for kind in kinds}, name


def test_a_system_signs_in_at_a_server_that_the_document_names() -> None:
    (server,) = DOCUMENT["servers"].values()
    assert set(re.findall(r"{(\w+)}", server["host"])) == set(server["variables"])
    schemes = [_found(each["$ref"])["type"] for each in server["security"]]
    assert [each.casefold() for each in schemes] == [MECHANISM.replace("-", "").casefold()]


def test_the_name_of_a_consumer_group_is_one_that_the_rights_of_the_cluster_allow() -> None:
    (prefix,) = {each.name for each in rights_of("bcs") if each[0] == systems_of("bcs") and each.resource == "group"}
    for operation in DOCUMENT["operations"].values():
        if operation["action"] == "receive":
            pattern = operation["bindings"]["kafka"]["groupId"]["pattern"]
            assert re.search(pattern, f"{prefix}crm")
            assert not re.search(pattern, "bcs.crm")


def test_all_channels_are_described_and_those_of_systems_have_an_operation() -> None:
    assert set(CHANNELS) == set(Channel)
    assert {channel for channel, _ in USES} == {Channel.SHARED, Channel.PRIVATE_COMMANDS, Channel.PRIVATE_FACTS}


def test_what_a_service_sends_to_itself_says_so() -> None:
    """Every other command to a service of home is a line in the table of rights."""
    for model in MODELS.values():
        if issubclass(model, Command) and model.contract.channel is not Channel.INBOX:
            operation = f"{model.contract.service}-{model.contract.name}"
            in_table = any(line.partition("/")[0] == operation for line in TABLE)
            assert ("sends this to " in flowing(str(model.__doc__))) is not in_table, operation


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("ce_id", "two words"),
        ("ce_source", "urn:kith:source:bcs/"),
        ("ce_source", "urn:kith:source:BCS/events"),
        ("ce_source", "/bcs/events"),
        ("kith-number", "-1"),
        ("kith-stream", "$set"),
        ("ce_correlationid", ""),
    ],
)
def test_a_header_that_readers_refuse_does_not_fit_the_document(name: str, bad: str) -> None:
    headers, schema = SAMPLES["events.event-published.v1.json"]["headers"], DOCUMENT["components"]["schemas"]["Headers"]
    assert valid(schema, headers)
    assert not valid(schema, headers | {name: bad})
    with pytest.raises(Unreadable):
        golden("events.event-published").with_header(name, bad.encode()).read()


def test_the_headers_that_readers_look_at_are_described() -> None:
    described = DOCUMENT["components"]["schemas"]["Headers"]["properties"]
    shown = {header for sample in SAMPLES.values() for header in sample["headers"]}
    assert shown <= set(described)
    assert {file_name(model.contract) for model in MODELS.values()} == set(SAMPLES)
