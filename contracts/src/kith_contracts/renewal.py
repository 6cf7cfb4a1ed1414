"""What a renewal leaves out stays as it is: the rule of all commands that say something anew, in one place.

A field that is not there is left out; one that is null says that there is nothing (as in RFC 7396). A list that is
given is the whole list, and what one of it leaves out stays as it was in the earlier one that it is known by.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel

from kith_contracts.words import Section

M = TypeVar("M", bound=BaseModel)
S = TypeVar("S", bound=Section)


def said(model: BaseModel) -> dict[str, Any]:
    """The fields that were given, by name."""
    return {name: getattr(model, name) for name in type(model).model_fields if name in model.model_fields_set}


def anew(given: M, before: M | None) -> M:
    """What was given, and for all that it leaves out what was so before; with nothing before, as it was given."""
    if before is None:
        return given
    return before.model_copy(
        update={name: renewed(value, getattr(before, name)) for name, value in said(given).items()}
    )


def each_anew(given: Iterable[S], before: Iterable[S]) -> list[S]:
    """The list that was given, each with what it leaves out of the one before that it is known by; of several of one
    name the first is the first.
    """
    known: dict[tuple[Any, ...], list[S]] = {}
    for each in before:
        if each.known_by:
            known.setdefault(_name(each), []).append(each)

    def earlier(one: S) -> S | None:
        found = known.get(_name(one))
        return found.pop(0) if found else None

    return [anew(one, earlier(one)) for one in given]


def renewed(given: Any, before: Any) -> Any:
    """A value that was given, with what its sections leave out as it was."""
    if isinstance(given, Section) and isinstance(before, Section):
        return anew(given, before)
    if isinstance(given, list) and isinstance(before, list | tuple) and _of_sections(given):
        return each_anew(given, before)
    return given


def _name(section: Section) -> tuple[Any, ...]:
    return (type(section), *[getattr(section, field) for field in section.known_by])


def _of_sections(given: list[Any]) -> bool:
    return bool(given) and all(isinstance(each, Section) for each in given)
