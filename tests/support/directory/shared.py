"""Directories in memory whose bodies own a network together."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, Self

from support.directory.networks import charter
from support.federation import Federation

from kith_contracts.agreements.terms import OnBehalf
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.agreements import AmendNetworkAgreement, AnswerNetworkAgreement, ProposeNetworkAgreement
from kith_contracts.directory.charters import TermsOfReference
from kith_contracts.directory.terms import BudgetLine, NetworkTerms, Office, Owner, OwnerDuty
from kith_contracts.message import Message
from kith_directory.handlers import HANDLERS
from kith_directory.networks.listings import Listing
from kith_directory.shared_networks.network import LedNetwork, OfferedNetwork, SharedNetwork

NETWORK: Final = "iop/returners"
OWNERS: Final = ("iop", "bcs", "ni")
BEHALVES: Final[tuple[OnBehalf, ...]] = ("body", "network")
SIZES: Final = {"iop": "large", "bcs": "medium", "ni": "small"}


def terms(owners: Iterable[str] = OWNERS, **changes: Any) -> NetworkTerms:
    """A text on which these owners agree: the first leads, the others are its deputies."""
    lead, *others = owners
    parties = [
        Owner(
            body=body,
            size=SIZES.get(body, "medium"),
            cash_percent=100 if body == lead else 0,
            kind_percent=100 if body == lead else 0,
            contribution=100_00,
        )
        for body in (lead, *others)
    ]
    fields = {
        "subject": NETWORK,
        "version": 1,
        "parties": parties,
        "charter": charter(name="Returners", officers=[], terms=TermsOfReference(text="For who comes back.")),
        "deputies": others,
        "offices": [Office(role="chair", body=lead)],
        "duties": [OwnerDuty(duty="newsletter", task="Write the newsletter.", every="month")],
        "lines": [BudgetLine(line="day", what_for="The yearly day.", pence=100_00)],
        "silence_days": 3,
        "notice_days": 30,
    }
    return NetworkTerms(**{**fields, **changes})


def registered(body: str, **changes: Any) -> BodyRegistered:
    return BodyRegistered(**{"body": body, "name": body.upper(), "kind": "other", "version": 1, **changes})


class Directories(Federation):
    """The directories of these bodies, and what one asks of them."""

    def __init__(self, bodies: Iterable[str] = (*OWNERS, "rsc"), seed: int = 0) -> None:
        super().__init__(bodies, seed, HANDLERS)
        for body in self.nodes:
            self.tell(body, registered(body))
        self.settle()

    def accept(self, *bodies: str) -> None:
        """They accept whatever is proposed to them, on both behalves."""
        for body in bodies:
            for behalf in BEHALVES:
                told = AnswerNetworkAgreement(
                    subject=NETWORK, hash=self.offered(body).hash, on_behalf=behalf, answer="accepted"
                )
                self.tell(body, told)
        self.settle()

    def founded(self, text: NetworkTerms | None = None) -> Self:
        """The network is agreed on."""
        text = text or terms()
        self.tell("iop", ProposeNetworkAgreement(subject=NETWORK, terms=text))
        self.settle()
        self.accept(*[party.body for party in text.parties])
        return self

    def amended(self, lead: str = "iop", **changes: Any) -> None:
        """A next text, which all its owners accept."""
        led = self.led(lead)
        assert led is not None
        text: NetworkTerms = led.terms.model_copy(update={"version": led.terms.version + 1, **changes})
        self.tell(lead, AmendNetworkAgreement(subject=NETWORK, terms=text))
        self.settle()
        self.accept(*text.bodies)

    def days(self, many: float) -> None:
        """So many days pass; a lead whose node is not down says each day that it is there."""
        end = self.now + timedelta(days=many)
        while self.now < end:
            self.pass_time(min(end, self.now + timedelta(days=1)))
            self.settle()

    def offered(self, body: str) -> OfferedNetwork:
        """The agreement, as this body was asked to join it."""
        found = self.nodes[body].state(OfferedNetwork.at(NETWORK))
        assert isinstance(found, OfferedNetwork)
        return found

    def home(self, body: str) -> SharedNetwork | None:
        """The network, as this body owns it."""
        found: SharedNetwork | None = self._state(body, SharedNetwork)
        return found

    def led(self, body: str) -> LedNetwork | None:
        """The network, as this body leads it."""
        found: LedNetwork | None = self._state(body, LedNetwork)
        return found

    def listing(self, body: str) -> Listing | None:
        """The network, as everyone at this body finds it."""
        found: Listing | None = self._state(body, Listing)
        return found

    @property
    def leads(self) -> dict[str, tuple[str, int]]:
        """Who leads, and in which term, as each owner sees it."""
        seen = {body: self.home(body) for body in self.nodes}
        return {body: (home.lead, home.terms.term) for body, home in seen.items() if home and not home.left}

    def refusal_of(self, body: str, message: Message) -> tuple[str, str]:
        """Code and field with which this body refuses a message now."""
        return self.nodes[body].refusal(message, now=self.now)

    @property
    def codes(self) -> list[str]:
        """The codes of all that was refused."""
        return [refusal.code for _, _, refusal in self.refusals]

    def _state(self, body: str, model: Any) -> Any:
        return self.nodes[body].states.get(model.at(NETWORK).path)
