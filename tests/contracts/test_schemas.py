"""The published schemas are those of the code, say what readers accept, and say it in the standard's own words."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from support.instances import MANY, SCHEMAS, SETTLED, check_schema, instances, valid
from support.records import SAMPLES, of_message

from kith_cli.published.schemas import as_text, file_name, schema_of
from kith_contracts.events import agreements
from kith_contracts.message import Message
from kith_contracts.registry import MODELS

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "contracts" / "schemas"
BY_FILE: Final = {file_name(model.contract): model for model in MODELS.values()}
ONLY_IN_CODE: Final = {"value_error", "unreadable_text"}
"""What no keyword says: names that no body has, an end before its start, an accent without a letter. All else a schema
says as the model does.
"""


def test_the_committed_schema_is_that_of_the_code(subtests: pytest.Subtests) -> None:
    for name in SCHEMAS:
        with subtests.test(name):
            assert (FOLDER / name).read_text("utf-8") == as_text(SCHEMAS[name]), (
                "run `kith contracts export` and commit it"
            )


def test_no_schema_is_left_of_a_type_that_is_gone() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(SCHEMAS) == set(BY_FILE)


def test_a_schema_is_one_of_the_dialect_that_it_names(subtests: pytest.Subtests) -> None:
    for name in SCHEMAS:
        with subtests.test(name):
            schema = SCHEMAS[name]
            check_schema(schema)
            assert schema["$id"] == "urn:kith:schema:" + name.removesuffix(".json")
            assert schema["title"] == BY_FILE[name].__name__
            assert schema["description"]


def test_a_schema_stays_the_same_when_a_docstring_is_laid_out_anew() -> None:
    class Wave(agreements.ReturnSeats):
        """Wave to
        everyone.
        """

    assert schema_of(Wave)["description"] == "Wave to everyone."
    descriptions = [each["description"] for name in SCHEMAS for each in _described(SCHEMAS[name])]
    assert not [each for each in descriptions if "\n" in each]


def _described(schema: Any) -> Iterator[Any]:
    for part in (schema, *schema.get("$defs", {}).values()):
        if "description" in part:
            yield part


def test_a_schema_says_where_the_message_travels_and_how_private_each_field_is(subtests: pytest.Subtests) -> None:
    for name in SCHEMAS:
        with subtests.test(name):
            schema, contract = SCHEMAS[name], BY_FILE[name].contract
            assert schema["x-kith-topic"].replace("{body}", "bcs") == contract.topic("bcs")
            assert schema["x-kith-key"].format(**SAMPLES[name]["data"]) == SAMPLES[name]["key"]
            for section in (schema, *schema.get("$defs", {}).values()):
                assert section["additionalProperties"] is True
                assert {field["x-kith-class"] for field in section["properties"].values()} <= {
                    "public",
                    "body",
                    "aggregate",
                    "personal",
                }


def test_a_golden_message_fits_its_schema_and_nothing_that_is_required_may_go(subtests: pytest.Subtests) -> None:
    for name in SCHEMAS:
        with subtests.test(name):
            data = SAMPLES[name]["data"]
            assert valid(SCHEMAS[name], data)
            assert valid(SCHEMAS[name], data | {"from_a_newer_writer": [1, {}]})
            for field, description in BY_FILE[name].model_fields.items():
                without = {other: value for other, value in data.items() if other != field}
                assert valid(SCHEMAS[name], without) is not description.is_required()


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_fits_the_schema_is_read_and_what_is_read_is_written_as_it_was(name: str) -> None:
    model = BY_FILE[name]

    @SETTLED
    @given(instances(name))
    def holds(data: dict[str, Any]) -> None:
        message = _accepted(model, _opened(data))
        assert of_message(message).read().message == message
        assert valid(SCHEMAS[name], message.model_dump(mode="json"))

    def _opened(data: dict[str, Any]) -> dict[str, Any]:
        if data.pop("sealed", None) is None:
            return data
        personal = SAMPLES[name]["data"]
        return data | {field: personal[field] for field in model.sealed_fields}

    holds()


def _accepted(model: type[Message], data: dict[str, Any]) -> Message:
    """The message, or no example at all when the data break a rule that only code can say."""
    try:
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        if {each["type"] for each in error.errors()} <= ONLY_IN_CODE:
            reject()
        raise


SEALED: Final = [name for name, model in BY_FILE.items() if model.sealed_fields]


def sealed_form(message: Message) -> dict[str, Any]:
    private = message.model_dump_json(include=set(message.sealed_fields)).encode()
    rest = message.model_dump(mode="json", exclude=set(message.sealed_fields))
    return rest | {"sealed": base64.b64encode(private).decode()}


@pytest.mark.parametrize("name", SEALED)
def test_a_message_about_a_person_is_the_same_clear_and_sealed(name: str) -> None:
    @SETTLED
    @given(instances(name).filter(lambda data: "sealed" not in data))
    def holds(data: dict[str, Any]) -> None:
        message = _accepted(BY_FILE[name], data)
        sealed = sealed_form(message)
        assert valid(SCHEMAS[name], sealed)
        record = of_message(message).with_data(sealed).with_header("kith-person", (message.about or "").encode())
        assert record.read(open_sealed=lambda _, text: base64.b64decode(text)).message == message

    holds()


def test_the_two_forms_exclude_each_other(subtests: pytest.Subtests) -> None:
    for name in SEALED:
        with subtests.test(name):
            clear = SAMPLES[name]["data"]
            sealed = sealed_form(BY_FILE[name].model_validate(clear))
            assert not valid(SCHEMAS[name], clear | {"sealed": sealed["sealed"]})
            needed = any(BY_FILE[name].model_fields[field].is_required() for field in BY_FILE[name].sealed_fields)
            assert (
                valid(SCHEMAS[name], {field: value for field, value in sealed.items() if field != "sealed"})
                is not needed
            )
            assert not valid(SCHEMAS[name], {field: value for field, value in sealed.items() if field != "person"})


@MANY
@given(st.sampled_from(sorted(SCHEMAS)), st.data())
def test_a_writer_may_add_nothing_and_a_reader_ignores_it(name: str, choices: st.DataObject) -> None:
    model, data = BY_FILE[name], SAMPLES[name]["data"]
    message = model.model_validate(data)
    newer = json.loads(json.dumps(data))
    place = choices.draw(st.sampled_from(list(_sections(message, newer))))
    place["added"] = choices.draw(st.none() | st.integers() | st.text(max_size=9) | st.just([{"deep": [1]}]))
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        model.model_validate(newer)
    assert of_message(message).with_data(newer).read().message == message


def _sections(model: BaseModel, data: Any) -> Any:
    """The objects in the data that are sections of a message, not maps."""
    yield data
    for name in type(model).model_fields:
        inner, shown = getattr(model, name), data[name]
        pairs = zip(inner, shown, strict=True) if isinstance(inner, list) else [(inner, shown)]
        for part, where in pairs:
            if isinstance(part, BaseModel):
                yield from _sections(part, where)
