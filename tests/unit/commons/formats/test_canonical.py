"""Canonical JSON: the bytes are those of the reference implementation, for all that a text of ours can hold."""

from typing import Any, Final

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kith_commons.formats.canonical import LARGEST, canonical

TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"]))
VALUES: Final[st.SearchStrategy[Any]] = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


@settings(derandomize=True, deadline=None, database=None)
@example({"\U0001f600": 1, "\ufb33": 2, "\u20ac": 3, "\r": 4, "1": 5})  # in the order of UTF-16
@example(['\0\b\t\n\f\r\x1f\x7f\x80"\\/\u2028', {"": -LARGEST}])
@given(VALUES)
def test_the_bytes_are_those_of_the_reference_implementation(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [LARGEST + 1, -LARGEST - 1, 0.5, b"bytes", "\ud800", {"\ud800": 1}])
def test_what_languages_would_write_in_several_ways_has_none(value: object) -> None:
    with pytest.raises(ValueError, match=r"53|canonical|surrogates"):
        canonical([value])
