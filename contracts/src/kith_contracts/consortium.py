"""What the consortium's office says to everyone, in `kith.registry`: who takes part, and with which keys they sign."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from kith_contracts.message import Contract, Fact, Public
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Line, Moment, Section, Version

BodyKind = Literal["professional-society", "employer", "university", "public-body", "other"]
"""What sort of organisation it is: a `professional-society`, an `employer`, a `university`, a `public-body`, or
`other`."""
KeyName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$", max_length=41)]
"""Name of a key, unique inside its body: `2026-11-22`."""
PublicPoint = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$", max_length=43)]
"""The public half of an Ed25519 key, as a JWK has it in `x` (RFC 8037)."""


class SigningKey(Section):
    """The public half of a key with which a body signs. All times are held against the broker's clock."""

    name: Public[KeyName]
    x: Public[PublicPoint]
    not_before: Public[Moment]
    """Time from which signatures with this key count."""
    not_after: Public[Moment]
    """It stays here after that, so that what it has signed can still be verified."""
    compromised_since: Public[Moment | None] = None
    """Revoked: what was appended from then on with this key is not the body's. None for a key in good standing."""

    def valid_at(self, appended: datetime) -> bool:
        """Whether it may sign then, revoked or not."""
        return self.not_before <= appended < self.not_after

    def lost_at(self, appended: datetime) -> bool:
        """Whether somebody else may have used it then."""
        return self.compromised_since is not None and appended >= self.compromised_since


class BodyRegistered(Fact):
    """A body is admitted to the consortium, or suspended from it; whole state, newest version wins."""

    contract: ClassVar = Contract("body-registered", "registry", Channel.REGISTRY, key=("body",))

    body: Public[BodySlug]
    name: Public[Line]
    """Name of the organisation, as people read it."""
    kind: Public[BodyKind]
    status: Public[Literal["admitted", "suspended"]] = "admitted"
    """Whether the organisation takes part: `admitted`, or `suspended`. Messages of a suspended one wait until it is
    admitted again."""
    effective: Public[Moment | None] = None
    """Since when the status holds, by the broker's clock; None is from the beginning."""
    keys: Public[list[SigningKey]] = Field(default=[], max_length=50)
    version: Public[Version]

    def silent_at(self, appended: datetime) -> bool:
        """Whether what was appended then is not heard for now. After readmission all of it is."""
        return self.status == "suspended" and (self.effective is None or appended >= self.effective)

    @property
    def standing(self) -> str:
        """All that decides which of its messages count; a key that is added or has run out changes nothing of that."""
        since = self.effective.isoformat() if self.status == "suspended" and self.effective else ""
        lost = sorted(f"{key.name} {key.compromised_since.isoformat()}" for key in self.keys if key.compromised_since)
        return "; ".join([f"{self.status} {since}".strip(), *lost])


MESSAGES: tuple[type[Fact], ...] = (BodyRegistered,)
