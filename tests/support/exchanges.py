"""What tests ask of real nodes, seen as operations of the OpenAPI document: from this its examples are recorded."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import httpx2
from jsonschema_rs import Validator, validator_for

Json = dict[str, Any]
WELL: Final = (200, 202)


class Route(NamedTuple):
    """One operation of the document, and how its addresses look."""

    id: str
    method: str
    path: re.Pattern[str]
    operation: Json

    @property
    def contents(self) -> Json:
        """What may be sent, by media type."""
        found: Json = self.operation["requestBody"]["content"]
        return found


class Exchange(NamedTuple):
    """A request that went well, and its answer. Its fields are those of an example."""

    path: Mapping[str, Any]
    query: Mapping[str, Any]
    content: Any
    status: int
    answer: Any

    @property
    def rank(self) -> tuple[int, bool, int]:
        """The best to show comes first: done, not empty, short."""
        return self.status, not self.answer, len(json.dumps(self.answer)) + len(json.dumps(self.content))

    @property
    def asked(self) -> str:
        """The form of the request."""
        return form([sorted(self.path), sorted(self.query), self.content])


def form(value: Any) -> str:
    """Which fields there are, and of which kind each is; not what they say."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{form(each)}" for name, each in sorted(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted({form(each) for each in value})) + "]"
    return type(value).__name__


def routes_of(document: Json) -> list[Route]:
    """Of several that fit an address, the one with the fewest parameters comes first."""
    found = [
        Route(each["operationId"], method.upper(), re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path)), each)
        for path, methods in document["paths"].items()
        for method, each in methods.items()
    ]
    return sorted(found, key=lambda each: each.path.groups)


def schema_of(operation: Json, status: int) -> Json:
    """What the document says of the answer, where that is JSON."""
    contents = operation["responses"][str(status)].get("content", {})
    found: Json = contents.get("application/json", {}).get("schema", {})
    return found


class Schemas:
    """All schemas of a document, each made ready once."""

    def __init__(self, document: Json) -> None:
        self._components = document["components"]
        self._ready: dict[str, Validator] = {}

    def faults(self, schema: Json, value: Any) -> list[str]:
        """What is wrong with this value."""
        if (name := json.dumps(schema)) not in self._ready:
            self._ready[name] = validator_for(schema | {"components": self._components})
        return [error.message for error in self._ready[name].iter_errors(value)]


class Witness:
    """Sees what clients ask of nodes, and keeps what went well: by operation, one of each form of an answer."""

    def __init__(self, document: Json) -> None:
        self.document, self.routes = document, routes_of(document)
        self.seen: dict[str, dict[tuple[str, str], Exchange]] = {}

    def watch(self, client: httpx2.AsyncClient) -> None:
        client.event_hooks["response"].append(self._note)

    async def _note(self, response: httpx2.Response) -> None:
        streams = response.headers.get("content-type", "").startswith("text/event-stream")
        if response.status_code in WELL and not streams:
            await response.aread()
            self.note(response.request.method, response.request.url, response.request.content, response)

    def note(self, method: str, url: httpx2.URL, content: bytes, response: httpx2.Response) -> None:
        for route in self.routes:
            if route.method == method and (found := route.path.fullmatch(url.path)):
                if content and response.request.headers["content-type"] != next(iter(route.contents)):
                    return  # of what may be sent in several forms, the first is shown
                is_json = response.headers.get("content-type", "").endswith("json")
                exchange = Exchange(
                    path=_typed(route.operation, "path", found.groupdict()),
                    query=_typed(route.operation, "query", url.params),
                    content=_told(content, next(iter(route.contents))) if content else None,
                    status=response.status_code,
                    answer=response.json() if is_json else response.text,
                )
                forms = self.seen.setdefault(route.id, {})
                key = exchange.asked, form(exchange.answer)
                forms[key] = min(exchange, forms.get(key, exchange), key=lambda each: each.rank)
                return

    def examples(self) -> dict[str, Json]:
        """The best exchange of each operation."""
        best = {id: min(forms.values(), key=lambda each: each.rank) for id, forms in sorted(self.seen.items())}
        return {id: each._asdict() for id, each in best.items()}


def _told(content: bytes, kind: str) -> Any:
    return json.loads(content) if kind.endswith("json") else content.decode()


def _typed(operation: Json, place: str, values: Mapping[str, str]) -> Json:
    """The values of parameters as their schemas have them: numbers are numbers."""
    schemas = {each["name"]: each["schema"] for each in operation.get("parameters", ()) if each["in"] == place}
    kinds: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "array": lambda value: [value],
        "boolean": lambda value: value == "true",
    }
    return {name: kinds.get(schemas.get(name, {}).get("type"), str)(value) for name, value in values.items()}
