"""Words that leave people out are found as people write them, and no others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_commons.advice.wording import Rule, findings
from kith_events.wording.wordlist import usual

RULES = [
    Rule("chairman", "chair", "It is open to all."),
    Rule("the blind", "blind people", "They are people."),
    Rule("blind spot*", "what we miss", "Some are blind."),
    Rule("suffer* from", "has", "It tells."),
    Rule("women's work", "work", "Anybody's."),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Our Chairman speaks.", ["Chairman"]),
        ("The chairmanship", []),
        ("for the\n blind", ["the\n blind"]),
        ("the blind spots", ["the blind"]),
        ("two blind spots", ["blind spots"]),
        ("she suffers  from it", ["suffers  from"]),
        ("women\N{RIGHT SINGLE QUOTATION MARK}s work", ["women\N{RIGHT SINGLE QUOTATION MARK}s work"]),
        ("a wise chair", []),
        ("", []),
    ],
)
def test_it_finds(text: str, found: list[str]) -> None:
    assert [each.found for each in findings(text, RULES)] == found


def test_of_two_that_begin_in_one_place_the_longer_counts() -> None:
    rules = [Rule("old", "", ""), Rule("old boys", "former students", "")]
    assert [each.better for each in findings("the old boys", rules)] == ["former students"]


@given(st.text(max_size=200), st.lists(st.text("ab*.(\\' ", min_size=1, max_size=6).filter(str.strip), max_size=5))
def test_whatever_is_in_a_list_or_a_text_it_tells_where_what_it_found_stands(text: str, words: list[str]) -> None:
    for each in findings(text, [Rule(one, "", "") for one in words]):
        assert text[each.start :].startswith(each.found)


def test_the_usual_list_has_a_reason_for_each_and_finds_itself() -> None:
    assert len({rule.words.casefold() for rule in usual()}) == len(usual()) > 50
    for rule in usual():
        assert rule.why
        (found,) = findings(re.sub(r"\*", "s", rule.words), usual())
        assert (found.better, found.why) == (rule.better, rule.why)
