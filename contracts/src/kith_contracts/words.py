"""The small types that messages are made of: names, ids, texts; each has a maximum, so no message grows without end."""

from functools import lru_cache
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from kith_contracts.texts import NEVER, READABLE

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


def body_of(full_name: str) -> str:
    """`bcs` of `bcs/womens-forum`."""
    return full_name.partition("/")[0]


@lru_cache(10_000)
def _of_a_body(full_name: str) -> str:
    _not_reserved(body_of(full_name))
    return full_name


FullName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]{1,30}/[a-z0-9]+(-[a-z0-9]+)*$", max_length=92),
    AfterValidator(_of_a_body),
]
"""A network or an event with its home: `ons/spectrum` and `ashurst/spectrum` are two."""

PersonId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{7,39}$", max_length=40)]
"""An opaque id that the home body gives to a person; it never leaves home. Not a membership number."""

Pseudonym = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{26}$", max_length=26)]
"""What a host knows of a person: 26 base-32 letters (130 bits), fresh per person, event and closed part."""

EntryCode = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{16}$", max_length=16)]
"""What opens the door of a closed part: 16 base-32 letters (80 bits) that nobody can guess."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$", max_length=64)]
"""SHA-256 in hexadecimal."""

Signature = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,300}\.\.[A-Za-z0-9_-]{86}$", max_length=388)]
"""A detached JWS with Ed25519, `<protected header>..<signature>`."""

KeyedHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$", max_length=32)]
"""A hash that only one body can compute, in hexadecimal."""

PublicKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$", max_length=43)]
"""A public key of X25519 (RFC 7748), 32 bytes in base64url without padding."""

MessageId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[!-~]+$")]
Code = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9-]*$")]
"""Why, for programs: `waiting-list-full`. Empty where there is nothing to explain."""

# Texts stand in mail headers, in mails and on screens: no control characters, on one line nothing that ends it, and
# nothing that `texts` refuses.
_CONTROL: Final = rf"\x00-\x1f\x7f-\x9f\u2028\u2029{NEVER}"
ONE_LINE: Final = rf"^[^{_CONTROL}]*$"
NOT_EMPTY: Final = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"
"""Spaces alone are nothing: they are stripped."""
LINES: Final = rf"^[^\x00-\x08\x0b-\x1f\x7f-\x9f{NEVER}]*$"

Line = Annotated[
    str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True, pattern=NOT_EMPTY), READABLE
]
"""One line of text, not empty."""
Phrase = Annotated[
    str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True, pattern=NOT_EMPTY), READABLE
]
"""A short line, not empty."""
Sentence = Annotated[str, StringConstraints(max_length=160, strip_whitespace=True, pattern=ONE_LINE), READABLE]
"""Why, for people; empty where there is nothing to explain."""
Note = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True, pattern=ONE_LINE), READABLE]
"""A line that may be empty."""
Text = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True, pattern=LINES), READABLE]
"""A few paragraphs of plain text, which may be empty."""
After = Annotated[str, StringConstraints(pattern=r"^[!-~]*$", max_length=40)]
"""Where a long piece of work goes on: behind this id. Empty at the beginning."""
Version = Annotated[int, Field(ge=1, le=9_007_199_254_740_991)]
"""Rises with each change; at most what every JSON reader can hold (RFC 8259, section 6)."""
Count = Annotated[int, Field(ge=0, le=100_000)]
"""How many places there are."""
Units = Annotated[int, Field(ge=0, le=100_000_000)]
"""How many places there are; of a fund, how many pence."""
Pence = Annotated[int, Field(ge=1, le=1_000_000)]
"""A sum for one person, in the hundredth part of its currency."""
Url = Annotated[str, StringConstraints(pattern=rf"^https?://[^\s{_CONTROL}]+$", max_length=500), READABLE]
SecureUrl = Annotated[
    str, StringConstraints(pattern=rf'^https://[^\s/"<>{_CONTROL}][^\s"<>{_CONTROL}]*$', max_length=500), READABLE
]
"""An address that may be a secret: it is never fetched in the clear."""
_ATOM: Final = rf'[^@\s<>,;"{_CONTROL}]+'
MailAddress = Annotated[str, StringConstraints(pattern=rf"^{_ATOM}@{_ATOM}\.{_ATOM}$", max_length=254), READABLE]
"""What looks like one; whether mail can be sent to it, the directory says."""
OF_PEOPLE: Final = (PersonId, Pseudonym, EntryCode, MailAddress)
"""What stands for one person, whatever class somebody writes beside it; see `rules`."""
Zone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$", max_length=64)]
"""A time zone of the IANA database, `Europe/London`."""
Moment = AwareDatetime
"""A point in time with its offset; a time without one is refused."""


class Section(BaseModel):
    """A piece of a message that is no message itself. Frozen; what it does not know is an error in who writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    known_by: ClassVar[tuple[str, ...]] = ()
    """The fields by which one of a list is known again when the list is given anew."""
