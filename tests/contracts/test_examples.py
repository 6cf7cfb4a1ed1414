"""Each operation has an example of a request and of its answer, and both are as the document says."""

from typing import Final

import pytest
from support.exchanges import WELL, Schemas, routes_of, schema_of

from kith_cli.published.command import SERVICES, openapi
from kith_cli.published.examples import RECORDED

NODE: Final = openapi(*SERVICES)
SCHEMAS: Final = Schemas(NODE)
OPERATIONS: Final = {each.id: each.operation for each in routes_of(NODE)}


def test_every_operation_has_an_example_and_no_example_is_of_another() -> None:
    assert RECORDED.keys() == OPERATIONS.keys()


@pytest.mark.parametrize("id", RECORDED)
def test_an_example_is_as_the_document_says(id: str) -> None:
    operation, example = OPERATIONS[id], RECORDED[id]
    assert example["status"] in WELL
    assert SCHEMAS.faults(schema_of(operation, example["status"]), example["answer"]) == []
    (shown,) = operation["responses"][str(example["status"])]["content"].values()
    assert shown["example"] == example["answer"]
    for parameter in operation.get("parameters", ()):
        assert parameter["in"] != "path" or "example" in parameter
        assert "example" not in parameter or SCHEMAS.faults(parameter["schema"], parameter["example"]) == []
    for content in operation.get("requestBody", {}).get("content", {}).values():
        assert SCHEMAS.faults(content["schema"], content["example"]) == []
