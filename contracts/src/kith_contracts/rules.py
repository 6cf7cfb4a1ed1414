"""What every contract must keep, judged from the model alone: how private each field is, and how long it may grow."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from kith_contracts.figures import PublishedFigure
from kith_contracts.message import ALLOWED, Contract, DataClass, Done, Fact, Message, Refused
from kith_contracts.texts import without_rule
from kith_contracts.topics import Channel
from kith_contracts.words import OF_PEOPLE, MailAddress, PersonId

STATE: Final = frozenset({Channel.REGISTRY, Channel.SHARED, Channel.PRIVATE_FACTS, Channel.PEOPLE_FACTS})
"""Compacted channels: a fact there is the state of an entity, and its `version` says which is the newest."""


def _pattern(kind: Any) -> str:
    (constraints,) = [mark for mark in kind.__metadata__ if isinstance(mark, StringConstraints)]
    return str(constraints.pattern)


NOBODY: Final = frozenset(map(_pattern, OF_PEOPLE))
KEPT_OFF: Final[dict[Channel, frozenset[str]]] = {
    Channel.REGISTRY: NOBODY,
    Channel.SHARED: NOBODY,
    Channel.PRIVATE_COMMANDS: NOBODY,
    Channel.PRIVATE_FACTS: NOBODY,
    Channel.INBOX: frozenset(map(_pattern, (PersonId, MailAddress))),
}
"""What stands for a person, by its pattern, and where it may not be: between bodies go pseudonyms and codes at most."""

LEAVES: Final = (str, int, bool, date, datetime, AwareDatetime, NoneType)
"""What values may be at last. No floats: two languages print one number differently, and texts are hashed."""


def violations(model: type[Message]) -> list[str]:
    """What this contract breaks, a sentence for each; empty when it may be published."""
    if not isinstance(contract := getattr(model, "contract", None), Contract):
        return [f"{model.__name__} has no contract: say where it travels"]
    if twice := [name for name in _sections(model, ()) if name]:
        return [f"{model.__name__}: {name} contains itself, so its depth has no maximum" for name in twice]
    schema = model.model_json_schema()
    found = [
        *_of_contract(model, contract),
        *_of_fields(model, contract),
        *_of_limits(schema),
        *_of_people(schema, contract),
    ]
    return [f"{model.__name__}: {sentence}" for sentence in found]


def duplicates(models: Iterable[type[Message]]) -> list[str]:
    """The CloudEvents types that more than one of these models claims."""
    counts = Counter(model.contract.type for model in models)
    return [f"{count} contracts have the type {name}" for name, count in counts.items() if count > 1]


@cache
def data_classes(model: type[BaseModel]) -> frozenset[DataClass]:
    """The classes of all fields, however deep: what a publisher holds against the channel before it sends.

    Raises ValueError for a field without a class: nobody knows how far it may travel.
    """
    found: set[DataClass] = set()
    for name, field in model.model_fields.items():
        if not (classes := _classes(field)):
            raise ValueError(f"{model.__name__}.{name} has no data class")
        found.update(classes, *(data_classes(section) for section in _models(field.annotation)))
    return frozenset(found)


def strictest_class(model: type[BaseModel]) -> DataClass:
    """The class of the whole: that of the field which may travel least far."""
    return max(data_classes(model), key=list(DataClass).index)


def _of_contract(model: type[Message], contract: Contract) -> Iterator[str]:
    fields = model.model_fields
    if contract.name != re.sub(r"(?<!^)(?=[A-Z])", "-", model.__name__).lower():
        yield f"the contract is named {contract.name}, the model otherwise"
    for name in contract.key:
        if name not in fields:
            yield f"{name} is in the key and no field"
        elif not fields[name].is_required() or NoneType in _types(fields[name].annotation):
            yield f"{name} is in the key and may be absent"
        elif name in model.sealed_fields:
            yield f"{name} is in the key, which everyone sees, and is sealed"
    if contract.lead and not fields.keys() & {"event", "subject", "network"}:
        yield "its lead is the home of an event, subject or network, and there is no field of that name"
    if not contract.key:
        yield "there is no key: the record would keep no order"
    if "person" in fields and not (fields["person"].is_required() and DataClass.PERSONAL in fields["person"].metadata):
        yield "person must be a required personal field"
    state = issubclass(model, Fact) and not issubclass(model, Refused | Done) and contract.channel in STATE
    if state and not ("version" in fields and fields["version"].is_required()):
        yield f"a fact on {contract.channel} is the state of an entity and needs a version"


def _of_fields(model: type[Message], contract: Contract) -> Iterator[str]:
    if not model.__dict__.get("__doc__"):
        yield "there is no docstring that says what it means"
    yield from _of_section(model, "", contract, about_person="person" in model.model_fields, sealed=False)


def _of_section(
    model: type[BaseModel], path: str, contract: Contract, *, about_person: bool, sealed: bool
) -> Iterator[str]:
    for name, field in model.model_fields.items():
        where, classes = path + name, _classes(field)
        if not classes:
            yield f"{where} has no data class"
        elif len(classes) > 1:
            yield f"{where} has {len(classes)} data classes, one is wanted"
        if forbidden := set(classes) - ALLOWED[contract.channel]:
            yield f"{where} is {'/'.join(sorted(forbidden))}, which may not travel on {contract.channel}"
        if DataClass.PERSONAL in classes and not sealed:
            if path:
                yield f"{where} is personal inside a section that is not: the section would travel unsealed"
            elif not about_person:
                yield f"{where} is personal, and no field person says whose key seals it"
        yield from (f"{where} {what}" for what in _strange(field))
        for section in _models(field.annotation):
            if not section.__dict__.get("__doc__"):
                yield f"{where} is a {section.__name__}, which has no docstring"
            inside = sealed or DataClass.PERSONAL in classes
            yield from _of_section(section, f"{where}.", contract, about_person=about_person, sealed=inside)


def _of_people(schema: dict[str, Any], contract: Contract) -> Iterator[str]:
    """Names that stand for one person, in fields, lists and maps, and as keys of maps: where they may not be, no class
    that is written beside them makes it right.
    """
    if (kinds := KEPT_OFF.get(contract.channel)) is None:
        return
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, field in part.get("properties", {}).items():
            if any(pattern in kinds for pattern in _patterns(field)):
                yield f"{name} stands for a person, which may not travel on {contract.channel}"


def _patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(pattern := schema.get("pattern"), str):
            yield pattern
        yield from schema.get("patternProperties", ())
        for name, inner in schema.items():
            yield from _patterns(inner) if name != "$defs" else ()
    elif isinstance(schema, list):
        for inner in schema:
            yield from _patterns(inner)


def _of_limits(root: dict[str, Any]) -> Iterator[str]:
    """A maximum for each text, number, list and map, read from the schema: it is what others hold us to."""

    def of(schema: dict[str, Any], where: str) -> Iterator[str]:
        if reference := schema.get("$ref"):
            schema = root["$defs"][reference.removeprefix("#/$defs/")]
        for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            yield from of(branch, where)
        if missing := _missing(schema):
            yield f"{where} has no {missing}"
        for name, inner in schema.get("properties", {}).items():
            yield from of(inner, f"{where}.{name}".lstrip("."))
        for name in ("items", "additionalProperties"):
            if isinstance(inner := schema.get(name), dict):
                yield from of(inner, f"{where}[]")
        for inner in schema.get("patternProperties", {}).values():
            yield from of(inner, f"{where}[]")

    yield from of(root, "")


def _missing(schema: dict[str, Any]) -> str | None:
    match schema.get("type"):
        case "string" if not {"maxLength", "enum", "const"} & schema.keys():
            return None if schema.get("format") in ("date", "date-time") else "maximum length"
        case "integer" if not ({"enum", "const"} & schema.keys() or {"minimum", "maximum"} <= schema.keys()):
            return "lowest or highest value"
        case "array" if "maxItems" not in schema:
            return "maximum of items"
        case "object" if "properties" not in schema:
            keyed = bool({"maxLength", "enum"} & schema.get("propertyNames", {}).keys())
            return None if keyed and "maxProperties" in schema else "maximum of entries, or of their names"
    return None


def _classes(field: FieldInfo) -> list[DataClass]:
    """The classes of a field, also those that stand by mistake inside its type, `list[Public[str]]`."""
    outer = [mark for mark in field.metadata if isinstance(mark, DataClass)]
    return outer + [
        mark
        for inner in _types(field.annotation)
        if get_origin(inner) is Annotated
        for mark in inner.__metadata__
        if isinstance(mark, DataClass)
    ]


def _types(annotation: Any) -> Iterator[Any]:
    """A type and all that it is made of; the values of a Literal are none. A figure of people is a text."""
    if annotation is PublishedFigure:
        annotation = str
    yield annotation
    if get_origin(annotation) is not Literal:
        inner = get_args(annotation)
        for part in inner[:1] if get_origin(annotation) is Annotated else inner:
            yield from _types(part)


def _models(annotation: Any) -> list[type[BaseModel]]:
    return [part for part in _types(annotation) if isinstance(part, type) and issubclass(part, BaseModel)]


def _strange(field: FieldInfo) -> Iterator[str]:
    """Types that contracts do not use: `Any`, bytes, floats, sets, tuples, typed dictionaries; texts of any letter."""
    if without_rule(field.annotation, field.metadata):
        yield "is a text that people may see, and may hold what they cannot: make it READABLE"
    for part in _types(field.annotation):
        if get_origin(part) in (Annotated, Literal, Union, UnionType, list, dict) or part in LEAVES:
            continue
        if not (isinstance(part, type) and issubclass(part, BaseModel | Enum)):
            yield f"has the type {getattr(part, '__name__', part)}, which contracts do not use"


def _sections(model: type[BaseModel], above: tuple[type[BaseModel], ...]) -> Iterator[str]:
    """The names of models that contain themselves."""
    if model in above:
        yield model.__name__
        return
    for field in model.model_fields.values():
        for section in _models(field.annotation):
            yield from _sections(section, (*above, model))
