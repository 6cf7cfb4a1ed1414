"""Data that fits a schema, for property tests: made from the keywords that our schemas use, and from no others."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kith_cli.published.compatibility import KNOWN
from kith_cli.published.schemas import file_name, schema_of
from kith_contracts.registry import MODELS

Schema = Mapping[str, Any]
Data = st.SearchStrategy[Any]

SETTLED: Final = settings(
    derandomize=True, deadline=None, database=None, max_examples=8, suppress_health_check=list(HealthCheck)
)
"""The same examples in each run: a failure is a change in the code, never luck."""

MANY: Final = settings(SETTLED, max_examples=150)
"""For a property of all messages that draws which one."""

LARGEST_INTEGER: Final = 2**53 - 1
"""What JSON carries between languages without loss (RFC 8259, section 6)."""


def _reference() -> Any:
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it takes seconds

    return Draft202012Validator


def valid(schema: Schema, data: Any) -> bool:
    """Whether the data fit the schema, as the reference implementation in Python sees it."""
    return bool(_reference()(schema).is_valid(data))


WORDS: Final = (
    *("ab", "a1", "bcs", "a" * 31),
    *("", "0", "9-9", "a-b-c", "womens-forum", "a" * 60),
    *("ab/0", "bcs/womens-forum", "a" * 31 + "/" + "b" * 60),
    *("p-0123456789", "00000000", "a" * 40, "a2" * 13, "mfrggzdfmztwq2lknnwg23tpob"),
    *("mfrggzdfmztwq2lk", "a2" * 8, "a2" * 6, "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo", "-" * 43),
    *("0" * 64, "0123456789abcdef" * 4, "f0" * 16, "Aa-_0" * 8 + "bcs", "eyJ9.." + "Aa" * 43),
    *("A", "Z"),
    *("2027", "2027-03", "2027-q1", "2027-h2"),
    *("!", "~" * 128, "01a207bd-a9c0-7000-8000-000000000000", '"{}%s', "é" * 128, "a b"),
    *("http://a", "https://www.bcs.org/?a=é#b", "http://" + "x" * 493),
    *("a@b.c", "ada+é@example.org", "'or'1@x.y", "a" * 241 + "@example.org"),
    *("org.kith.x.y.v1", "org.kith.events.event-published.v12"),
    *("00:00", "23:59", "07:30"),
    *("UTC", "Europe/London", "America/Argentina/Buenos_Aires", "Etc/GMT+12", "_"),
    *(" ", "\u3000", " é ", "é\u00a0", "😀" * 80, "😀" * 160, "😀" * 300, "😀" * 4000, '"\\' * 80),
    *("\ttwo\nlines", "a\r\nBcc: b", "\0", "\x1b[2J", "\x85", "\u2028", "\ufeff", "\u202e"),
)
"""Texts at the edges of the patterns and lengths that our words have; each schema takes those that fit."""


class _Schemas(Mapping[str, Schema]):
    """Those of today, by the name of their file. Each is made when it is asked for: all together take seconds, which
    who only looks for tests does without.
    """

    def __init__(self) -> None:
        self._models = {file_name(model.contract): model for model in MODELS.values()}
        self._made: dict[str, Schema] = {}

    def __getitem__(self, name: str) -> Schema:
        if name not in self._made:
            self._made[name] = schema_of(self._models[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._models))

    def __len__(self) -> int:
        return len(self._models)


SCHEMAS: Final = _Schemas()


def check_schema(schema: Schema) -> None:
    """Raise if this is no schema of JSON Schema 2020-12."""
    _reference().check_schema(schema)


@cache
def instances(name: str) -> Data:
    """Data for the schema of today with this file name, in both forms if it has two."""
    return instances_of(SCHEMAS[name])


def instances_of(root: Schema) -> Data:
    return _instances(root, root.get("$defs", {}))


def _instances(schema: Schema, sections: Schema) -> Data:
    if reference := schema.get("$ref"):
        schema = sections[reference.removeprefix("#/$defs/")]
    if strange := {word for word in schema if not word.startswith("x-")} - KNOWN:
        raise NotImplementedError(f"the generator of data does not know {strange}")
    if forms := schema.get("oneOf"):
        return st.one_of([_instances(_joined(schema, form), sections) for form in forms])
    if branches := schema.get("anyOf"):
        return st.one_of([_instances(branch, sections) for branch in branches])
    if values := schema.get("enum", [schema["const"]] if "const" in schema else None):
        return st.sampled_from(values)
    return MAKERS[schema["type"]](schema, sections)


def _lists(schema: Schema, sections: Schema) -> Data:
    least = schema.get("minItems", 0)
    most = max(least, min(schema.get("maxItems", 2), 2))
    return st.lists(_instances(schema["items"], sections), min_size=least, max_size=most)


def _integers(schema: Schema, _: Schema) -> Data:
    least, most = schema.get("minimum", -LARGEST_INTEGER), schema.get("maximum", LARGEST_INTEGER)
    return st.integers(math.ceil(least), math.floor(most))


def _joined(schema: Schema, branch: Schema) -> Schema:
    """A form of a message: its fields without those that the branch rules out, and all that is required."""
    fields = {
        name: field
        for name, field in schema["properties"].items()
        if branch.get("properties", {}).get(name) is not False
    }
    required = [*schema.get("required", ()), *branch.get("required", ())]
    return {**schema, "oneOf": [], "properties": fields, "required": required}


def _objects(schema: Schema, sections: Schema) -> Data:
    if "properties" not in schema:
        names = _instances({"type": "string", **schema["propertyNames"]}, sections)
        most = min(schema.get("maxProperties", 2), 2)
        return st.dictionaries(names, _instances(schema["additionalProperties"], sections), max_size=most)
    fields = {name: _instances(field, sections) for name, field in schema["properties"].items()}
    required = set(schema.get("required", ()))
    optional = {name: strategy for name, strategy in fields.items() if name not in required}
    return st.fixed_dictionaries({name: fields[name] for name in sorted(required)}, optional=optional)


def _texts(schema: Schema, _: Schema) -> Data:
    least, most = schema.get("minLength", 0), schema.get("maxLength", 100)
    if schema.get("contentEncoding"):
        return st.sampled_from(["c2VhbGVk", "bm9uY2UgYW5kIGNpcGhlcg=="])
    match schema.get("format"), schema.get("pattern"):
        case "date-time", _:
            hours = st.integers(-12, 14).map(lambda hour: timezone(timedelta(hours=hour)) if hour else UTC)
            times = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=hours)  # noqa: DTZ001
            return times.map(datetime.isoformat)
        case "date", _:
            return st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(date.isoformat)
        case _, pattern:
            fitting = [word for word in WORDS if least <= len(word) <= most and re.search(pattern or "", word)]
            return st.sampled_from(fitting)


MAKERS: Final[Mapping[str, Callable[[Schema, Schema], Data]]] = {
    "object": _objects,
    "array": _lists,
    "string": _texts,
    "integer": _integers,
    "boolean": lambda *_: st.booleans(),
    "null": lambda *_: st.none(),
}
