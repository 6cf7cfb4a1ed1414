"""What a body keeps of a network that it owns with others: as its lead, as one that was asked, and as an owner."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict

from kith_chassis.decision import State
from kith_commons.agreement.agreement import BEHALVES, concern
from kith_commons.agreement.lead import Led
from kith_commons.agreement.party import Offered
from kith_commons.agreement.succession import Claim
from kith_commons.agreement.template import Template
from kith_contracts.agreements.succession import Backing
from kith_contracts.agreements.terms import OnBehalf
from kith_contracts.directory.agreements import (
    NetworkAgreed,
    NetworkAgreementStatusChanged,
    SharedNetworkPublished,
    SharedNetworkUpdated,
)
from kith_contracts.directory.charters import NetworkCharter, NetworkStatus
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.words import FullName, Moment
from kith_directory.shared_networks.publication import KIND, face_of_terms
from kith_directory.shared_networks.rota import Rota
from kith_directory.shared_networks.template import SHARED_NETWORK

MOST_ACCEPTED: Final = 100
"""Texts, in each behalf together, that a body remembers having accepted."""
MOST_ROTAS: Final = 20
"""Changes of owners, sizes or duties that a body remembers."""

# States


class LedNetwork(Led[NetworkTerms], State):
    """A network that this body leads: the text that is worked on, who has accepted it, and the one that is in force."""

    kind: ClassVar[str] = "led-network"
    template: ClassVar[Template[Any, Any]] = SHARED_NETWORK
    agreed: NetworkAgreed | None = None
    """What the owners were told last of the text that is in force; None as long as there is none."""
    successor: str | None = None
    """To whom this body hands over."""
    turns_since: Moment | None = None
    """Since when these owners take turns in these duties; None as long as nothing is in force."""
    published: SharedNetworkPublished | None = None

    @property
    def id(self) -> str:
        return self.terms.subject


class OfferedNetwork(Offered[NetworkTerms], State):
    """An agreement on a network that this body was asked to own."""

    kind: ClassVar[str] = "offered-network"
    template: ClassVar[Template[Any, Any]] = SHARED_NETWORK
    told: NetworkAgreementStatusChanged | None = None
    accepted: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    """By behalf and hash of a text that this body has accepted: the digest of what concerned it there."""

    @property
    def id(self) -> str:
        return self.terms.subject

    def remembered(self, behalf: OnBehalf, text_hash: str) -> Self:
        """With what this body has just answered, if it has accepted."""
        given = self.answers[behalf]
        if given.answer != "accepted":
            return self
        accepted = {**self.accepted, f"{behalf}/{text_hash}": given.concern}
        return self.but(accepted=dict(list(accepted.items())[-MOST_ACCEPTED:]))

    def covers(self, agreed: NetworkAgreed, body: str) -> bool:
        """Whether this body has accepted all of this text that concerns it. Nobody else can know that: what everyone
        is told is only a part of it.
        """
        ours = self.template.clauses(agreed.terms)
        signed = {each.on_behalf: each.hash for each in agreed.acceptances if each.body == body}
        return all(
            self.accepted.get(f"{behalf}/{signed.get(behalf)}") == concern(ours, body, behalf) for behalf in BEHALVES
        )


class Claiming(BaseModel):
    """This body asks to be backed as the next lead."""

    model_config = ConfigDict(frozen=True)

    term: int
    backings: tuple[Backing, ...] = ()
    against: dict[str, str] = {}
    """Who does not back it, and why."""
    split: bool = False
    """Whether somebody has backed another in this term, which perhaps nobody gets enough backing for."""


class SharedNetwork(State):
    """A network that this body owns with others, by the text that all have accepted last. Its people are members of it
    by that, whoever leads.
    """

    kind: ClassVar[str] = "shared-network"
    agreed: NetworkAgreed
    heard: Moment
    """When the lead was heard last."""
    backed: dict[int, str] = {}  # noqa: RUF012 - pydantic copies it
    """By term: the deputy that this body has backed as lead."""
    claim: Claiming | None = None
    leaves: Moment | None = None
    """When this body has said that it leaves; it is an owner until the notice is over."""
    left: Moment | None = None
    """When this body has left; or, if it has not said that it leaves, was left out by the lead's word."""
    over: bool = False
    """Whether the network has ended."""
    earlier: tuple[Rota, ...] = ()
    """The rotas before this one, in order: turns that are over stay as they were."""
    version: int = 1

    @property
    def id(self) -> str:
        return self.agreed.subject

    @property
    def network(self) -> FullName:
        return self.agreed.subject

    @property
    def terms(self) -> NetworkTerms:
        return self.agreed.terms

    @property
    def charter(self) -> NetworkCharter:
        return self.terms.charter

    @property
    def lead(self) -> str:
        return self.terms.led_by

    @property
    def status(self) -> NetworkStatus:
        """How it stands for the people of this body."""
        return "ended" if self.left or self.over else "active"

    @property
    def hidden(self) -> bool:
        """Whether only invitation finds it."""
        return self.charter.findable == "invitation"

    @property
    def silence(self) -> timedelta:
        """For how long the lead has to be silent before the first deputy may follow."""
        return timedelta(days=self.terms.silence_days)

    def silent(self, now: datetime) -> bool:
        """Whether the lead has been silent that long."""
        return self.status == "active" and now >= self.heard + self.silence

    def over_on(self, day: date) -> bool:
        """Whether its last day has come; no lead can end it before."""
        return self.terms.until is not None and day >= self.terms.until

    @property
    def newest(self) -> tuple[int, int]:
        """The highest is the newest of what a lead has told."""
        return order(self.agreed)

    def claim_of(self, deputy: str, term: int) -> Claim:
        """What an owner signs that backs this deputy as the lead of this term."""
        return Claim(KIND, self.id, term, deputy, face_of_terms(self.terms))

    @property
    def rotas(self) -> tuple[Rota, ...]:
        """All that are known, in order; the last counts."""
        return (*self.earlier, Rota.by(self.terms, self.agreed.turns_since))[-MOST_ROTAS:]

    @property
    def updated(self) -> SharedNetworkUpdated:
        """For the other services of this body, and its systems."""
        return SharedNetworkUpdated(subject=self.id, terms=self.terms, status=self.status, version=self.version)


def order(agreed: NetworkAgreed) -> tuple[int, int]:
    """What a lead tells counts by its term, then by its version."""
    return agreed.terms.term, agreed.version
