"""Each operation has an example of a request and of its answer, and both are as the document says."""

from typing import Any

import pytest
from support.exchanges import WELL, Schemas, routes_of, schema_of

from kith_cli.published.command import SERVICES, openapi
from kith_cli.published.examples import RECORDED

Operations = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """That of a node with all services."""
    return openapi(*SERVICES)


@pytest.fixture(scope="module")
def schemas(document: dict[str, Any]) -> Schemas:
    return Schemas(document)


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> Operations:
    return {each.id: each.operation for each in routes_of(document)}


def test_every_operation_has_an_example_and_no_example_is_of_another(operations: Operations) -> None:
    assert RECORDED.keys() == operations.keys()


@pytest.mark.parametrize("id", RECORDED)
def test_an_example_is_as_the_document_says(id: str, operations: Operations, schemas: Schemas) -> None:
    operation, example = operations[id], RECORDED[id]
    assert example["status"] in WELL
    assert schemas.faults(schema_of(operation, example["status"]), example["answer"]) == []
    (shown,) = operation["responses"][str(example["status"])]["content"].values()
    assert shown["example"] == example["answer"]
    for parameter in operation.get("parameters", ()):
        assert parameter["in"] != "path" or "example" in parameter
        assert "example" not in parameter or schemas.faults(parameter["schema"], parameter["example"]) == []
    for content in operation.get("requestBody", {}).get("content", {}).values():
        assert schemas.faults(content["schema"], content["example"]) == []
