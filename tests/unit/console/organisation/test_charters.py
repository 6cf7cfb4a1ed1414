"""Small readings of the charter's form."""

import pytest

from kith_console.fields import lines, slug_of
from kith_console.organisation.charters import officers_shown


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Women in Physics", "women-in-physics"),
        ("BCS Women's Forum", "bcs-women-s-forum"),
        ("  Ada & Co. (London)  ", "ada-co-london"),
        ("Rhwydwaith Merched", "rhwydwaith-merched"),
        ("!?", ""),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_a_name_suggests_its_short_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_each_line_that_says_something_is_one_entry() -> None:
    assert lines("  London \n\n Wales") == ["London", "Wales"]


def test_a_form_ends_with_room_for_one_more_office() -> None:
    rows = officers_shown([{"role": "Chair", "filled": True, "until": None}])

    assert [row["role"] for row in rows] == ["Chair", ""]
