"""The small types that messages are made of: names, ids, texts; each has a maximum, so no message grows without end."""

from functools import lru_cache
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints

from kith_contracts.descriptions import Described
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
"""Short name of an organisation, such as `bcs`: letters and digits only, because topic names and rights contain it."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Short name, unique inside its owner, such as `womens-forum`."""
PartName = Slug
"""Short name of a part of the event, of a bundle of parts, or of a fund, such as `dinner`."""
PracticeName = Slug
"""Short name of a practice that the lead runs, such as `book-club`."""
StepName = Slug
"""Short name of a step of the practice, such as `vote`."""
RoundUpName = Slug
"""Short name of a round-up of the network, such as `spring`."""


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
"""Full name of a network or an event: its organisation and its short name, such as `ons/spectrum`."""
EventName = FullName
"""Full name of the event: the organisation that leads it and a short name, such as `iop/women-in-physics`."""
NetworkName = FullName
"""Full name of the network: its organisation and a short name, such as `ons/spectrum`."""
SubjectName = FullName
"""Full name of the event or the network that it is about, such as `ons/spectrum`."""

PersonId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{7,39}$", max_length=40)]
"""Opaque id of a person, given by their home organisation. It never leaves home, and is no membership number."""

Pseudonym = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{26}$", max_length=26)]
"""Pseudonym under which a host knows a person: 26 base-32 letters, new for each person, event and closed part."""

EntryCode = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{16}$", max_length=16)]
"""Entry code that admits its bearer to a closed part: 16 base-32 letters (80 bits) that nobody can guess."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$", max_length=64)]
"""SHA-256 hash in hexadecimal."""

Signature = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,300}\.\.[A-Za-z0-9_-]{86}$", max_length=388)]
"""Detached JWS (RFC 7515, appendix F) with Ed25519: `<protected header>..<signature>`."""

KeyedHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$", max_length=32)]
"""Hash with a secret key of one organisation, in hexadecimal: only that organisation can compute it."""

PublicKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$", max_length=43)]
"""Public X25519 key (RFC 7748): 32 bytes in base64url without padding."""

MessageId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[!-~]+$")]
"""CloudEvents id of a message, unique for its source."""
Code = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9-]*$")]
"""Reason for programs, such as `waiting-list-full`; empty if there is nothing to explain."""

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
LONGEST_LINE: Final = 160


def shortened(sentence: str) -> str:
    """As long as a `Line` may be."""
    return sentence if len(sentence) <= LONGEST_LINE else sentence[: LONGEST_LINE - 3] + "..."


Phrase = Annotated[
    str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True, pattern=NOT_EMPTY), READABLE
]
"""A short line, not empty."""
Sentence = Annotated[str, StringConstraints(max_length=160, strip_whitespace=True, pattern=ONE_LINE), READABLE]
"""Reason for people, as a sentence; empty if there is nothing to explain."""
Note = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True, pattern=ONE_LINE), READABLE]
"""A line that may be empty."""
Text = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True, pattern=LINES), READABLE]
"""A few paragraphs of plain text, which may be empty."""
After = Annotated[str, StringConstraints(pattern=r"^[!-~]*$", max_length=40)]
"""Id after which a long piece of work goes on; empty at its beginning."""
Version = Annotated[int, Field(ge=1, le=9_007_199_254_740_991)]
"""Number that rises with each change; a reader keeps the highest. JSON readers can hold it (RFC 8259, section 6)."""
Count = Annotated[int, Field(ge=0, le=100_000)]
"""Number of places."""
Units = Annotated[int, Field(ge=0, le=100_000_000)]
"""Number of places; for a fund, the sum in pence."""
Pence = Annotated[int, Field(ge=1, le=1_000_000)]
"""Sum for one person, in pence (or cents)."""
Url = Annotated[str, StringConstraints(pattern=rf"^https?://[^\s{_CONTROL}]+$", max_length=500), READABLE]
"""Web address, `http` or `https`."""
SecureUrl = Annotated[
    str, StringConstraints(pattern=rf'^https://[^\s/"<>{_CONTROL}][^\s"<>{_CONTROL}]*$', max_length=500), READABLE
]
"""Web address with `https`; it may hold a secret, so it is never fetched unencrypted."""
_ATOM: Final = rf'[^@\s<>,;"{_CONTROL}]+'
MailAddress = Annotated[str, StringConstraints(pattern=rf"^{_ATOM}@{_ATOM}\.{_ATOM}$", max_length=254), READABLE]
"""Mail address. Its shape is checked here; the directory checks whether mail can be sent to it."""
OF_PEOPLE: Final = (PersonId, Pseudonym, EntryCode, MailAddress)
"""Types that stand for one person, whatever class is written beside them; see `rules`."""
Zone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$", max_length=64)]
"""Time zone of the IANA database, such as `Europe/London`."""
Moment = AwareDatetime
"""Point in time with its offset from UTC (RFC 3339); a time without an offset is refused."""


class Section(Described):
    """A piece of a message that is no message itself. Frozen; what it does not know is an error in who writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    known_by: ClassVar[tuple[str, ...]] = ()
    """The fields by which one of a list is known again when the list is given anew."""
