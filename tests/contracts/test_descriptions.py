"""Everything that is published says what it means: each field, model and channel, of messages and of OpenAPI alike."""

import re
from functools import cache
from typing import Any, Final, Literal

import pytest

from kith_cli.published.asyncapi import document
from kith_cli.published.command import SERVICES, openapi
from kith_cli.published.schemas import Schema, schemas
from kith_contracts.descriptions import Described, description
from kith_contracts.words import (
    Count,
    Digest,
    FullName,
    KeyedHash,
    Line,
    MessageId,
    Note,
    Phrase,
    PublicKey,
    Sentence,
    Slug,
    Text,
    Units,
    Url,
)

ODD: Final = (
    "said again",
    "but for",
    "be it ",
    "whose yes",
    "so-manieth",
    "nobody's datum",
    "stands still",
    "no more ",
)
"""Turns that are no plain English."""
SMALL: Final = frozenset(
    {"a", "an", "and", "by", "for", "in", "is", "it", "its", "of", "on", "or", "that", "the", "this", "to"}
)
"""Words that say nothing by themselves."""
REASONS: Final = frozenset({"code", "sentence"})
"""Fields that are just what their types are: why, for programs and for people."""


class Forms(Described):
    """Types that say of what form something is, and not what it means: a field of one says that itself."""

    line: Line
    phrase: Phrase
    sentence: Sentence
    note: Note
    text: Text
    slug: Slug
    full_name: FullName
    count: Count
    units: Units
    digest: Digest
    hash: KeyedHash
    key: PublicKey
    id: MessageId
    url: Url


Size = Literal["s", "l"]
"""How large it is: `s` or `l`."""


class Told(Described):
    """A model of this test."""

    own: int
    """What it says itself."""
    nothing: int
    size: Size
    tent: list[Size]
    """How large the tent may be."""


@cache
def models() -> tuple[tuple[str, Schema], ...]:
    """Each schema, and each model inside one, by name; those of messages, and those of what HTTP answers."""
    inner = [
        (f"{name}#{of}", each) for name, schema in schemas().items() for of, each in schema.get("$defs", {}).items()
    ]
    read = [
        (f"{service.name}#{of}", each)
        for service in SERVICES
        for of, each in openapi(service)["components"]["schemas"].items()
    ]
    return (*schemas().items(), *inner, *read)


def fields() -> dict[str, str]:
    """What each field of each schema says of itself."""
    return {
        f"{name}.{field}": each.get("description", "")
        for name, schema in models()
        for field, each in schema.get("properties", {}).items()
    }


def faults(said: str) -> list[str]:
    if len(said.split()) < 3:
        return ["says too little"]
    return [f"says {odd!r}" for odd in ODD if odd in said]


def words(text: str) -> set[str]:
    """Without small words and plurals; a name in capitals and small letters has several."""
    found = re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", text)
    return {word.lower().removesuffix("s") for word in found if word.lower() not in SMALL}


def test_each_field_and_each_model_of_each_schema_is_described_in_plain_words() -> None:
    found = {name: schema.get("description", "") for name, schema in models()}
    assert len(fields()) > 3_000
    wrong = {name: each for name, said in {**found, **fields()}.items() if (each := faults(said))}
    assert not wrong


def test_no_field_says_only_its_name_again() -> None:
    assert words("The titles of an event.") <= words("events#EventPlan.title")
    assert not [f"{name}: {said}" for name, said in fields().items() if words(said) <= words(name)]


def test_no_field_says_only_of_what_form_it_is() -> None:
    forms = {description(Forms, name) for name in Forms.model_fields}
    assert len(forms) == len(Forms.model_fields)
    silent = {
        f"{name}.{field}"
        for name, schema in models()
        for field, each in schema.get("properties", {}).items()
        if each.get("description") in forms and field not in REASONS
    }
    assert not silent


def test_each_value_of_a_choice_is_named_where_its_field_is_described() -> None:
    choices = {
        f"{name}.{field}": (each.get("description", ""), values)
        for name, schema in models()
        for field, each in schema.get("properties", {}).items()
        if (values := values_of(each))
    }
    assert len(choices) > 100
    unnamed = {
        name: left for name, (said, values) in choices.items() if (left := {v for v in values if f"`{v}`" not in said})
    }
    assert not unnamed


def values_of(part: Any) -> set[str]:
    """The values that a field may have, if it is a choice of several, be it in a list or map."""
    parts = part if isinstance(part, list) else list(part.values()) if isinstance(part, dict) else []
    own = set(part.get("enum", ())) - {""} if isinstance(part, dict) else set()
    return own.union(*map(values_of, parts))


@pytest.mark.parametrize("kind", ["channels", "operations"])
def test_each_channel_and_operation_of_the_asyncapi_document_is_described(kind: str) -> None:
    described: dict[str, Any] = {name: each.get("description", "") for name, each in document()[kind].items()}
    assert described
    assert not {name: each for name, said in described.items() if (each := faults(said))}


def test_each_message_of_the_asyncapi_document_is_described() -> None:
    messages = document()["components"]["messages"]
    assert len(messages) > 190
    assert not {name: each for name, said in messages.items() if (each := faults(said.get("description", "")))}


def test_a_field_says_what_it_is_and_its_type_what_the_values_are() -> None:
    assert description(Told, "own") == "What it says itself."
    assert description(Told, "nothing") == ""
    assert description(Told, "size") == "How large it is: `s` or `l`."
    assert description(Told, "tent") == "How large the tent may be. How large it is: `s` or `l`."
    assert Told.model_json_schema()["properties"]["own"]["description"] == "What it says itself."
