"""The contracts as one AsyncAPI 3.0.0 document, as a body's own system sees them: what it sends, what it receives.

Self-contained: payloads stand in it in AsyncAPI's own schema format (a superset of JSON Schema draft 7, which knows all
keywords that we use), because few tools read schemas of 2020-12 inside a document. The Kafka bindings are of 0.5.0.
"""

from collections import defaultdict
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

from kith_cli.published.asyncapi_headers import HEADERS
from kith_cli.published.asyncapi_systems import BINDING, SECURITY, SERVERS, USES, is_for_systems, operation
from kith_cli.published.golden.all import samples
from kith_cli.published.schemas import file_name, key_of, schema_of, topic_of
from kith_contracts.descriptions import flowing
from kith_contracts.message import Fact, Message
from kith_contracts.registry import LARGEST, MODELS, topics_for
from kith_contracts.topics import Channel

Json = dict[str, Any]

CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.REGISTRY: "The consortium's office to Kith's services: which bodies take part. No system reads it.",
    Channel.SHARED: "A body to everyone: what is public. The newest version of an entity is its state.",
    Channel.INBOX: "Other bodies to this one. Written and read by Kith's services; no system reads or writes it.",
    Channel.PRIVATE_COMMANDS: "A body's systems to its services: requests about networks, events and webhooks.",
    Channel.PRIVATE_FACTS: "A body's services to its systems: networks, agreements, refusals; never people.",
    Channel.PEOPLE_COMMANDS: "Requests about people, as Kith's own HTTP API took them. No system reads or writes it.",
    Channel.PEOPLE_FACTS: "Facts about people, sealed, between the Kith services of one body.",
}


def document() -> Json:
    """The whole document; the same contracts give the same document."""
    goldens, schemas, messages = samples(), _Schemas(), {}
    for name, model in sorted((_name(model), model) for model in MODELS.values()):
        messages[name] = _message(model, goldens[file_name(model.contract)])
        schemas.add(model)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Kith",
            "version": version("kith-contracts"),
            "description": "The messages by which organisations run networks and events together. "
            f"A record has at most {LARGEST} bytes. Readers ignore fields that they do not know; writers add none.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": SERVERS,
        "channels": _channels(),
        "operations": _operations(),
        "components": {
            "securitySchemes": SECURITY,
            "messages": messages,
            "schemas": {"Headers": HEADERS, **dict(sorted(schemas.found.items()))},
            "correlationIds": {"command": {"location": "$message.header#/ce_correlationid"}},
        },
    }


def _name(model: type[Message]) -> str:
    return file_name(model.contract).removesuffix(".json")


def _by_channel() -> dict[tuple[Channel, str], list[str]]:
    found: dict[tuple[Channel, str], list[str]] = defaultdict(list)
    for model in MODELS.values():
        found[model.contract.channel, model.contract.service].append(_name(model))
    return {key: sorted(found[key]) for key in sorted(found)}


def _channel_name(channel: Channel, service: str) -> str:
    return channel.value if channel is Channel.REGISTRY else f"{channel.value}.{service}"


def _channels() -> Json:
    bindings = {topic.name: _binding(topic.partitions, topic.config) for topic in topics_for(["{body}"])}
    addresses = {(m.contract.channel, m.contract.service): topic_of(m.contract) for m in MODELS.values()}
    channels = {}
    for (channel, service), names in _by_channel().items():
        address = addresses[channel, service]
        channels[_channel_name(channel, service)] = {
            "address": address,
            "description": CHANNELS[channel],
            "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
            "bindings": {"kafka": bindings[address]},
        }
        if "{body}" in address:
            parameter = {"description": "The short name of the body whose topic it is.", "examples": ["bcs", "iop"]}
            channels[_channel_name(channel, service)]["parameters"] = {"body": parameter}
    return channels


def _binding(partitions: int, config: Mapping[str, str]) -> Json:
    settings: Json = {name: int(value) if value.isdecimal() else value for name, value in sorted(config.items())}
    if policy := settings.get("cleanup.policy"):
        settings["cleanup.policy"] = [policy]
    return {"partitions": partitions, "topicConfiguration": settings, "bindingVersion": BINDING}


def _operations() -> Json:
    wanted = {_name(model) for model in MODELS.values() if issubclass(model, Fact) or is_for_systems(model)}
    operations = {}
    for (channel, service), names in _by_channel().items():
        if use := USES.get((channel, service)):
            place = f"#/channels/{_channel_name(channel, service)}"
            reply = f"#/channels/{_channel_name(Channel.PRIVATE_FACTS, service)}"
            messages = [name for name in names if name in wanted]
            operations[f"{use.action}.{_channel_name(channel, service)}"] = operation(use, place, messages, reply)
    return operations


def _message(model: type[Message], golden: Json) -> Json:
    contract = model.contract
    return {
        "name": contract.type,
        "title": model.__name__,
        "description": flowing(str(model.__doc__)),
        "contentType": "application/json",
        "headers": {
            "type": "object",
            "allOf": [{"$ref": "#/components/schemas/Headers"}],
            "properties": {"ce_type": {"type": "string", "const": contract.type}},
        },
        "payload": {"$ref": f"#/components/schemas/{_name(model)}"},
        "correlationId": {"$ref": "#/components/correlationIds/command"},
        "bindings": {"kafka": {"key": {"type": "string", "description": key_of(model)}, "bindingVersion": BINDING}},
        "examples": [{"name": "golden", "headers": golden["headers"], "payload": golden["data"]}],
        "x-kith-schema": f"contracts/schemas/{file_name(contract)}",
    }


class _Schemas:
    """The payloads, by the names of their messages, and their sections under one roof, where each means one thing."""

    def __init__(self) -> None:
        self.found: Json = {}

    def add(self, model: type[Message]) -> None:
        schema = schema_of(model)
        sections = schema.get("$defs", {})
        head = {name: value for name, value in schema.items() if name not in ("$schema", "$id", "$defs")}
        for name, section in (*sections.items(), (_name(model), head)):
            moved = _moved(section)
            if self.found.setdefault(name, moved) != moved:
                raise ValueError(f"two sections of contracts are called {name}: rename one")


def _moved(schema: Any) -> Any:
    """A schema that refers to `components`, with nothing beside a reference: it would be ignored there."""
    if isinstance(schema, list):
        return [_moved(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    moved = {name: _moved(value) for name, value in schema.items() if name != "$ref"}
    if "$ref" not in schema:
        return moved
    reference = {"$ref": schema["$ref"].replace("#/$defs/", "#/components/schemas/")}
    return {"allOf": [reference], **moved} if moved else reference
