"""What is wrong with a request: in plain words where its shape is at fault, and in the order of its fields."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import BaseModel

from kith_contracts.message import WHOLE, Fault, Refusal
from kith_contracts.words import shortened

PLAIN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "string_pattern_mismatch": "It is not written in the form that the contract gives.",
        "missing": "It is missing.",
        "extra_forbidden": "There is no field of this name.",
        "union_tag_invalid": "It is none of the kinds that the contract gives.",
    }
)
"""Sentences in place of those that would show a regular expression, quote the request, or speak to programmers."""
LONGEST_FIELD: Final = 200
"""Letters, see `Fault`."""


def fault_of(error: Mapping[str, Any], field: str) -> Fault:
    """What pydantic says of one field, in plain words."""
    code, sentence = error["type"].replace("_", "-"), PLAIN.get(error["type"], error["msg"])
    return Fault(field=field[:LONGEST_FIELD] or WHOLE, code=code, sentence=shortened(sentence))


def in_order(refusal: Refusal, model: type[BaseModel]) -> Refusal:
    """The same faults in the order in which the model has their fields; what is about no single one comes first."""
    first, *others = sorted(refusal.all, key=lambda each: _place(model, each.field))
    return first._replace(others=tuple(others))


def _place(model: type[BaseModel], field: str) -> tuple[int, ...]:
    """Where a field is: the place of each of its steps among those beside it."""
    found: list[int] = []
    models: tuple[type[BaseModel], ...] = (model,)
    for step in field.split("."):
        names = [name for each in models for name in each.model_fields]
        if step.isdecimal():
            found.append(int(step))
        elif step in names:
            found.append(names.index(step))
            models = tuple(inner for each in models for inner in _inner(each, step))
        else:
            found.append(-1)
    return tuple(found)


@cache
def _inner(model: type[BaseModel], name: str) -> tuple[type[BaseModel], ...]:
    """The models that a field is made of."""
    field = model.model_fields.get(name)
    return tuple(_models(field.annotation)) if field else ()


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    inner = get_args(annotation)
    parts = inner[:1] if get_origin(annotation) is Annotated else inner
    return [found for part in parts for found in _models(part)]
