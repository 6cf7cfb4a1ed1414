"""A message that shows a break: one schema takes it, the other does not. An independent validator says so."""

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import jsonschema_rs

from kith_cli.published.compatibility import may_widen

Schema = Mapping[str, Any]
GONE: Final = object()
LONG: Final = 200
LONGEST: Final = 2_000
"""Signs of a message that are shown."""


class Counterexample(NamedTuple):
    """`rule`: who is left behind. `message`: what they write or read. `why`: what the validator says."""

    rule: str
    message: Any
    why: str


OLD_WRITERS: Final = "old writers: what they write must still be read"
OLD_READERS: Final = "old readers: what is newly written they must still read"


def shown(old: Schema, new: Schema, sample: dict[str, Any]) -> Iterator[str]:
    """Counterexamples in words, one for each who is left behind."""
    for widens in (False,) if may_widen(old) else (False, True):
        if found := counterexample(old, new, sample, widens=widens):
            text = json.dumps(found.message, ensure_ascii=False)
            yield f"rule: {found.rule}"
            yield f"refused: {text if len(text) <= LONGEST else text[:LONGEST] + '...'}"
            yield f"because: {found.why}"


def counterexample(old: Schema, new: Schema, sample: dict[str, Any], *, widens: bool) -> Counterexample | None:
    """A message near the sample that was valid and is not any more; or, where the new schema `widens`, one that is
    valid now and was not. None if there is none near it.
    """
    takes, refuses = (new, old) if widens else (old, new)
    taker, refuser = _validator(takes), _validator(refuses)
    for candidate in _near(sample, takes, old, new):
        if taker.is_valid(candidate) and not refuser.is_valid(candidate):
            why = next(iter(refuser.iter_errors(candidate))).message
            return Counterexample(OLD_READERS if widens else OLD_WRITERS, candidate, why[:LONG])
    return None


def _validator(schema: Schema) -> Any:
    return jsonschema_rs.validator_for(dict(schema), validate_formats=True)


def _near(sample: dict[str, Any], written: Schema, *schemas: Schema) -> Iterator[Any]:
    """The sample, and it with one place changed to each value at the edge of what a schema says of any; with no other
    fields than its writer knows.
    """
    yield sample
    edges = list(_edges(*schemas))
    for path in _places(sample):
        for edge in [*edges, *_longer(_at(sample, path)), GONE]:
            yield _with(sample, path, edge)
    for name, field in written.get("properties", {}).items():
        if name not in sample:
            yield from ({**sample, name: edge} for edge in _edges({**written, "properties": {name: field}}))


def _edges(*schemas: Any) -> Iterator[Any]:
    """Values at the limits that stand anywhere in these schemas."""
    for schema in schemas:
        if isinstance(schema, list):
            yield from _edges(*schema)
        if not isinstance(schema, dict):
            continue
        yield from schema.get("enum", ())
        if "const" in schema:
            yield schema["const"]
        yield from (schema[word] for word in ("minimum", "maximum") if word in schema)
        yield from ("x" * schema[word] for word in ("minLength", "maxLength") if schema.get(word, LONG**2) < LONG**2)
        yield from _edges(*schema.values())


def _longer(value: Any) -> Iterator[Any]:
    """A list with more and more of what stands in it, and one that is empty; nothing in place of anything else."""
    if isinstance(value, list) and value:
        yield []
        yield from ([*value, *value[:1] * more] for more in (1, 2, 5, 10, 50, 100, 200))
    yield None


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, below in inside:
        yield from _places(below, (*path, name))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _with(sample: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at a place, or without it."""
    new = copy.deepcopy(sample)
    holder = _at(new, path[:-1])
    if value is GONE:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return new
