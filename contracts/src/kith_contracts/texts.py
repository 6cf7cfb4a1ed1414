"""The rule for every text that people see: it can be seen, and it changes nothing that stands beside it."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, get_args, get_origin
from unicodedata import category, normalize

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

NEVER: Final = (
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200b\u202a-\u202e\u2060-\u2065\u206a-\u206f\u2800\u3164"
    r"\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
)
"""What no text has, as a piece of a pattern: soft hyphens, fillers, spaces without width, what turns the direction of
text, what is no character or has no meaning that all share.
"""
MOST_MARKS: Final = 8
"""Accents and the like on one letter: more would stand on the lines above and below."""

_FURTHER: Final = (
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x1_0000, 0xF_0000, 0x1_0000))
)
_NEVER: Final = re.compile(f"[{NEVER}{_FURTHER}]")
_TURNS: Final = "\u202a\u202b\u202c\u202d\u202e"
_FLAG: Final = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
"""The flag of a part of a country, such as Wales: a black flag, and its name in tags that nobody sees."""
_BETWEEN: Final = frozenset("\u061c\u180e\u200c\u200d\u200e\u200f")
"""What joins, parts or turns letters: as they are written in Persian or Hindi, and in emoji."""
_ISOLATES: Final = {"\u2066": 1, "\u2067": 1, "\u2068": 1, "\u2069": -1}
_SPACE, _SEEN, _MARK = "Z", "seen", "M"


def fault_of(text: str) -> str | None:
    """Why people could not read this, as a sentence without anything of the text; None if they can, or it is empty."""
    if text.isascii():
        return None
    plain = _FLAG.sub("\U0001f3f4", text)
    if found := _NEVER.search(plain):
        what = "turns the direction of text" if found[0] in _TURNS else "nobody can see"
        return f"It has a character that {what} ({_named(found[0])}). Delete it."
    return next(_misplaced(plain), None)


def _misplaced(text: str) -> Iterator[str]:
    depth = marks = 0
    before, anything = _SPACE, False
    for each, after in pairwise(f"{text} "):
        kind = _kind(each)
        depth += _ISOLATES.get(each, 0)
        marks = marks + 1 if kind == _MARK else 0
        if depth < 0:
            break
        if kind in _BETWEEN and (before not in (_SEEN, _MARK) or _kind(after) not in (_SEEN, _MARK)):
            yield f"It has a character that nobody can see ({_named(each)}) and that joins no letters. Delete it."
        if kind == _MARK and before == _SPACE:
            yield f"It has an accent without a letter ({_named(each)}). Put it behind a letter, or delete it."
        if marks > MOST_MARKS:
            yield f"It has more than {MOST_MARKS} accents on one letter. Use fewer."
        before, anything = kind, anything or kind == _SEEN
    if depth:
        yield "It turns the direction of text, and not back (U+2066 to U+2069). Delete these characters."
    if text.strip() and not anything:
        yield "It has nothing that people can see. Write some words."


def _kind(letter: str) -> str:
    """Seen by itself, a mark on what is before it, a space, or what stands between two letters."""
    if letter in _BETWEEN:
        return letter
    if letter.isspace() or letter in _ISOLATES:
        return _SPACE
    return _MARK if category(letter).startswith("M") else _SEEN


def _named(letter: str) -> str:
    return f"U+{ord(letter):04X}"


def _readable(text: Any) -> Any:
    """In the one form in which equal texts are equal (Unicode, NFC), if people can read it."""
    if not isinstance(text, str) or text.isascii():
        return text
    composed = normalize("NFC", text)
    if fault := fault_of(composed.strip()):
        raise PydanticCustomError("unreadable_text", fault)
    return composed


READABLE: Final = BeforeValidator(_readable)
"""Stands in the type of each text, behind its `StringConstraints`."""


def without_rule(annotation: Any, metadata: Iterable[Any]) -> bool:
    """Whether this type has a text in it that may hold any letters, and is not `READABLE`."""
    if get_origin(annotation) is Annotated:
        annotation, *metadata = get_args(annotation)
    if annotation is str:
        marks = [*metadata]
        patterns = [pattern for mark in marks if isinstance(pattern := getattr(mark, "pattern", None), str)]
        return READABLE not in marks and not (patterns and all(_names_its_letters(each) for each in patterns))
    return get_origin(annotation) is not Literal and any(without_rule(part, ()) for part in get_args(annotation))


def _names_its_letters(pattern: str) -> bool:
    """Whether a pattern lists what it takes, and takes nothing beyond ASCII: no negated class, and no class of all."""
    bare = re.sub(r"\\[^SWDwsd]|\[(?!\^)[^\]]*\]", "", pattern)
    return pattern.isascii() and not re.search(r"[.\\]|\[\^", bare)
