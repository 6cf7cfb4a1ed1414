"""Finding a network among all: by words, in which region, and who can join it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from kith_commons.names import folded
from kith_contracts.directory.networks import NetworkPublished
from kith_contracts.words import body_of

MOST_WORDS: Final = 40
"""Words of one network by which it is found: those of its name and purpose first."""
MOST_FOUND: Final = 200
"""Networks that one search looks at; where more fit, those that are first by name."""
NAMED, MEANT, SAID = 4, 2, 1
"""What a word counts for: in the name, in the purpose or who it is for, elsewhere."""
FILLERS: Final = frozenset(
    "an and are as at be by for from if in is it of on or our the their to us we who with you your".split()  # noqa: SIM905
)
SHORT: Final = 3
"""Letters of a word whose last `s` is kept."""


class Wanted(NamedTuple):
    """What somebody looks for."""

    words: str = ""
    region: str | None = None
    joinable: str | None = None

    @property
    def terms(self) -> list[str]:
        return list(dict.fromkeys(words(self.words)))

    @property
    def tags(self) -> tuple[str, ...]:
        """Those that a network must have; the rarest kinds first, for a database that begins with the first."""
        found = [word_tag(each) for each in sorted(self.terms, key=len, reverse=True)]
        found += [region_tag(self.region)] if self.region else []
        return (*found, *([join_tag(self.joinable)] if self.joinable else []))


def search_tags(listed: NetworkPublished, owners: Sequence[str]) -> tuple[str, ...]:
    """By what a network is found, also by the bodies that own it. One that has ended is not found."""
    if listed.status == "ended":
        return ()
    charter = listed.charter
    found = dict.fromkeys(word for text in (*owners, *[text for text, _ in _texts(listed)]) for word in words(text))
    regions = [region_tag(each) for each in charter.regions] if charter else []
    joinable = [join_tag(charter.joinable)] if charter else []
    return (*map(word_tag, list(found)[:MOST_WORDS]), *regions, *joinable)


def word_tag(word: str) -> str:
    return f"word {word}"


def region_tag(region: str) -> str:
    return f"region {' '.join(words(region))}"


def join_tag(joinable: str) -> str:
    return f"join {joinable}"


@lru_cache(20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, without marks on letters and the ending of a plural. Texts come again with each version
    of a network, and many networks have the same.
    """
    return tuple(_stem(each) for each in re.findall(r"[^\W_]+", folded(text)) if each not in FILLERS and len(each) > 1)


def ranked(found: Sequence[NetworkPublished], wanted: Sequence[str]) -> list[NetworkPublished]:
    """The best first: by where the words stand, active before resting, then by name."""
    return sorted(found, key=lambda each: (-_weight(each, wanted), each.status != "active", each.network))


def _weight(listed: NetworkPublished, wanted: Sequence[str]) -> int:
    best: dict[str, int] = {}
    for text, weight in _texts(listed):
        for word in words(text):
            best[word] = max(weight, best.get(word, 0))
    return sum(best.get(word, 0) for word in wanted)


def _texts(listed: NetworkPublished) -> list[tuple[str, int]]:
    """What is searched, and what a word in it counts for."""
    texts = [(listed.name, NAMED), (listed.purpose, MEANT), (body_of(listed.network), SAID)]
    if charter := listed.charter:
        texts += [*[(each, SAID) for each in (*charter.aims, *charter.regions)], (charter.for_you_if, MEANT)]
    return texts


def _stem(word: str) -> str:
    return word[:-1] if len(word) > SHORT and word.endswith("s") and not word.endswith("ss") else word
