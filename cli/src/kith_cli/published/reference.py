"""`kith contracts reference`: a folder of pages with every message, HTTP path and refusal code, to be read offline.

All of it comes from the published documents. The pages load nothing from elsewhere, and need no server and no script.
"""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

from cyclopts import Parameter
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kith_chassis.http.openapi import EVERYWHERE
from kith_cli.published.command import SERVICES, openapi
from kith_cli.published.golden.all import samples
from kith_cli.published.schemas import schemas
from kith_contracts.titles import BY_ROOM

Json = dict[str, Any]

ELSEWHERE: Final = frozenset(map(str, EVERYWHERE))
BOUNDS: Final[Mapping[str, str]] = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} entries",
    "maxProperties": "at most {} entries",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "pattern": "fits `{}`",
}
"""Each keyword that limits a value, in words."""
PAGES: Final = ("index", "messages", "paths", "models", "codes")

To = Annotated[Path, Parameter(help="The folder to write the pages into.")]


class Field(NamedTuple):
    """A field as a reader needs it; `models` are the sections that its value is made of."""

    name: str
    meaning: str
    kind: str
    models: tuple[str, ...]
    bounds: tuple[str, ...]
    data_class: str
    required: bool


def reference(to: To) -> None:
    """Write pages of all messages, all operations over HTTP, and all codes with which a request is refused."""
    to.mkdir(parents=True, exist_ok=True)
    for name, text in site().items():
        (to / name).write_text(text, "utf-8")


def site() -> dict[str, str]:
    """The content of each file, by its name."""
    environment = Environment(
        autoescape=True,
        loader=PackageLoader("kith_cli.published", "site"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "fields": fields,
        "shown": _shown,
        "anchor": _anchor,
        "named": _named,
        "models": _models,
        "said": _said,
    }
    document = openapi(*SERVICES)
    known = {"messages": _messages(), "document": document, "rooms": BY_ROOM, "elsewhere": ELSEWHERE}
    pages = {f"{page}.html": environment.get_template(f"{page}.html").render(known) for page in PAGES}
    return pages | {"kith.css": (files("kith_console") / "static" / "kith.css").read_text("utf-8")}


def fields(schema: Json) -> list[Field]:
    """The fields of an object, in their order."""
    required = schema.get("required", ())
    return [_field(name, each, name in required) for name, each in schema.get("properties", {}).items()]


def _messages() -> dict[str, Json]:
    goldens = samples()
    return {
        name.removesuffix(".json"): {"schema": schema, "golden": goldens[name]} for name, schema in schemas().items()
    }


def _field(name: str, schema: Json, required: bool) -> Field:
    return Field(
        name=name,
        meaning=schema.get("description", ""),
        kind=_kind(schema),
        models=_models(schema),
        bounds=tuple(_bounds(schema)),
        data_class=schema.get("x-kith-class", ""),
        required=required,
    )


def _models(schema: Json) -> tuple[str, ...]:
    """The names of the sections that a schema refers to, each once."""
    return tuple(dict.fromkeys(re.findall(r'"\$ref": "[^"]*/([^"/]+)"', json.dumps(schema))))


def _kind(schema: Json) -> str:
    """What kind of value it is, in words."""
    if reference := schema.get("$ref"):
        return str(reference.rpartition("/")[2])
    if values := [schema["const"]] if "const" in schema else schema.get("enum"):
        return "one of " + ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
    if branches := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(_kind(each) for each in branches)
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "anything"))


def _bounds(schema: Json) -> list[str]:
    """The limits of a value, and of what is in it."""
    own = [words.format(schema[word]) for word, words in BOUNDS.items() if word in schema]
    if "default" in schema:
        own.append(f"{json.dumps(schema['default'], ensure_ascii=False)} if left out")
    inside = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    each = [
        f"{of}: {bound}"
        for word, of in (("items", "each"), ("propertyNames", "each name"), ("additionalProperties", "each value"))
        if isinstance(below := schema.get(word), dict)
        for bound in _bounds(below)
    ]
    return [*own, *(bound for branch in inside for bound in _bounds(branch)), *each]


def _named(schema: Json) -> str:
    """A model by its name; any other content in words."""
    return _kind(schema) if "$ref" in schema or "items" in schema else str(schema.get("description", _kind(schema)))


def _said(text: str) -> Markup:
    """Words, in which what stands between backticks is code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - it is escaped


def _shown(example: Any) -> str:
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=2)


def _anchor(text: str) -> str:
    """The text as the name of a place in a page."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-")
