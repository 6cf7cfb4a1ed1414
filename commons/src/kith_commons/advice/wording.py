"""Words that leave people out, what to write instead, and why: advice to who writes a text; it blocks nothing."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple


class Rule(NamedTuple):
    """A word or phrase, what to write instead (empty: leave it out), and the reason. `*` at the end of a word stands
    for any letters that follow: `suffer* from`.
    """

    words: str
    better: str
    why: str


class Finding(NamedTuple):
    """Where in a text one stands: from `start`, in characters."""

    found: str
    start: int
    better: str
    why: str


def findings(text: str, rules: Iterable[Rule]) -> list[Finding]:
    """What of these rules the text meets, in its order. Of two that begin in one place the longer one counts."""
    pattern, by_group = _pattern(tuple(rules))
    if not by_group:
        return []
    return [
        Finding(found[0], found.start(), rule.better, rule.why)
        for found in pattern.finditer(text)
        if (rule := by_group[found.lastindex or 0])
    ]


@lru_cache(maxsize=64)
def _pattern(rules: tuple[Rule, ...]) -> tuple[re.Pattern[str], dict[int, Rule]]:
    ordered = sorted(rules, key=lambda rule: (-len(rule.words), rule.words))
    words = "|".join(f"({_one(rule.words)})" for rule in ordered)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), dict(enumerate(ordered, 1))


def _one(words: str) -> str:
    """A phrase as a pattern: any white space between its words, and typographic apostrophes as well."""
    return r"\s+".join(re.escape(word).replace("'", "['\u2019]").replace(r"\*", r"\w*") for word in words.split())
