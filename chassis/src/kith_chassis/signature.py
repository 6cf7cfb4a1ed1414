"""Whether what is loaded for a decision fits its signature: each parameter is given, by its name, with its type."""

from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from inspect import Parameter, signature
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

NAMEABLE: Final = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


def faults(decide: Callable[..., Any], given: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong, in a sentence each. `given` are types by the names of parameters, beyond the first two."""
    hints, (_, _, *parameters) = get_type_hints(decide), signature(decide).parameters.values()
    for each in parameters:
        wanted = hints.get(each.name, Any)
        if each.kind not in NAMEABLE:
            yield f"{each} cannot be given by name"
        elif each.name in given and not fits(given[each.name], wanted):
            yield f"{each.name} is {shown(wanted)}, and {shown(given[each.name])} is loaded for it"
        elif each.name not in given and each.default is Parameter.empty:
            yield f"nothing is loaded for {each.name}"
    for name in given.keys() - {each.name for each in parameters}:
        yield f"it has no parameter {name}"


def type_of(function: Callable[..., Any], at: int) -> Any:
    """That of the parameter at this place; `Any` if it says none."""
    return get_type_hints(function).get([*signature(function).parameters][at], Any)


def answer_of(function: Callable[..., Any]) -> Any:
    """The type of what it answers, once it is awaited; `Any` if it says none."""
    answer = get_type_hints(function).get("return", Any)
    return get_args(answer)[-1] if get_origin(answer) in (Awaitable, Coroutine) else answer


def fits(given: Any, wanted: Any) -> bool:
    """Whether each value of the one type is one of the other too, as far as classes tell."""
    if given == wanted or Any in (given, wanted):
        return True
    if _is_union(given):
        return all(fits(each, wanted) for each in get_args(given))
    if _is_union(wanted):
        return any(fits(given, each) for each in get_args(wanted))
    ours, theirs = get_origin(given) or given, get_origin(wanted) or wanted
    if not (isinstance(ours, type) and isinstance(theirs, type) and issubclass(ours, theirs)):
        return False
    return all(fits(one, other) for one, other in zip(get_args(given), get_args(wanted), strict=False))


def shown(kind: Any) -> str:
    """The type as one writes it."""
    if _is_union(kind):
        return " | ".join(shown(each) for each in get_args(kind))
    if inner := get_args(kind):
        return f"{shown(get_origin(kind))}[{', '.join(shown(each) for each in inner)}]"
    if kind in (NoneType, ...):
        return "None" if kind is NoneType else "..."
    return str(getattr(kind, "__name__", kind))


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)
