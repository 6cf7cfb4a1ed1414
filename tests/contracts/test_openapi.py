"""What a node describes of itself is OpenAPI 3.1, and programs can be made of it in any language."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest
from openapi_pydantic import OpenAPI

from kith_cli.published.command import SERVICES, openapi
from kith_contracts.access.table import OPEN
from kith_contracts.pages.parameters import PARAMETERS

OFFERED: Final = {"node": SERVICES, **{each.name: (each,) for each in SERVICES}}

KNOWN: Final = {
    *("$ref", "additionalProperties", "anyOf", "const", "default", "description", "enum", "examples", "format"),
    *("exclusiveMaximum", "exclusiveMinimum", "items", "maxItems", "maxLength", "maxProperties", "maximum"),
    *("minItems", "minLength", "minProperties", "minimum", "oneOf", "pattern", "patternProperties", "prefixItems"),
    *("properties", "propertyNames", "required", "title", "type", "uniqueItems", "contentEncoding", "discriminator"),
}


@pytest.fixture(params=OFFERED, scope="module")
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    """That of a whole node, and that of each service."""
    return openapi(*OFFERED[request.param])


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for each in methods.values():
            yield path, each


def within(schema: Any) -> Iterator[dict[str, Any]]:
    """Everything that is below it."""
    if isinstance(schema, dict):
        yield schema
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from within(each)


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator  # it takes seconds, which no other test has to wait

    assert document["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    OpenAPI.model_validate(document)  # raises; the same once more, by those who do not use the official schema


def test_no_parameter_has_the_name_of_the_content(document: dict[str, Any]) -> None:
    """In programs that are made of it the content is called `body`."""
    for path, operation in operations(document):
        names = [each["name"] for each in operation.get("parameters", ())]
        assert "body" not in names, path
        in_path = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"]
        assert sorted(re.findall(r"{(\w+)}", path)) == sorted(in_path), path


def test_each_schema_has_a_name_and_a_title_of_its_own(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name in schemas if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)] == []
    titles = Counter(str(each.get("title", name)).casefold() for name, each in schemas.items())
    assert [title for title, times in titles.items() if times > 1] == []


def test_each_operation_has_an_id_of_its_own_and_a_tag_that_is_declared(document: dict[str, Any]) -> None:
    ids = Counter(each["operationId"] for _, each in operations(document))
    assert [id for id, times in ids.items() if times > 1] == []
    declared = {each["name"]: each["description"] for each in document["tags"]}
    used = {tag for _, each in operations(document) for tag in each["tags"]}
    assert declared.keys() == used
    assert all(declared.values())
    assert document["servers"]


def test_what_needs_no_token_says_so_and_nothing_else_does(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        is_open = operation["operationId"] in OPEN or path.startswith("/health/")
        assert operation["security"] == ([] if is_open else [{"token": []}]), path


def test_every_list_says_what_is_in_it(document: dict[str, Any]) -> None:
    for each in within(document):
        if each.get("type") == "array":
            assert "items" in each, each


def test_no_word_is_ours_unless_it_is_marked_as_an_extension(document: dict[str, Any]) -> None:
    """JSON Schema 2020-12 and OpenAPI 3.1 know the rest."""
    for schema in within(document["components"]["schemas"]):
        if isinstance(schema.get("type"), str):  # else it is a list of properties
            assert {word for word in schema if not word.startswith("x-")} <= KNOWN


def test_every_operation_parameter_and_answer_is_described(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        assert "\n" not in operation["summary"], path
        assert operation["description"].startswith(operation["summary"]), path
        assert path.startswith("/health/") or "\n\nFor: " in operation["description"], path
        for each in [*operation.get("parameters", ()), *operation["responses"].values()]:
            assert each["description"] not in ("", "Successful Response"), (path, each)


def test_each_parameter_that_is_described_is_one_of_an_operation() -> None:
    used = {
        (each["in"], each["name"]) for _, one in operations(openapi(*SERVICES)) for each in one.get("parameters", ())
    }
    assert PARAMETERS.keys() <= used
