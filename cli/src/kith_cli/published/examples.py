"""Examples of requests and answers in an OpenAPI document. Tests of a whole federation have recorded them in
`examples.json`: each operation with the shortest exchange that went well and had something to tell.
"""

import json
from importlib.resources import files
from typing import Any, Final

from kith_contracts.pages.cloud_events import BATCH

Json = dict[str, Any]

RECORDED: Final[Json] = json.loads((files("kith_cli.published") / "examples.json").read_text("utf-8"))
"""By the id of the operation: `path`, `query`, `content` (None if there is none), `status` and `answer`."""


def with_examples(document: Json) -> Json:
    """The same document; each operation shows what was asked and answered."""
    for methods in document["paths"].values():
        for operation in methods.values():
            if example := RECORDED.get(operation["operationId"]):
                _show(operation, example)
    return document


def _show(operation: Json, example: Json) -> None:
    for parameter in operation.get("parameters", ()):
        if (value := example.get(parameter["in"], {}).get(parameter["name"])) is not None:
            parameter["example"] = value
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        content["example"] = [example["content"]] if kind == BATCH else example["content"]
    for content in operation["responses"][str(example["status"])].get("content", {}).values():
        content["example"] = example["answer"]
