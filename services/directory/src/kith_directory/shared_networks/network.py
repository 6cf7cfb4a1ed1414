"""What a body keeps of a network that it owns with others: as its lead, as one that was asked, and as an owner."""

from datetime import date, datetime
from typing import Any, ClassVar, Final

from kith_chassis.decision import State
from kith_commons.agreement.in_force import InForce
from kith_commons.agreement.lead import Led
from kith_commons.agreement.party import Offered
from kith_commons.agreement.template import Template
from kith_contracts.directory.agreements import (
    NetworkAgreed,
    NetworkAgreementStatusChanged,
    SharedNetworkPublished,
    SharedNetworkUpdated,
)
from kith_contracts.directory.charters import NetworkCharter, NetworkStatus
from kith_contracts.directory.pool import Pool
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.words import FullName, Moment
from kith_directory.shared_networks.rota import Rota
from kith_directory.shared_networks.template import SHARED_NETWORK

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
    pool: Pool = Pool()
    """Its money."""
    kept: dict[str, int] = {}  # noqa: RUF012 - pydantic copies it
    """By owner: the version of what this body has told that the owner has said to keep."""
    published: SharedNetworkPublished | None = None

    @property
    def id(self) -> str:
        return self.terms.subject


class OfferedNetwork(Offered[NetworkTerms], State):
    """An agreement on a network that this body was asked to own."""

    kind: ClassVar[str] = "offered-network"
    template: ClassVar[Template[Any, Any]] = SHARED_NETWORK
    told: NetworkAgreementStatusChanged | None = None

    @property
    def id(self) -> str:
        return self.terms.subject


class SharedNetwork(InForce[NetworkAgreed], State):
    """A network that this body owns with others, by the text that all have accepted last. Its people are members of it
    by that, whoever leads.
    """

    kind: ClassVar[str] = "shared-network"
    template: ClassVar[Template[Any, Any]] = SHARED_NETWORK
    leaves: Moment | None = None
    """When this body has said that it leaves; it is an owner until the notice is over."""
    left: Moment | None = None
    """When this body has left; or, if it has not said that it leaves, was left out by the lead's word."""
    over: bool = False
    """Whether the network has ended."""
    earlier: tuple[Rota, ...] = ()
    """The rotas before this one, in order: turns that are over stay as they were."""
    reminds: date
    """When the officers of this body are told next of turns that begin or are overdue."""
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
    def status(self) -> NetworkStatus:
        """How it stands for the people of this body."""
        return "ended" if self.left or self.over else "active"

    @property
    def hidden(self) -> bool:
        """Whether only invitation finds it."""
        return self.charter.findable == "invitation"

    def silent(self, now: datetime) -> bool:
        """Whether the lead has been silent that long."""
        return self.status == "active" and self.unheard(now)

    def over_on(self, day: date) -> bool:
        """Whether its last day has come; no lead can end it before."""
        return self.terms.until is not None and day >= self.terms.until

    @property
    def rotas(self) -> tuple[Rota, ...]:
        """All that are known, in order; the last counts."""
        return (*self.earlier, Rota.by(self.terms, self.agreed.turns_since))[-MOST_ROTAS:]

    @property
    def updated(self) -> SharedNetworkUpdated:
        """For the other services of this body, and its systems."""
        return SharedNetworkUpdated(subject=self.id, terms=self.terms, status=self.status, version=self.version)
