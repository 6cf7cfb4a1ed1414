"""Contracts only grow: which change of a schema is a break, for whom, and that none slips through."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import MANY, SCHEMAS, Data, instances_of, valid

from kith_cli.published.compatibility import GONE, breaks, broken, may_widen
from kith_cli.published.counterexample import counterexample, shown

FOLDER: Final = Path(__file__).parents[2] / "contracts" / "schemas"
FACT: Final = SCHEMAS["events.event-published.v1.json"]
COMMAND: Final = SCHEMAS["directory.publish-profile.v1.json"]
LETTER: Final = SCHEMAS["events.request-place.v1.json"]
SEALED: Final = SCHEMAS["directory.enrol-person.v1.json"]
NEW: Final = {"type": "string", "maxLength": 5, "x-kith-class": "public"}


def test_the_contracts_of_today_can_stand_beside_those_that_are_published() -> None:
    assert broken({path.name: json.loads(path.read_bytes()) for path in FOLDER.glob("*.json")}, SCHEMAS) == {}


def test_commands_inside_a_body_may_widen_and_nothing_else() -> None:
    assert [may_widen(schema) for schema in (COMMAND, SEALED, FACT, LETTER)] == [True, True, False, False]


def _changed(schema: Any, path: str, **changes: Any) -> Any:
    """A copy with other keywords at a place; None takes one away."""
    new = copy.deepcopy(schema)
    place = new
    for step in path.split("/") if path else ():
        place = place[int(step) if isinstance(place, list) else step]
    for name, value in changes.items():
        place.pop(name, None)
        if value is not None:
            place[name] = value
    return new


@pytest.mark.parametrize("schema", [FACT, COMMAND, LETTER, SEALED])
def test_an_optional_field_may_be_added_anywhere(schema: Any) -> None:
    assert breaks(schema, _changed(schema, "properties", nickname=NEW)) == []
    for name in schema.get("$defs", {}):
        assert breaks(schema, _changed(schema, f"$defs/{name}/properties", nickname=NEW)) == []


def test_words_for_people_may_be_said_better() -> None:
    assert breaks(FACT, _changed(FACT, "", title="Another", description="In other words.")) == []


def test_an_optional_personal_field_may_be_added_to_what_is_sealed() -> None:
    new = _changed(_changed(SEALED, "properties", nickname=NEW), "oneOf/1/properties", nickname=False)
    assert breaks(SEALED, new) == []


NARROWED: Final = {
    "properties/name maxLength 80": "name: maxLength was 160, is 80",
    "properties/identifiers maxItems 1": "identifiers: maxItems was 10, is 1",
    "properties/name minLength 2": "name: minLength was 1, is 2",
    "properties/name pattern x": "name: pattern changed, and must stay as it was",
    "properties/name type integer": "name: type changed, and must stay as it was",
    "properties/name x-kith-class personal": "name: x-kith-class changed, and must stay as it was",
    "properties/summary default -": "summary: default changed, and must stay as it was",
    "properties/name contains {}": "name: this comparison does not know the keyword contains; teach it",
    "$defs/Identifier/properties/value maxLength 9": "identifiers[items].value: maxLength was 160, is 9",
    "properties/region/anyOf/0 maxLength 9": "region<0>: maxLength was 80, is 9",
    " x-kith-topic kith.shared": "x-kith-topic changed, and must stay as it was",
    " x-kith-key {name}": "x-kith-key changed, and must stay as it was",
}


@pytest.mark.parametrize(("change", "sentence"), NARROWED.items())
def test_what_old_writers_write_must_be_read(change: str, sentence: str) -> None:
    path, word, value = change.split(" ")
    number = int(value) if value.isdecimal() else value
    assert breaks(COMMAND, _changed(COMMAND, path, **{word: number})) == [sentence]


def test_fields_and_values_may_not_go() -> None:
    gone = _changed(COMMAND, "properties", summary=None)
    assert breaks(COMMAND, gone) == ["the field summary is gone"]
    assert breaks(SEALED, _changed(SEALED, "properties/enrolled_as", enum=["member"])) == [
        "enrolled_as: the value 'guest' is gone"
    ]
    region = _changed(COMMAND, "properties/region", anyOf=COMMAND["properties"]["region"]["anyOf"][:1])
    assert breaks(COMMAND, region) == ["region: anyOf has another number of branches"]
    assert breaks(SEALED, _changed(SEALED, "", oneOf=SEALED["oneOf"][:1])) == ["oneOf has another number of branches"]


def test_a_field_may_not_become_required() -> None:
    required = [*COMMAND["required"], "summary"]
    assert breaks(COMMAND, _changed(COMMAND, "", required=required)) == [
        "summary is now required, and old writers leave it out"
    ]


@pytest.mark.parametrize(
    ("path", "changes", "sentence"),
    [
        (
            "properties/status",
            {"enum": [*FACT["properties"]["status"]["enum"], "over"]},
            "status: the value 'over' is new, and",
        ),
        ("properties/hosts", {"maxItems": 101}, "hosts: maxItems was 100, is 101"),
        ("properties/version", {"minimum": 0}, "version: minimum was 1, is 0"),
        ("properties/hosts", {"maxItems": None}, "hosts: maxItems was 100, is inf"),
        ("", {"required": ["event", "status"]}, "version may now be absent, and old readers need it"),
        ("properties/status", {"enum": None}, "status: the list of values came or went"),
    ],
)
def test_what_old_readers_refuse_is_a_break_unless_the_reader_is_upgraded_first(
    path: str, changes: dict[str, Any], sentence: str
) -> None:
    found = breaks(FACT, _changed(FACT, path, **changes))
    assert len(found) == 1
    assert found[0].startswith(sentence)
    inside = _changed(FACT, "", **{"x-kith-kind": "command", "x-kith-channel": "private.commands"})
    assert breaks(inside, _changed(inside, path, **changes)) == []


def test_a_type_may_not_go() -> None:
    assert broken({"events.tell-nobody.v1.json": FACT}, SCHEMAS) == {"events.tell-nobody.v1.json": [GONE]}


def test_a_sealed_form_may_not_come_where_there_was_none() -> None:
    plain = {name: value for name, value in SEALED.items() if name != "oneOf"}
    assert breaks(plain, SEALED) == ["oneOf came or went"]


SMALL: Final[Any] = {
    "$defs": {
        "Part": {
            "properties": {"size": {"type": "integer", "minimum": 1, "maximum": 3}},
            "required": ["size"],
            "type": "object",
        }
    },
    "x-kith-kind": "fact",
    "x-kith-channel": "people.facts",
    "type": "object",
    "properties": {
        "status": {"enum": ["open", "over"], "type": "string"},
        "title": {"type": "string", "minLength": 1, "maxLength": 3},
        "region": {"anyOf": [{"type": "string", "maxLength": 2}, {"type": "null"}]},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}, "minItems": 1, "maxItems": 2},
        "quotas": {
            "type": "object",
            "propertyNames": {"maxLength": 2},
            "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 2},
            "maxProperties": 2,
        },
        "sealed": {"type": "string", "contentEncoding": "base64", "maxLength": 900},
    },
    "required": ["quotas", "status"],
    "oneOf": [
        {"properties": {"sealed": False}, "required": ["parts", "title"]},
        {"properties": {"title": False, "parts": False}, "required": ["sealed"]},
    ],
}
"""All keywords that our schemas use, with limits so small that a change by one is soon met."""
SMALL_COMMAND: Final = SMALL | {"x-kith-kind": "command", "x-kith-channel": "people.commands"}


def _places(schema: Any) -> Iterator[Any]:
    """Each schema in a schema."""
    if isinstance(schema, dict):
        if {"type", "enum", "anyOf", "oneOf", "required"} & schema.keys():
            yield schema
        for value in schema.values():
            yield from _places(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _places(value)


LIMITS: Final = ("maxLength", "minLength", "maxItems", "minItems", "maximum", "minimum", "maxProperties")


def _changes(place: Any) -> Iterator[dict[str, Any]]:
    """All that a hurried author might do at a place: other keywords, None where one is taken away."""
    for word in [word for word in LIMITS if word in place]:
        yield from ({word: None}, {word: place[word] + 1}, {word: max(0, place[word] - 1)})
    if values := place.get("enum"):
        yield from ({"enum": [*values, "brand-new"]}, {"enum": values[1:]}, {"enum": None})
    elif place.get("type") == "string":
        yield {"enum": ["a"]}
    if fields := place.get("properties"):
        required = place.get("required", [])
        yield {"properties": fields | {"nickname": NEW}}
        yield {"properties": fields | {"nickname": NEW}, "required": [*required, "nickname"]}
        for name in fields:
            yield {"properties": {other: field for other, field in fields.items() if other != name}}
            yield {"required": sorted({*required, name})}
            yield {"required": [other for other in required if other != name]}
    for word in [word for word in ("anyOf", "oneOf") if word in place]:
        yield from ({word: place[word][:1]}, {word: [*place[word], {"title": "anything"}]})


def _hurried(schema: Any) -> Iterator[tuple[Any, Any]]:
    """The schema, and each other that one hurried change makes of it."""
    for number, place in enumerate(_places(schema)):
        for change in _changes(place):
            new = copy.deepcopy(schema)
            there = list(_places(new))[number]
            there.update(change)
            for word in [word for word, value in change.items() if value is None]:
                there.pop(word)
            if new != schema:
                yield schema, new


HURRIED: Final = [*_hurried(SMALL), *_hurried(SMALL_COMMAND)]
HARMLESS: Final = [(old, new) for old, new in HURRIED if not breaks(old, new)]


def test_most_changes_are_breaks_for_someone() -> None:
    facts = [new for old, new in HARMLESS if old is SMALL]
    assert 0 < len(facts) < len(HARMLESS) < len(HURRIED) / 2
    assert all("nickname" in json.dumps(new) for new in facts)  # nothing but a new optional field


def _meetings() -> Iterator[tuple[Any, Data]]:
    """Who must read what: the new schema what was written by the old, and, unless it comes first, the reverse."""
    for old, new in HARMLESS:
        yield new, instances_of(old)
        if not may_widen(old):
            yield old, instances_of(new)


@MANY
@given(st.sampled_from(list(_meetings())), st.data())
def test_no_break_slips_through(meeting: tuple[Any, Data], choices: st.DataObject) -> None:
    reader, written = meeting
    assert valid(reader, choices.draw(written))


SAMPLE: Final = {"status": "open", "quotas": {"a": 1}, "title": "ab", "parts": [{"size": 2}], "region": "uk"}
BROKEN: Final = [(old, new) for old, new in HURRIED if breaks(old, new)]


def test_a_break_is_shown_by_a_message_that_another_library_judges_in_the_same_way() -> None:
    found = 0
    for old, new in BROKEN:
        for widens in (False, True):
            if example := counterexample(old, new, SAMPLE, widens=widens):
                takes, refuses = (new, old) if widens else (old, new)
                assert (valid(takes, example.message), valid(refuses, example.message)) == (True, False)
                found += 1
    assert found > 0.7 * len(BROKEN), "a field that is gone breaks no message: it is only not read any more"


def test_where_nothing_breaks_no_message_does() -> None:
    for old, new in HARMLESS:
        assert counterexample(old, new, SAMPLE, widens=False) is None
        assert may_widen(old) or counterexample(old, new, SAMPLE, widens=True) is None


def test_the_gate_says_the_rule_and_the_message() -> None:
    sample = json.loads((FOLDER.parent / "samples" / "directory.publish-profile.v1.json").read_text())["data"]
    said = list(shown(COMMAND, _changed(COMMAND, "properties/name", maxLength=3), sample))
    assert said[0] == "rule: old writers: what they write must still be read"
    assert sample["name"] in said[1]
    assert "3" in said[2]
    wider = _changed(FACT, "properties/status", enum=[*FACT["properties"]["status"]["enum"], "over"])
    fact = json.loads((FOLDER.parent / "samples" / "events.event-published.v1.json").read_text())["data"]
    assert '"over"' in list(shown(FACT, wider, fact))[1]
