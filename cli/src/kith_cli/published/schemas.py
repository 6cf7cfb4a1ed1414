"""The contracts as others see them: JSON Schema 2020-12, one for each message type and major version."""

import json
from functools import cache
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from kith_contracts.descriptions import flowing
from kith_contracts.message import Contract, DataClass, Fact, Message, Refused, Renewal
from kith_contracts.registry import LARGEST, MODELS

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SEALED: Final = {
    "type": "string",
    "contentEncoding": "base64",
    "minLength": 1,
    "maxLength": LARGEST,
    "description": "The JSON object of all personal fields but `person`, encrypted with the key of that person. "
    "The record then has the header `kith-person`, with the same value as `person`.",
    "x-kith-class": DataClass.PERSONAL.value,
}


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, made to say what readers accept, and how private each field is."""

    schema_dialect = DIALECT

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        if "description" in made:
            made["description"] = flowing(made["description"])
        if issubclass(schema["cls"], Renewal) or schema["cls"].__name__ in _said_anew():
            for field in made["properties"].values():
                field.pop("default", None)
        made["additionalProperties"] = True  # readers ignore what they do not know; writers add nothing
        for name, field in schema["cls"].model_fields.items():
            for mark in field.metadata:
                if isinstance(mark, DataClass):
                    made["properties"][name]["x-kith-class"] = mark.value
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        # A key that does not match is refused, where `patternProperties` alone would let it pass.
        made = super().dict_schema(schema)
        for pattern, inner in made.pop("patternProperties", {}).items():
            made["propertyNames"] = made.get("propertyNames", {}) | {"pattern": pattern}
            made["additionalProperties"] = inner
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the name of a field is its title
        return False


@cache
def _said_anew() -> frozenset[str]:
    """The sections of renewals. No schema tells their defaults: what is left out stays as it is, and whoever filled it
    in would say what nobody meant.
    """
    renewals = [model for model in MODELS.values() if issubclass(model, Renewal)]
    return frozenset(name for model in renewals for name in model.model_json_schema().get("$defs", {}))


def file_name(contract: Contract) -> str:
    """`directory.charter-network.v1.json`, of schema and sample alike."""
    return f"{contract.service}.{contract.name}.v{contract.major}.json"


def key_of(model: type[Message]) -> str:
    """How the key of the record is made of fields: `{pseudonym}/{part}`."""
    key = "/".join([*(f"{{{name}}}" for name in model.contract.key), *model.contract.aspects])
    return f"refused/{key}" if issubclass(model, Refused) else key


def topic_of(contract: Contract) -> str:
    """The topic, with `{body}` for the body whose topic it is."""
    return contract.topic("{body}")


@cache
def schema_of(model: type[Message]) -> Schema:
    """The schema of a message's data as its readers take it.

    It says less than the model where no keyword exists for it: that the slugs of bodies are not reserved words, and
    that an end is after its start.
    """
    contract = model.contract
    made = model.model_json_schema(schema_generator=_Generator)
    head = {
        "$schema": DIALECT,
        "$id": contract.schema,
        "title": model.__name__,
        "description": made.pop("description"),
        "x-kith-type": contract.type,
        "x-kith-kind": "fact" if issubclass(model, Fact) else "command",
        "x-kith-topic": topic_of(contract),
        "x-kith-channel": contract.channel.value,
        "x-kith-key": key_of(model),
    }
    if contract.lead:
        head["x-kith-lead"] = contract.lead
    return head | _with_sealed_form(made, model.sealed_fields)


def schemas() -> dict[str, Schema]:
    """All schemas, by the name of their file, in order of name."""
    return {name: schema_of(model) for name, model in sorted(_by_file().items())}


def as_text(document: Any) -> str:
    """The one form in which generated files are written, so that equal content is equal bytes."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _by_file() -> dict[str, type[Message]]:
    return {file_name(model.contract): model for model in MODELS.values()}


def _with_sealed_form(schema: Schema, sealed_fields: frozenset[str]) -> Schema:
    """Messages with personal fields have two forms: clear, as they are made and read, or sealed, as they lie."""
    if not sealed_fields:
        return schema
    required = schema["required"]
    personal = [name for name in schema["properties"] if name in sealed_fields]
    return schema | {
        "properties": schema["properties"] | {"sealed": dict(SEALED)},
        "required": [name for name in required if name not in sealed_fields],
        "oneOf": [
            {
                "title": "clear",
                "properties": {"sealed": False},
                "required": [name for name in personal if name in required],
            },
            {"title": "sealed", "properties": dict.fromkeys(personal, False), "required": ["sealed"]},
        ],
    }
