"""What a party keeps of a text that all have accepted, whoever leads: the text, and when its lead was heard last."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from kith_commons.agreement import party, succession
from kith_commons.agreement.acceptance import Proves, proven_parties
from kith_commons.agreement.agreement import hash_of
from kith_commons.agreement.party import Offered
from kith_commons.agreement.succession import Claim
from kith_commons.agreement.template import Template
from kith_contracts.agreements.leads import Agreed
from kith_contracts.agreements.messages import AgreementProposed
from kith_contracts.agreements.succession import Backing
from kith_contracts.message import Refusal
from kith_contracts.signing import canonical
from kith_contracts.words import Moment

A = TypeVar("A", bound=Agreed[Any])
O = TypeVar("O", bound=Offered[Any])  # noqa: E741 - one letter, as for other type variables

DAILY: Final = timedelta(days=1)
"""How often the lead says that it is there; the shortest silence that can be agreed on is two days."""
MOST_TEXTS: Final = 1_000_000
"""Versions in one term, so that no lead can number a text so high that its successor has no number left."""
UNSIGNED: Final = "x.." + "x" * 86
"""In place of a signature that is still to be made."""


class Claiming(BaseModel):
    """This body asks to be backed as the next lead."""

    model_config = ConfigDict(frozen=True)

    term: int
    backings: tuple[Backing, ...] = ()
    against: dict[str, str] = {}
    """Who does not back it, and why."""
    split: bool = False
    """Whether somebody has backed another in this term, which perhaps nobody gets enough backing for."""


class InForce(BaseModel, Generic[A]):
    """What all have accepted last, as its lead has told it."""

    model_config = ConfigDict(frozen=True)

    template: ClassVar[Template[Any, Any]]
    agreed: A
    heard: Moment
    """When the lead was heard last."""
    backed: dict[int, str] = {}
    """By term: the deputy that this body has backed as lead."""
    claim: Claiming | None = None

    @property
    def lead(self) -> str:
        led_by: str = self.agreed.terms.led_by
        return led_by

    @property
    def silence(self) -> timedelta:
        """For how long the lead has to be silent before the first deputy may follow."""
        return timedelta(days=self.agreed.terms.silence_days)

    def unheard(self, now: datetime) -> bool:
        """Whether the lead has been silent that long."""
        return now >= self.heard + self.silence

    @property
    def newest(self) -> tuple[int, int]:
        """The highest is the newest of what a lead has told."""
        return order(self.agreed)

    def claim_of(self, deputy: str, term: int) -> Claim:
        """What a party signs that backs this deputy as the lead of this term."""
        terms = self.agreed.terms
        return Claim(self.template.kind, terms.subject, term, deputy, self.template.face(terms))


def order(agreed: Agreed[Any]) -> tuple[int, int]:
    """What a lead tells counts by its term, then by its version."""
    return agreed.terms.term, agreed.version


def numbered(terms: Any) -> bool:
    """Whether the version of this text leaves numbers for those that follow."""
    at_most: int = MOST_TEXTS * terms.term
    return bool(terms.version <= at_most)


# What the lead tells, and whether it counts


def received(
    kind: type[O], fact: AgreementProposed[Any], offered: O | None, *, sender: str, body: str, proves: Proves
) -> O | Refusal | None:
    """The newest text that the lead proposes, to this body; that of a later term is newer, whatever its number. None if
    it is not newer.
    """
    terms = fact.terms
    proven = succession.proven(proves, kind.template.kind, terms.subject, terms.founder, terms.succession)
    if sender != terms.led_by or not proven or not numbered(terms):
        return Refusal("not-proven", "This is not proven to be the word of the lead.", "terms.succession")
    if offered and terms.term < offered.terms.term:
        return None
    if offered and terms.term > offered.terms.term:
        unnumbered = offered.terms.model_copy(update={"version": 0})
        offered = offered.model_copy(update={"terms": unnumbered, "told": None})
    return party.received(kind, fact, offered, body)


def unbelieved(
    template: Template[Any, Any],
    fact: Agreed[Any],
    offered: Offered[Any] | None,
    home: InForce[Any] | None,
    *,
    sender: str,
    body: str,
    proves: Proves,
) -> Refusal | None:
    """Why this is not the word of the lead on a text that this body has accepted; None if it is."""
    terms = fact.terms
    if sender != terms.led_by or not agreed_proven(template, fact, proves):
        return Refusal("not-proven", "This is not proven to be the word of the lead.", "terms")
    if terms.party(body) is None:
        return Refusal("body-not-party", "This organisation is no party by this text.", "terms")
    if offered is None or not offered.covers(terms, fact.acceptances, body):
        return Refusal("not-proven", "This organisation has not accepted this text.", "terms")
    if home and terms.term == home.agreed.terms.term and terms.led_by != home.lead:
        return Refusal("term-taken", f"{home.lead} leads in this term.", "terms")
    return None


def agreed_signed(template: Template[Any, Any], unsigned: A, sign: Callable[[bytes], str]) -> A:
    """What the lead tells the parties of the text that is in force."""
    return unsigned.model_copy(update={"signature": sign(_payload(template, unsigned))})


def agreed_proven(template: Template[Any, Any], fact: Agreed[Any], proves: Proves) -> bool:
    """Whether this is the word of the lead, all parties have accepted it, and each change of the lead is proven."""
    terms = fact.terms
    named = [each.body for each in terms.parties]
    return (
        terms.subject == fact.subject
        and terms.led_by in named
        and numbered(terms)
        and proves(terms.led_by, _payload(template, fact), fact.signature, fact.at)
        and succession.proven(proves, template.kind, fact.subject, terms.founder, terms.succession)
        and proven_parties(proves, template.shown(terms).face, named, fact.acceptances) == named
    )


def _payload(template: Template[Any, Any], fact: Agreed[Any]) -> bytes:
    unsigned = fact.model_copy(update={"signature": UNSIGNED})
    return canonical({"type": f"org.kith.{template.kind}.agreed.v1", "hash": hash_of(unsigned)})
