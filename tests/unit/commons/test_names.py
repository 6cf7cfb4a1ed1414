"""Names are found without the marks on their letters, in whatever form they were typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_commons.names import folded


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siân", "sian"),
        ("Ångström", "angstrom"),
        ("Søren", "soren"),
        ("Łukasz", "lukasz"),
        ("GROß", "gross"),
        ("İpek", "ipek"),
    ],
)
def test_a_name_is_found_by_its_plain_letters(name: str, typed: str) -> None:
    assert folded(name) == folded(unicodedata.normalize("NFD", name)) == typed


@given(st.text(max_size=20))
def test_form_and_case_of_what_is_typed_do_not_matter(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text)) == folded(text)
    assert folded(folded(text)) == folded(text)
