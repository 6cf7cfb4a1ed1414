"""What each field of a model means, read from the source: the text below the field, else below its type.

A field says in its own words what it is; where it says nothing, the name of its type does (`EventName`), or the
section that it holds. What the values of a choice mean is said once, below its type, and told with each field of it.
Nothing of this is read at import: only who writes a schema or a reference asks for it.
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
    choices: set[str]
    """The names of types whose values are listed (`Literal`)."""
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
        types = [_defining(source, each) for each in reversed(source.types.get(name, ()))]
        own = source.said.get(name)
        told = [at.said[each] for at, each in types if each in at.said and (not own or each in at.choices)]
        return " ".join([own, *told] if own else told[:1])
    return ""


@cache
def field_names(model: type[BaseModel]) -> frozenset[str]:
    """The names of a model's fields, and of those in its sections."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return frozenset(name for part in parts for name in part.get("properties", {}))


def _defining(source: Source, name: str) -> tuple[Source, str]:
    """The module that defines the type of this name."""
    module = source.imported.get(name, "")
    return _defining(_source(module), name) if module.startswith("kith_") else (source, name)


@cache
def _source(module: str) -> Source:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    found = Source({}, {}, set(), {})
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
            if isinstance(node.value, ast.Subscript) and ast.unparse(node.value.value) == "Literal":
                found.choices.add(name)
        else:
            continue
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
            found.said[name] = flowing(after.value.value)


def flowing(docstring: str) -> str:
    """The text on one line, so that nothing changes when it is only laid out anew."""
    return " ".join(docstring.split())
