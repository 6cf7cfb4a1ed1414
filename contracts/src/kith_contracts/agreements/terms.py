"""What every text of an agreement has: subject, version, parties, and how these decide; and what accepts it."""

from typing import ClassVar, Generic, Literal, TypeVar

from pydantic import Field

from kith_contracts.message import Body, Public
from kith_contracts.words import BodySlug, Digest, FullName, Moment, Section, Signature, Version, body_of

OnBehalf = Literal["body", "network"]
"""Clauses on money and data have to be accepted by the organisation (`body`), all others by its `network`."""
Rule = Literal["lead", "majority", "unanimity"]
"""How the parties decide on a suggested change: the `lead` alone, more than half of the organisations (`majority`), or
all (`unanimity`)."""
Answer = Literal["accepted", "declined"]
"""What the party says to the text: it is `accepted`, or `declined` with a reason."""
AgreementStatus = Literal["drafted", "proposed", "partly-accepted", "active", "amended", "withdrawn", "ended"]
"""`drafted`: seen by the lead alone. `proposed`: sent to all parties. `partly-accepted`: some of them accept it.
`active`: all accept the same text. `amended`: they did, and changed terms are not yet accepted. `withdrawn`: the
lead has taken it back. `ended`: it is over."""


class Party(Section):
    """An organisation that has to accept the text. A kind of subject adds what each party gives and promises."""

    known_by: ClassVar[tuple[str, ...]] = ("body",)
    body: Body[BodySlug]


P = TypeVar("P", bound=Party)


class Terms(Section, Generic[P]):
    """One version of the whole text. Its hash is taken over its canonical form (RFC 8785). A kind of subject adds all
    that is agreed on.
    """

    subject: Body[FullName]
    """What the agreement is about, by its full name: the organisation that founded it and a short name."""
    version: Body[Version]
    parties: Body[list[P]] = Field(min_length=1, max_length=100)
    """Who has to accept the text; the lead is one of them."""
    rule: Body[Rule] = "lead"

    @property
    def led_by(self) -> str:
        """The body that writes the text."""
        return body_of(self.subject)

    def party(self, body: str) -> P | None:
        return next((party for party in self.parties if party.body == body), None)


class Proof(Section):
    """Proof that a party has accepted: signed with its own key, so that anyone can verify it."""

    face: Public[Digest]
    """Hash of what is published of the text that was accepted; the kind of subject says what that is."""
    at: Public[Moment]
    """When it was accepted, at home; the key must have been good then."""
    signature: Public[Signature]


class Acceptance(Section):
    """One acceptance of a party: for whom, and of which text. That text is an earlier one if no amendment since has
    concerned the party.
    """

    body: Public[BodySlug]
    on_behalf: Public[OnBehalf]
    hash: Public[Digest]
    """Hash of the text that was accepted."""
    proof: Public[Proof]
