"""The OpenAPI document, made true: how one signs in, and every answer that can happen, with its schema."""

import re
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI

from kith_chassis.http.problems import MEDIA_TYPE
from kith_contracts.access.table import OPEN, Grant, grants_of
from kith_contracts.message import Renewal
from kith_contracts.pages.cloud_events import CloudEvent
from kith_contracts.pages.parameters import PARAMETERS
from kith_contracts.pages.requests import Problem
from kith_contracts.registry import MODELS
from kith_contracts.titles import TITLES

SCHEME: Final = "token"
ORGANISATION: Final = "organisation"
"""How the path parameter `body` is called in the document. The addresses are the same."""
DESCRIBED: Final[dict[str, Any]] = {"docs_url": None, "redoc_url": None, "separate_input_output_schemas": False}
"""For FastAPI: no pages, and one schema for what is read and what is written."""
INFO: Final[Mapping[str, Any]] = {
    "description": "What a node of Kith offers over HTTP. Problems are answered as RFC 9457 says.",
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}
TAGS: Final[Mapping[str, str]] = {
    "directory": "Networks and who is in them",
    "events": "Agreements, events and places",
    "notify": "What people are told",
    "health": "Whether the node works",
}
EVERYWHERE: Final[Mapping[int, str]] = {
    400: "The content cannot be read, or is too complex",
    401: "There is no token, or one that admits nobody",
    403: "The token does not allow this",
    404: "There is nothing here, or nothing for you",
    408: "The content did not come in time",
    413: "The content is too large",
    415: "The content is not application/json",
    422: "A field is not as the contract says",
    429: "Too many requests at once; wait as long as Retry-After says",
    503: "The broker, the database or the issuer of tokens is away; try again",
}
WITHOUT_TOKEN: Final = frozenset({404, 422, 429, 503})
"""Of those, the ones that can happen to what is open to all."""
COMMANDS: Final[Mapping[int, str]] = {
    409: "The command was refused and changed nothing",
    422: "A field is not as the contract says, or the same Idempotency-Key came with other content",
}
HEADERS: Final[Mapping[int, tuple[str, str, str]]] = {
    401: ("WWW-Authenticate", "string", "What is wrong with the token (RFC 6750)"),
    403: ("WWW-Authenticate", "string", "What the token lacks (RFC 6750)"),
    429: ("Retry-After", "integer", "Seconds"),
}


def describe(app: FastAPI) -> None:
    """Let the application tell of itself what it does: what FastAPI cannot know is added here."""
    made = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(made())
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    document["servers"] = [{"url": "/", "description": "The node that serves this document"}]
    document["info"] |= INFO
    document["tags"] = [{"name": name, "description": TAGS[name]} for name in _tags(document)]
    document["paths"] = {_without_body(path): each for path, each in document["paths"].items()}
    components = document.setdefault("components", {})
    components["securitySchemes"] = {
        SCHEME: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token (RFC 9068) of the node's issuer, for the node's audience.",
        }
    }
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    _tell_no_defaults(schemas, [model.__name__ for model in MODELS.values() if issubclass(model, Renewal)])
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs")
    schemas |= {"Problem": problem, "CloudEvent": CloudEvent.model_json_schema()}
    problem["properties"]["code"] |= {"x-extensible-enum": [*TITLES], "x-enum-descriptions": [*TITLES.values()]}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _rename_body(operation)
            _explain(operation, schemas)
            if path.startswith("/health/"):
                operation["security"] = []
            else:
                _complete(operation, sends=method == "post")
    _give_items(document)
    return document


def _tags(document: dict[str, Any]) -> list[str]:
    operations = (operation for each in document["paths"].values() for operation in each.values())
    return sorted({tag for operation in operations for tag in operation["tags"]})


def _without_body(path: str) -> str:
    return path.replace("/{body}/", f"/{{{ORGANISATION}}}/")


def _rename_body(operation: dict[str, Any]) -> None:
    """In programs `body` is the content of the request, and a path parameter of that name beside it is an error."""
    for parameter in operation.get("parameters", ()):
        if (parameter["in"], parameter["name"]) == ("path", "body"):
            parameter["name"], parameter["schema"]["title"] = ORGANISATION, ORGANISATION.title()


def _explain(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """In words what it does, what each parameter means, and what is answered when all is well."""
    told = " ".join(operation["summary"].split())
    operation["summary"], operation["description"] = told.partition(". ")[0].rstrip("."), told
    for parameter in operation.get("parameters", ()):
        parameter.setdefault("description", PARAMETERS[parameter["in"], parameter["name"]])
    answers = operation["responses"]
    answer = answers["200"] if "200" in answers else answers["202"]
    contents: dict[str, Any] = answer.get("content", {})
    said = [_in_words(each.get("schema", {}), schemas) for each in contents.values()]
    answer["description"] = "".join(said) or told


def _in_words(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    """What the model of an answer says of itself; empty if it has none."""
    if each := schema.get("items"):
        return f"A list. Each entry: {_in_words(each, schemas)}" if _in_words(each, schemas) else ""
    if several := schema.get("anyOf"):
        return _in_words(several[0], schemas)
    model = schemas.get(schema.get("$ref", "").rpartition("/")[2], {})
    return " ".join(model.get("description", "").split())


def _give_items(schema: Any) -> None:
    """A list of a fixed length says what is in it in `items` too, for programs that do not know `prefixItems`."""
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _give_items(each)
    if isinstance(schema, dict) and isinstance(prefix := schema.get("prefixItems"), list):
        kinds = [each for at, each in enumerate(prefix) if each not in prefix[:at]]
        schema.setdefault("items", kinds[0] if len(kinds) == 1 else {"anyOf": kinds})


def _tell_no_defaults(schemas: dict[str, Any], names: list[str]) -> None:
    """What a renewal leaves out stays as it is: so its defaults are not told, nor those of what it is made of."""
    seen = set[str]()
    while names:
        if (name := names.pop()) in seen or name not in schemas:
            continue
        seen.add(name)
        for field in schemas[name].get("properties", {}).values():
            field.pop("default", None)
        names += re.findall(r"#/components/schemas/([^'\"]+)", repr(schemas[name]))


def _complete(operation: dict[str, Any], *, sends: bool) -> None:
    outcome = operation["operationId"].endswith("-outcome")
    open_to_all = operation["operationId"] in OPEN
    for status, what in {**EVERYWHERE, **(COMMANDS if sends or outcome else {})}.items():
        if not open_to_all or status in WITHOUT_TOKEN:
            operation["responses"][str(status)] = _problem(status, what)
    if open_to_all:
        operation["description"] += "\n\nFor: everyone, without a token."
        operation["security"] = []
        return
    operation["security"] = [{SCHEME: []}]
    operation["description"] += f"\n\nFor: {in_words(grants_of(operation['operationId']))}."


def _problem(status: int, what: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": what,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in HEADERS:
        name, type_, means = HEADERS[status]
        answer["headers"] = {name: {"schema": {"type": type_}, "description": means}}
    return answer


def in_words(grants: tuple[Grant, ...]) -> str:
    """Who may use an operation: `body-admin, officer of the network, system with networks:write`."""
    bound = {
        "": "",
        "network": " of the network",
        "networks": " of all the networks",
        "person": " (the person)",
        "pages": " (the node's own pages)",
    }
    return ", ".join(
        f"{grant.role}{bound[grant.bound]}" + (f" with {grant.scope}" if grant.scope else "") for grant in grants
    )
