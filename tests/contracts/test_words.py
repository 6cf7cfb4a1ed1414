"""The small types: what names and texts may be, for they stand in topics, in mails and on screens."""

from typing import Any, Final

import pytest
from pydantic import TypeAdapter, ValidationError

from kith_contracts.words import (
    RESERVED_SLUGS,
    BodySlug,
    Code,
    Count,
    FullName,
    Line,
    MailAddress,
    Note,
    Phrase,
    Sentence,
    Text,
    Url,
    Version,
)

ONE_LINE: Final = {"a line": Line, "a phrase": Phrase, "a sentence": Sentence, "a note": Note}
MORE_THAN_A_LINE: Final = ["a\r\nBcc: everyone@example.org", "a\nb", "a\vb", "a\x1cb", "a\x85b", "a\u2028b", "a\u2029b"]
CONTROLS: Final = ["a\x00b", "a\x1b[2Jb", "a\x9b2Jb", "a\x7fb"]


def _takes(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("kind", ONE_LINE)
def test_one_line_is_one_line_and_moves_no_cursor(kind: str) -> None:
    assert [text for text in (*MORE_THAN_A_LINE, *CONTROLS) if _takes(ONE_LINE[kind], text)] == []
    assert all(_takes(ONE_LINE[kind], text) for text in ("a", "Frauen & Löwen", "'<b>' \\ \"", "日本語 😀"))


def test_all_that_splits_a_line_for_python_splits_it_here() -> None:
    assert [
        text for text in map(chr, range(0x3000)) if len(f"a{text}b".splitlines()) > 1 and _takes(Line, f"a{text}b")
    ] == []


def test_a_text_has_lines_and_tabs_and_moves_no_cursor() -> None:
    assert _takes(Text, "One.\n\n\t* two\n")
    assert _takes(Text, "")
    assert [text for text in CONTROLS if _takes(Text, text)] == []


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u3000\u00a0", "\n"])
def test_what_must_say_something_is_not_blank(blank: str) -> None:
    assert not _takes(Line, blank)
    assert not _takes(Phrase, blank)
    assert _takes(Note, blank)
    assert _takes(Sentence, blank)


@pytest.mark.parametrize(
    ("kind", "most"), [(Line, 160), (Phrase, 80), (Sentence, 160), (Note, 300), (Text, 4000), (Code, 60)]
)
def test_no_text_is_endless(kind: Any, most: int) -> None:
    assert _takes(kind, "a" * most)
    assert not _takes(kind, "a" * (most + 1))


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_no_body_has_a_name_that_topics_need_nor_owns_anything_under_it(slug: str) -> None:
    assert not _takes(BodySlug, slug)
    assert not _takes(FullName, f"{slug}/spectrum")
    assert _takes(FullName, f"{slug}s/{slug}")


@pytest.mark.parametrize("number", [-1, 2**53, 2**63, 10**4000], ids=["-1", "2**53", "2**63", "10**4000"])
def test_no_number_is_larger_than_json_carries_or_below_nought(number: int) -> None:
    assert not _takes(Version, number)
    assert not _takes(Count, number)


def test_addresses_hold_nothing_that_ends_a_header() -> None:
    assert _takes(MailAddress, "ada+é@mail.example.org")
    assert _takes(Url, "https://www.bcs.org/?a=é#b")
    for bad in ("\r\n", "\x00", "\u2028", " "):
        assert not _takes(MailAddress, f"ada{bad}@example.org")
        assert not _takes(Url, f"https://www.bcs.org/{bad}x")
    assert not _takes(MailAddress, "ada@example.org, eve@example.org")
    assert not _takes(Url, "javascript:alert(1)")
