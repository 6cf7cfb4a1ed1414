"""The OpenAPI document, made true: how one signs in, and every answer that can happen, with its schema."""

import re
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI

from kith_chassis.problems import MEDIA_TYPE, Problem
from kith_contracts.access import OPEN, Grant, grants_of
from kith_contracts.message import Renewal
from kith_contracts.registry import MODELS

SCHEME: Final = "token"
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
    schemas["Problem"] = problem
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if not path.startswith("/health/"):
                _complete(operation, sends=method == "post")
    return document


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
        operation["description"] = "For: everyone, without a token."
        return
    operation["security"] = [{SCHEME: []}]
    operation["description"] = f"For: {in_words(grants_of(operation['operationId']))}."


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
    bound = {"": "", "network": " of the network", "networks": " of all the networks", "person": " (the person)"}
    return ", ".join(
        f"{grant.role}{bound[grant.bound]}" + (f" with {grant.scope}" if grant.scope else "") for grant in grants
    )
