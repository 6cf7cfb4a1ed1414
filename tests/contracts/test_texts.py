"""What people see: every text can be seen and turns nothing beside it; and languages stay as they are written."""
# ruff: noqa: RUF001 - each language is written with its own letters

import json
from collections.abc import Iterator
from typing import Any, Final
from unicodedata import category, is_normalized

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from support.records import SAMPLES, of_message

from kith_cli.published.schemas import file_name
from kith_contracts.registry import MODELS, Unreadable
from kith_contracts.texts import MOST_MARKS, fault_of
from kith_contracts.words import Line, MailAddress, Text, Url

NOBODY_SEES: Final = (
    *("\u200b\u200b", "A\u200bB", "\u3164", "\u115f\u1160", "\uffa0", "\u2800", "\u00ad", "soft\u00adhyphen"),
    *("\ufeffBCS", "A\u2060B", "A\u2063B", "\U000e0042\U000e0043", "A\U000e0001B", "\U0001d173", "\u034fA", "\u180e"),
    *("\u200d", "A\u200d", "\u200dA", "A\u200d\u200dB", "A \u200c B", "\u200e", "Title\u200f", "\u061c"),
    *("\u2066\u2069", "A\ue000", "\U000f0000", "\U0010fffd", "\ufffe", "A\uffff", "\ufdd0", "\U0001fffe", "\ufff9a"),
)
TURNING: Final = (
    *("Alice\u202egnitirw fo yad", "\u202aA\u202c", "A\u202bB", "A\u202d", "A\u202c"),
    *("A\u2067B", "A\u2066B\u2067C\u2069", "A\u2069B", "\u2069A\u2067"),
)
MISPLACED: Final = (
    "\u0301",
    "\u0301A",
    "Caf\u00e9 \u0301",
    "\ufe0f",
    "A \U000e0100",
    "Z" + "\u0337" * (MOST_MARKS + 1),
)
WRITTEN: Final = (
    *(
        "Café",
        "Ångström",
        "Ŵyl Llŷn",
        "Việt Nam",
        "ＫＩＴＨ",
        "naïve 'quotes' – dash…",
        "C++ & Rust",
        "!!!",
        "1\ufe0f\u20e3",
    ),
    *("می\u200cخواهم", "نمی\u200cدانم چه", "क्\u200dष", "ශ්\u200dරී ලංකා", "ക്\u200dഷ", "র\u200d্যাব", "ភាសាខ្មែរ", "ไทย"),
    *("👩\u200d🔬", "🏳\ufe0f\u200d🌈", "👨\u200d👩\u200d👧", "👩🏽\u200d💻", "👁\ufe0f\u200d🗨\ufe0f", "❤\ufe0f", "🇬🇧"),
    *("\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", "葛\U000e0100飾"),
    *(
        "يوم الفيزياء",
        "נשים ב\u200fSTEM",
        "שָׁלוֹם",
        "\u2068Pride\u2069 and \u2067يوم\u2069",
        "Ρhysics dаy",
        "日本語　の日",
    ),
)


def _takes(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("text", [*NOBODY_SEES, *TURNING, *MISPLACED], ids=ascii)
def test_what_nobody_sees_or_what_turns_text_is_refused_with_a_sentence(text: str) -> None:
    fault = fault_of(text)
    assert fault
    assert fault.endswith(".")
    assert len(fault) <= 160
    assert text not in fault
    assert [kind for kind in (Line, Text) if _takes(kind, text)] == []


@pytest.mark.parametrize("text", TURNING, ids=ascii)
def test_an_address_turns_nothing_either(text: str) -> None:
    assert not _takes(Url, f"https://example.org/{text}")
    assert not _takes(MailAddress, f"ann@{text}.example")


@pytest.mark.parametrize("text", WRITTEN, ids=ascii)
def test_a_text_stays_as_its_language_writes_it(text: str) -> None:
    assert fault_of(text) is None
    assert TypeAdapter(Line).validate_python(text) == text


def test_equal_names_are_equal_however_they_are_typed() -> None:
    composed, typed = "Café Ångström", "Cafe\u0301 A\u030angstro\u0308m"
    assert TypeAdapter(Line).validate_python(f" {typed} ") == composed
    assert TypeAdapter(Line).validate_json(json.dumps(typed)) == composed
    assert not _takes(Line, "\u0958" * 160), "the length is that of what is kept"


@settings(deadline=None)
@given(st.text(max_size=30))
def test_what_is_taken_can_be_seen_is_kept_in_one_form_and_is_taken_again(text: str) -> None:
    if not _takes(Text, text):
        return
    kept = TypeAdapter(Text).validate_python(text)
    assert TypeAdapter(Text).validate_python(kept) == kept
    assert is_normalized("NFC", kept)
    assert not kept or any(category(each)[0] in "LNPS" for each in kept) or any(category(each) == "Cn" for each in kept)
    assert not set(kept) & set("\u202a\u202b\u202d\u202e\ufffe\uffff")
    assert sum(each in "\u2066\u2067\u2068" for each in kept) == kept.count("\u2069")


HOSTILE: Final = (
    "A\u202eB",
    "\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b",
    "A\u2067B",
    "Z\uffff",
)


def _texts(data: Any) -> Iterator[tuple[Any, Any]]:
    """Each text in the data, as the container and the key at which it stands."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if isinstance(value, str):
            yield data, key
        yield from _texts(value)


def test_no_text_of_any_message_takes_what_nobody_sees(subtests: pytest.Subtests) -> None:
    """Whoever sent it: a command is refused, and what another body publishes is parked."""
    for model in MODELS.values():
        with subtests.test(model.__name__):
            sample = json.dumps(SAMPLES[file_name(model.contract)]["data"])
            count = len([*_texts(json.loads(sample))])
            for number in range(count):
                for hostile in HOSTILE:
                    data = json.loads(sample)
                    container, key = [*_texts(data)][number]
                    container[key] = hostile
                    with pytest.raises(ValidationError):
                        model.model_validate(data)


def test_what_a_foreign_body_publishes_so_is_parked_with_the_field() -> None:
    name = "events.event-published.v1.json"
    model = next(each for each in MODELS.values() if file_name(each.contract) == name)
    data = json.loads(json.dumps(SAMPLES[name]["data"]))
    data["plan"]["title"] = "Alice\u202egnitirw fo yad"
    with pytest.raises(Unreadable) as parked:
        of_message(model.model_validate(SAMPLES[name]["data"])).with_data(data).read()
    assert (parked.value.code, "plan.title" in parked.value.sentence) == ("invalid-data", True)
