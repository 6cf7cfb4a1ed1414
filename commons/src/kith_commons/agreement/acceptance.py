"""What a party signs when it accepts, and how anyone can verify it with the keys of the registry alone.

An acceptance names the text that was accepted, which is for its parties only, and the face of that text: what everyone
is told of it. An amendment that does not concern a network leaves the face as it is, so its acceptance still fits what
is published.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple, Protocol

from kith_commons.agreement.agreement import BEHALVES, hash_of
from kith_contracts.agreements.terms import Acceptance, OnBehalf
from kith_contracts.signing import canonical

TYPE: Final = "org.kith.agreement.acceptance.v1"
"""Says in what is signed that it is an acceptance; no message has this type."""


class Proves(Protocol):
    """Whether this body has signed these bytes, with a key that was good then."""

    def __call__(self, body: str, payload: bytes, signature: str, when: datetime) -> bool: ...


class Face(NamedTuple):
    """What everyone is told of a text, and what it is about."""

    kind: str
    """Of what is agreed on, see `Template.kind`."""
    subject: str
    hash: str


class Shown(NamedTuple):
    """What everyone is told of a text whose lead may change."""

    kind: str
    """Of what is agreed on, see `Template.kind`."""
    subject: str
    parties: tuple[str, ...]
    """In order of name."""
    deputies: tuple[str, ...]
    rest: str
    """Hash of all else."""

    @property
    def face(self) -> Face:
        """The same, as the networks of the parties accept it."""
        said = {"subject": self.subject, "parties": self.parties, "deputies": self.deputies, "shown": self.rest}
        return Face(self.kind, self.subject, hash_of(said))


class Accepted(NamedTuple):
    """What a party signs."""

    kind: str
    """Of what is agreed on, see `Template.kind`."""
    subject: str
    body: str
    on_behalf: OnBehalf
    hash: str
    """Of the text that it accepts."""
    face: str
    at: datetime
    """When it accepts, by the clock of its own broker."""

    @property
    def payload(self) -> bytes:
        """The bytes that are signed: canonical JSON of all that, and of what it is."""
        when = self.at.astimezone(UTC).isoformat()
        return canonical({**self._asdict(), "type": TYPE, "at": when})


def signed(proves: Proves, kind: str, subject: str, acceptance: Acceptance) -> bool:
    """Whether the body that is named has accepted this."""
    proof = acceptance.proof
    what = Accepted(kind, subject, acceptance.body, acceptance.on_behalf, acceptance.hash, proof.face, proof.at)
    return proves(what.body, what.payload, proof.signature, what.at)


def proven_parties(proves: Proves, face: Face, named: Iterable[str], acceptances: Iterable[Acceptance]) -> list[str]:
    """Those of the bodies named who have signed both acceptances: for the network of a text with this face, for the
    body of a text whose money and data are for the parties alone. Who is named twice has accepted one of the two at
    most.
    """
    given = {(each.body, each.on_behalf): each for each in acceptances}

    def accepts(body: str, behalf: OnBehalf) -> bool:
        each = given.get((body, behalf))
        fits = each is not None and (behalf == "body" or each.proof.face == face.hash)
        return each is not None and fits and signed(proves, face.kind, face.subject, each)

    times = Counter(named)
    return [body for body, count in times.items() if count == 1 and all(accepts(body, each) for each in BEHALVES)]
