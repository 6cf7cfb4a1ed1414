"""How the lead of an agreement changes: the parties back whoever follows, with signatures that anyone can verify.

Who leads is not a clause. All parties accept an order of deputies; which of them leads is decided by more than half of
them, as `kith_commons.agreement.succession` says.
"""

from collections.abc import Sequence
from typing import ClassVar, Generic

from pydantic import Field

from kith_contracts.agreements.terms import Acceptance, P, Terms
from kith_contracts.message import Body, Public
from kith_contracts.words import BodySlug, Digest, Moment, Section, Signature, Version, body_of

MOST_TERMS: int = 15
"""Changes of the lead that a text keeps with their proofs."""
MOST_ASKED: int = 1000
"""Terms that deputies may ask for in vain, one after the other, before one of them leads."""
MOST_PARTIES: int = 20
"""Parties of a text whose lead may change."""


class Backing(Section):
    """A party backs a deputy as the next lead. Each party backs one in each term."""

    known_by: ClassVar[tuple[str, ...]] = ("body",)
    body: Public[BodySlug]
    at: Public[Moment]
    """When it was signed, at home; the key must have been good then."""
    signature: Public[Signature]


class Succession(Section):
    """One change of the lead, with all that proves it: the text that was in force, as everyone was told of it, who had
    accepted that, and who backs the new lead.
    """

    lead: Public[BodySlug]
    """Who leads from then on."""
    term: Public[Version]
    """The term that begins with this. The founder's is 1; a term that no deputy got enough backing for is left out."""
    parties: Public[list[BodySlug]] = Field(min_length=1, max_length=MOST_PARTIES)
    """The organisations whose text it was."""
    deputies: Public[list[BodySlug]] = Field(max_length=MOST_PARTIES)
    """Who may follow the lead by that text, in order."""
    shown: Public[Digest]
    """Hash of the rest of what everyone was told of that text."""
    acceptances: Public[list[Acceptance]] = Field(max_length=MOST_PARTIES)
    """By which the networks of all these organisations had accepted that."""
    backings: Public[list[Backing]] = Field(max_length=MOST_PARTIES)


class LedTerms(Terms[P], Generic[P]):
    """A text whose lead may change. What it is about keeps its name, whoever leads it."""

    deputies: Body[list[BodySlug]] = Field(default=[], max_length=MOST_PARTIES)
    """Who goes on if the lead is gone, in order."""
    succession: Body[list[Succession]] = Field(default=[], max_length=MOST_TERMS)
    """How the lead has changed so far. It is no clause: each change was backed by the parties."""
    silence_days: Body[int] = Field(default=7, ge=2, le=90)
    """For how many days the lead has to be silent before the first deputy may take over; each further deputy waits as
    long again."""

    @property
    def founder(self) -> str:
        """The body in the name."""
        return body_of(self.subject)

    @property
    def led_by(self) -> str:
        return self.succession[-1].lead if self.succession else self.founder

    @property
    def term(self) -> int:
        """The term of this lead: 1 for the founder."""
        return term_of(self.succession)

    @property
    def bodies(self) -> list[str]:
        """The parties, in order of name."""
        return sorted(party.body for party in self.parties)


def term_of(row: Sequence[Succession]) -> int:
    """The term of the last lead in such a row: 1 for the founder."""
    return row[-1].term if row else 1
