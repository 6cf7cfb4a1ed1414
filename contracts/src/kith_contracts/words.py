"""The small types that messages are made of: names, ids, texts; each with a maximum, so that no message can grow without end."""

from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

RESERVED_SLUGS: Final = frozenset(
    {"kith", "shared", "inbox", "private", "people", "registry", "office", "admin", "broker"}
)
OFFICE: Final = "office"
"""The consortium's office: it speaks in `kith.registry`, and is no body."""


def _not_reserved(slug: str) -> str:
    if slug in RESERVED_SLUGS:
        raise ValueError(f"{slug!r} is reserved; choose another short name")
    return slug


BodySlug = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,30}$", max_length=31), AfterValidator(_not_reserved)
]
"""Short name of a body, `bcs`: letters and digits, because it is a part of topic names and access rights."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Short name of a network, an event or a part, unique inside its owner: `womens-forum`."""

FullName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,30}/[a-z0-9]+(-[a-z0-9]+)*$", max_length=92)]
"""A network or an event with its home: `ons/spectrum` and `ashurst/spectrum` are two."""

PersonId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{7,39}$", max_length=40)]
"""An opaque id that the home body gives to a person; it never leaves home. Not a membership number."""

Pseudonym = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{26}$", max_length=26)]
"""What a host knows of a person: 26 base-32 letters (130 bits), fresh per person, event and closed part."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$", max_length=64)]
"""SHA-256 in hexadecimal."""

KeyedHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$", max_length=32)]
"""A hash that only one body can compute, in hexadecimal."""

MessageId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[!-~]+$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]
"""One line of text."""
Text = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)]
"""A few paragraphs of plain text."""
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=500)]
MailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+$", max_length=254)]
Zone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$", max_length=64)]
"""A time zone of the IANA database, `Europe/London`."""
Moment = AwareDatetime
"""A point in time with its offset; a time without one is refused."""


class Section(BaseModel):
    """A piece of a message that is no message itself. Frozen; what it does not know is an error in who writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def body_of(full_name: str) -> str:
    """`bcs` of `bcs/womens-forum`."""
    return full_name.partition("/")[0]
