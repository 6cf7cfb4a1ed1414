"""What each field of a model means, read from the source: the text below the field, else below its type.

A field says in its own words what it is; where it says nothing, the name of its type does (`EventName`), or the section
that it holds. Nothing of this is read at import: only who writes a schema or a reference asks for it.
"""

import ast
import inspect
import sys
from functools import cache
from typing import Final, NamedTuple

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

CLASSES: Final = frozenset(
    {"Public", "Body", "Aggregate", "Personal", "DataClass", "Annotated", "list", "dict", "tuple", "Final"}
)
"""Names in an annotation that say how private a field is or how many there are, and not what it is."""


class Source(NamedTuple):
    """What one module says of its names."""

    said: dict[str, str]
    """By name of a class or type of the module, or `Class.field`: the text below it."""
    types: dict[str, tuple[str, ...]]
    """By `Class.field`: the names in its annotation, the innermost last."""
    imported: dict[str, str]
    """By name: the module that it comes from."""


class Described(BaseModel):
    """A model whose schema says what each field means."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        made = handler(core_schema)
        for name, field in handler.resolve_ref_schema(made).get("properties", {}).items():
            if said := description(cls, name):
                field.setdefault("description", said)
        return made


def description(model: type[BaseModel], field: str) -> str:
    """What this field means, on one line; empty if nobody says it."""
    for owner in model.__mro__:
        if field not in inspect.get_annotations(owner):
            continue
        source = _source(owner.__module__)
        name = f"{owner.__qualname__}.{field}"
        if own := source.said.get(name):
            return own
        return next((said for each in reversed(source.types.get(name, ())) if (said := _of_type(source, each))), "")
    return ""


def _of_type(source: Source, name: str) -> str:
    """What the type of this name is, wherever it is defined."""
    if said := source.said.get(name):
        return said
    module = source.imported.get(name, "")
    return _of_type(_source(module), name) if module.startswith("kith_") else ""


@cache
def _source(module: str) -> Source:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    found = Source({}, {}, {})
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found.imported.update({each.asname or each.name: node.module for each in node.names})
        if isinstance(node, ast.ClassDef):
            if text := ast.get_docstring(node):
                found.said[node.name] = flowing(text.partition("\n\n")[0])
            _read(node.body, f"{node.name}.", found)
    _read(tree.body, "", found)
    return found


def _read(body: list[ast.stmt], prefix: str, found: Source) -> None:
    """What stands below each name, and what its annotation names."""
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = f"{prefix}{node.target.id}"
            names = [each.id for each in ast.walk(node.annotation) if isinstance(each, ast.Name)]
            found.types[name] = tuple(each for each in names if each not in CLASSES)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = f"{prefix}{node.targets[0].id}"
        else:
            continue
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
            found.said[name] = flowing(after.value.value)


def flowing(docstring: str) -> str:
    """The text on one line, so that nothing changes when it is only laid out anew."""
    return " ".join(docstring.split())
