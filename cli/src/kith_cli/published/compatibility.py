"""Whether a new schema of a type and major version can stand beside the old one: bodies upgrade on their own days.

**Old writers** (and records that lie on a topic) must still be read: nothing that was valid may become invalid. This
holds for every message. **Old readers** must still read what is newly written: they ignore fields that they do not
know, and refuse a value that they do not know, which parks the message. So where systems or other bodies read a
message, nothing may become valid that was not: a new value in an enum is as much a break as a value that is gone, and
so are a higher maximum and a required field that may now be absent. Only optional fields may be added.

The exception are commands on private and people topics. Their one reader is the node of the same body, which is
upgraded before its systems learn the new value; so these may also widen.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

Schema = Mapping[str, Any]

TEXT: Final = frozenset({"title", "description", "$schema", "$defs", "$ref"})
"""What changes nothing (`$ref` is followed)."""
FIXED: Final = ("$id", "type", "format", "pattern", "contentEncoding", "default")
"""What must be equal: of two patterns nobody can tell which is wider, and a default is what absence means."""
LOWEST: Final = ("minLength", "minItems", "minimum", "minProperties")
HIGHEST: Final = ("maxLength", "maxItems", "maximum", "maxProperties")
FIELDS: Final = ("properties", "required")
CHOICES: Final = ("enum", "const", "anyOf", "oneOf")
INSIDE: Final = ("items", "propertyNames", "additionalProperties")
KNOWN: Final = TEXT.union(FIXED, LOWEST, HIGHEST, FIELDS, CHOICES, INSIDE)
ABSENT: Final = object()
GONE: Final = "this type is gone, and its records still lie on topics"


class _Change(NamedTuple):
    """What changed; `widens` when something new became valid, otherwise something may have become invalid."""

    sentence: str
    widens: bool = False


def breaks(old: Schema, new: Schema) -> list[str]:
    """Why old readers or writers cannot live with the new schema, a sentence for each reason; empty if they can.

    Knows the keywords of JSON Schema 2020-12 that our schemas use, and reports any other: it might mean anything.
    """
    changes = _Comparison(old, new).of(old, new, "")
    return [change.sentence for change in changes if not (change.widens and may_widen(old))]


def broken(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> dict[str, list[str]]:
    """The breaks between two sets of schemas, by the names of their files; a type that is gone is one."""
    found = {name: breaks(before, new[name]) if name in new else [GONE] for name, before in sorted(old.items())}
    return {name: sentences for name, sentences in found.items() if sentences}


def may_widen(schema: Schema) -> bool:
    """Whether the only reader of this message is upgraded before its writers: a command inside one body."""
    area = str(schema.get("x-kith-channel", "")).partition(".")[0]
    return schema.get("x-kith-kind") == "command" and area in ("private", "people")


class _Comparison:
    """Two whole schemas, so that references can be followed, and a walk through both at once."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old.get("$defs", {}), new.get("$defs", {})

    def of(self, old: Any, new: Any, where: str) -> Iterator[_Change]:
        """All changes from one to the other, at this place and below."""
        if isinstance(old, bool) or isinstance(new, bool):
            if old is not new:
                yield _Change(f"{_at(where)}whether anything may stand here changed")
            return
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        for word in sorted((old.keys() | new.keys()) - KNOWN):
            if not word.startswith("x-kith-"):
                yield _Change(f"{_at(where)}this comparison does not know the keyword {word}; teach it")
        yield from _fixed(old, new, where)
        yield from _limits(old, new, where)
        yield from _fields(old, new, where)
        yield from _values(old, new, where)
        yield from self._branches(old, new, where)
        yield from self._inside(old, new, where)

    def _inside(self, old: Schema, new: Schema, where: str) -> Iterator[_Change]:
        for name in INSIDE:
            before, after = old.get(name, True), new.get(name, True)
            yield from self.of(before, after, f"{where}[{name}]")
        after = new.get("properties", {})
        for name, before in old.get("properties", {}).items():
            if name in after:
                yield from self.of(before, after[name], f"{where}.{name}".lstrip("."))

    def _branches(self, old: Schema, new: Schema, where: str) -> Iterator[_Change]:
        for word in ("anyOf", "oneOf"):
            before, after = old.get(word), new.get(word)
            if (before is None) != (after is None):
                yield _Change(f"{_at(where)}{word} came or went")
            elif before is not None and after is not None:
                if len(after) != len(before):
                    wider = word == "anyOf" and len(after) > len(before)  # one more of oneOf may exclude another
                    yield _Change(f"{_at(where)}{word} has another number of branches", widens=wider)
                for number, (one, other) in enumerate(zip(before, after, strict=False)):
                    yield from self.of(one, other, f"{where}<{number}>")


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    reference = schema.get("$ref")
    return schema if reference is None else {**definitions[reference.removeprefix("#/$defs/")], **schema}


def _fixed(old: Schema, new: Schema, where: str) -> Iterator[_Change]:
    own = sorted(word for word in old.keys() | new.keys() if word.startswith("x-kith-"))
    for word in (*FIXED, *own):
        if (before := old.get(word, ABSENT)) != (after := new.get(word, ABSENT)) or type(before) is not type(after):
            yield _Change(f"{_at(where)}{word} changed, and must stay as it was")


def _limits(old: Schema, new: Schema, where: str) -> Iterator[_Change]:
    for words, sign, none in ((HIGHEST, 1, float("inf")), (LOWEST, -1, float("-inf"))):
        for word in words:
            before, after = old.get(word, none), new.get(word, none)
            if before != after:
                wider = (after - before) * sign > 0
                yield _Change(f"{_at(where)}{word} was {before}, is {after}", widens=wider)


def _fields(old: Schema, new: Schema, where: str) -> Iterator[_Change]:
    for name in sorted(old.get("properties", {}).keys() - new.get("properties", {}).keys()):
        yield _Change(f"{_at(where)}the field {name} is gone")
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    for name in sorted(after - before):
        yield _Change(f"{_at(where)}{name} is now required, and old writers leave it out")
    for name in sorted(before - after):
        yield _Change(f"{_at(where)}{name} may now be absent, and old readers need it", widens=True)


def _values(old: Schema, new: Schema, where: str) -> Iterator[_Change]:
    before, after = _enum(old), _enum(new)
    if before is None or after is None:
        if before is not after:
            yield _Change(f"{_at(where)}the list of values came or went", widens=after is None)
        return
    for value in before:
        if value not in after:
            yield _Change(f"{_at(where)}the value {value!r} is gone")
    for value in after:
        if value not in before:
            yield _Change(f"{_at(where)}the value {value!r} is new, and old readers refuse it", widens=True)


def _enum(schema: Schema) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _at(where: str) -> str:
    return f"{where}: " if where else ""
