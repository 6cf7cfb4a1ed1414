"""What a renewal leaves out stays as it is: the law, for any command, and how its optional fields are found."""

import copy
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, get_args

from hypothesis import strategies as st
from pydantic import BaseModel
from support.speaking import Node

from kith_contracts.message import Command, Renewal
from kith_contracts.words import Section

Path = tuple[str | int, ...]


class Scene(NamedTuple):
    """Where a command of one type is said, and all that can be said with it; `first` makes what it says anew, if not
    the same command.
    """

    node: Node
    whole: Renewal
    now: datetime | None = None
    first: Renewal | None = None

    def after(self, data: dict[str, Any]) -> dict[str, Any]:
        """All that the node keeps when this has been said of what was made before."""
        self.node.thorough = False  # the same is said thousands of times
        for command in (self.first or self.whole, type(self.whole).model_validate(data)):
            self.node.hear(command, now=self.now)
        return {path: state.model_dump(mode="json") for path, state in sorted(self.node.states.items())}


def renewals(commands: Iterable[type[Command]]) -> set[str]:
    return {each.__name__ for each in commands if issubclass(each, Renewal)}


def with_choices(commands: Iterable[type[Command]]) -> set[str]:
    """The commands that are no renewals, and have something that may be left out."""
    return {each.__name__ for each in commands if not issubclass(each, Renewal) and _optional(each)}


def usual(whole: Renewal) -> set[str]:
    """The optional fields of a command that nowhere in it say anything but their default."""
    data = whole.model_dump(mode="json", exclude_unset=True)
    said = {_name(model, path) for model, path, value, default in _fields(type(whole), data) if value != default}
    return _optional(type(whole)) - said


def left_out(scene: Scene, names: Iterable[str] = ()) -> st.SearchStrategy[dict[str, Any]]:
    """The command without some of what may be left out; `names` are a part of what it is about, and stay."""
    data = scene.whole.model_dump(mode="json", exclude_unset=True)
    paths = [path for _, path, *_ in _fields(type(scene.whole), data) if path not in {(name,) for name in names}]
    return st.sets(st.sampled_from(paths), min_size=1).map(lambda gone: _cut(data, gone))


def _cut(data: dict[str, Any], gone: Iterable[Path]) -> dict[str, Any]:
    less = copy.deepcopy(data)
    for path in sorted(gone, key=len, reverse=True):
        inner: Any = less
        for step in path[:-1]:
            inner = inner[step]
        del inner[path[-1]]
    return less


def _fields(model: type[BaseModel], data: dict[str, Any], at: Path = ()) -> Iterator[tuple[type, Path, Any, Any]]:
    """The optional fields that are said: whose, where, what, and what they would be."""
    for name, field in model.model_fields.items():
        if name not in data:
            continue
        value = data[name]
        if not field.is_required():
            default = field.get_default(call_default_factory=True)
            yield (
                model,
                (*at, name),
                value,
                default.model_dump(mode="json") if isinstance(default, Section) else default,
            )
        inner = _section(field.annotation)
        for index, each in enumerate(value if isinstance(value, list) else [value]) if inner else ():
            if each is not None:
                yield from _fields(inner, each, (*at, name, index) if isinstance(value, list) else (*at, name))  # type: ignore[arg-type]


def _optional(model: type[BaseModel]) -> set[str]:
    own = {f"{model.__name__}.{name}" for name, field in model.model_fields.items() if not field.is_required()}
    sections = [inner for field in model.model_fields.values() if (inner := _section(field.annotation))]
    return own.union(*[_optional(each) for each in sections])


def _section(annotation: Any) -> type[Section] | None:
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, Section) else None
    return next((found for each in get_args(annotation) if (found := _section(each))), None)


def _name(model: type, path: Path) -> str:
    return f"{model.__name__}.{path[-1]}"
