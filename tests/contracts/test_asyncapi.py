"""The AsyncAPI document: committed as generated, complete, and sound by itself.

The official schema for 3.0.0 is too large to keep here; what it demands of the parts that we use is `SHAPE`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.instances import valid
from support.records import SAMPLES, golden

from kith_cli.published.asyncapi import ACTIONS, CHANNELS, TO_ITSELF, document
from kith_cli.published.schemas import as_text, file_name
from kith_contracts.message import Command
from kith_contracts.registry import MODELS, Unreadable, topics_for
from kith_contracts.topics import Channel

COMMITTED: Final = Path(__file__).parents[2] / "docs" / "asyncapi.json"
DOCUMENT: Final = document()
MESSAGES: Final = DOCUMENT["components"]["messages"]

REFERENCE: Final = {"required": ["$ref"], "properties": {"$ref": {"type": "string"}}, "maxProperties": 1}
SHAPE: Final = {
    "type": "object",
    "required": ["asyncapi", "info", "channels", "operations", "components"],
    "properties": {
        "asyncapi": {"const": "3.0.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "defaultContentType": {"const": "application/json"},
        "channels": {
            "additionalProperties": {
                "required": ["address", "messages"],
                "properties": {
                    "address": {"type": "string"},
                    "messages": {"minProperties": 1, "additionalProperties": REFERENCE},
                    "parameters": {"propertyNames": {"const": "body"}, "minProperties": 1},
                    "bindings": {"required": ["kafka"]},
                    "description": {"type": "string", "minLength": 20},
                },
                "additionalProperties": False,
            },
        },
        "operations": {
            "additionalProperties": {
                "required": ["action", "channel", "messages"],
                "properties": {
                    "action": {"enum": ["send", "receive"]},
                    "summary": {"type": "string"},
                    "description": {"type": "string"},
                    "channel": REFERENCE,
                    "messages": {"type": "array", "minItems": 1, "items": REFERENCE},
                },
                "additionalProperties": False,
            },
        },
        "components": {
            "properties": {"messages": {}, "schemas": {}, "correlationIds": {}},
            "additionalProperties": {"propertyNames": {"pattern": r"^[\w.\-]+$"}},
        },
    },
    "additionalProperties": False,
}


def test_the_committed_document_is_that_of_the_code() -> None:
    assert COMMITTED.read_text("utf-8") == as_text(DOCUMENT), "run `kith contracts export` and commit it"


def test_the_document_has_the_shape_of_asyncapi_3() -> None:
    assert valid(SHAPE, DOCUMENT)


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


def test_a_system_sends_commands_and_reads_facts_and_none_about_people() -> None:
    for name, operation in DOCUMENT["operations"].items():
        channel = _found(operation["channel"]["$ref"])
        models = [MODELS[_found(_found(each["$ref"])["$ref"])["name"]] for each in operation["messages"]]
        assert name.startswith(operation["action"])
        assert not re.search(r"people|inbox", channel["address"])
        assert {issubclass(model, Command) for model in models} == {operation["action"] == "send"}
        assert not {model.contract.name for model in models} & TO_ITSELF
    names = set(DOCUMENT["operations"])
    assert {"send.private.commands.events", "receive.shared.directory", "receive.registry"} <= names


def test_all_channels_are_described_and_those_of_systems_have_an_operation() -> None:
    assert set(CHANNELS) == set(Channel)
    assert set(Channel) - set(ACTIONS) == {Channel.INBOX, Channel.PEOPLE_COMMANDS, Channel.PEOPLE_FACTS}


def test_what_a_service_sends_to_itself_says_so() -> None:
    said = {model.contract.name: " ".join(str(model.__doc__).split()) for model in MODELS.values()}
    assert {name for name, words in said.items() if "sends this to " in words} == TO_ITSELF


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
