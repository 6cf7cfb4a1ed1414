"""What people have told for an event, in the words in which they are seated. Nothing is guessed: a line that is not in
such words is left to the officer.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, NamedTuple, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from kith_contracts.events.mixing import KnownOfSomeone, Language, Trait
from kith_contracts.events.terms import DataField

T = TypeVar("T")
TRAIT: Final[TypeAdapter[str]] = TypeAdapter(Trait)
LANGUAGES: Final[TypeAdapter[list[str]]] = TypeAdapter(Annotated[list[Language], Field(max_length=10)])
OTHER: Final = re.compile(r"[^a-z0-9]+")
BETWEEN: Final = re.compile(r"\s*[,;]\s*")


class Told(NamedTuple):
    """What is known of somebody by what they have told, and of the fields that could not be taken what stands there."""

    known: KnownOfSomeone
    unread: Mapping[DataField, str]

    @property
    def anything(self) -> bool:
        """Whether something could be taken."""
        return self.known != KnownOfSomeone(pseudonym=self.known.pseudonym)


def told_by(pseudonym: str, details: Mapping[DataField, str], agreed: Collection[DataField]) -> Told:
    """Of the agreed fields alone. Who has written anything under access needs is to have an accessible table."""
    said = {field: text for field, text in details.items() if field in agreed and field in TAKEN and text}
    taken = {field: TAKEN[field][1](text) for field, text in said.items()}
    known = {TAKEN[field][0]: value for field, value in taken.items() if value}
    unread = {field: text for field, text in said.items() if not taken[field]}
    return Told(KnownOfSomeone(pseudonym=pseudonym, **known), unread)


def _one_word(text: str) -> str:
    """`Senior lecturer` is `senior-lecturer`, so that two who write it otherwise have the same; empty where it has
    letters that such a word cannot have, or more of them.
    """
    plain = unicodedata.normalize("NFKD", text).lower()
    if any(each.isalnum() and not each.isascii() for each in plain):
        return ""
    return _if_fit(TRAIT, OTHER.sub("-", "".join(filter(str.isascii, plain))).strip("-"), "")


def _languages(text: str) -> list[str]:
    """Tags between commas, `cy, en`. None if one of them is no tag: half of what somebody follows would be wrong."""
    tags = [each.partition("-") for each in BETWEEN.split(text.strip(" ,;"))]
    return _if_fit(LANGUAGES, [*dict.fromkeys(first.lower() + dash + rest for first, dash, rest in tags)], [])


def _if_fit(kind: TypeAdapter[T], value: object, otherwise: T) -> T:
    """The value, if the plan would take it: whatever else a home has put into its box, it spoils nothing."""
    try:
        return kind.validate_python(value)
    except ValidationError:
        return otherwise


TAKEN: Final[Mapping[DataField, tuple[str, Callable[[str], Any]]]] = MappingProxyType(
    {
        "access-needs": ("accessible", bool),
        "role": ("role", _one_word),
        "level": ("level", _one_word),
        "languages": ("languages", _languages),
    }
)
"""For each field by which people are seated: what of `KnownOfSomeone` it is, and how it is read."""
