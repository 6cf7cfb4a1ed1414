"""Whom there is to tell, and how they want to be told."""

from contextlib import suppress
from typing import ClassVar

from pydantic import Field

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State
from kith_contracts.directory.networks import PersonUpdated
from kith_contracts.message import Personal
from kith_contracts.notify.preferences import HowMuch, MailLanguage, OfNetwork, QuietHours, WeeklyAt
from kith_contracts.words import FullName, Line, MailAddress, Moment, PersonId, Section, Zone

MOST_NETWORKS = 100


class Preferences(Section):
    """What a person has chosen; see `SetMailPreferences`."""

    how_much: HowMuch | None = None
    elsewhere: bool = False
    address: MailAddress | None = None
    quiet_until: Moment | None = None
    quiet_hours: QuietHours | None = None
    weekly: WeeklyAt = WeeklyAt()
    zone: Zone = "Europe/London"
    language: MailLanguage = "en"
    mail_of_closed: bool = False
    of_network: dict[FullName, OfNetwork] = Field(default={}, max_length=MOST_NETWORKS)
    """Of the networks about which they have said more than for all."""


class Recipient(State):
    """Someone at home here. Found by the keyed hashes of their mail addresses and of their networks."""

    kind: ClassVar[str] = "recipient"
    person: Personal[PersonId]
    name: Personal[Line]
    address: Personal[MailAddress]
    """As home knows it."""
    how_much: Personal[HowMuch]
    """As home has said; their own word counts."""
    networks: Personal[list[FullName]]
    chosen: Personal[Preferences] = Preferences()
    version: int

    @property
    def id(self) -> str:
        return self.person

    @property
    def mailed_at(self) -> str:
        """The address that mail goes to."""
        return self.chosen.address or self.address

    @property
    def wants(self) -> HowMuch:
        return self.chosen.how_much or self.how_much

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        addresses = dict.fromkeys(address_tag(keyed, each) for each in (self.address, self.mailed_at))
        return (*addresses, *(keyed("network", network) for network in self.networks))


def plain(address: str) -> str:
    """A mail address in the form in which two are compared: in small letters, its domain in A-labels (RFC 5891)."""
    name, _, domain = address.strip().rpartition("@")
    with suppress(UnicodeError):  # what is no domain stays as it is, and nobody has it
        domain = domain.encode("idna").decode()
    return f"{name}@{domain}".casefold()


def address_tag(keyed: Keyed, address: str) -> str:
    """By what those are found who have this mail address; nobody without the node's secret can compute it."""
    return keyed("address", plain(address))


def know(_at: Circumstances, fact: PersonUpdated, recipient: Recipient | None) -> Decision:
    """Keep the newest of what home knows of a person."""
    if recipient and recipient.version >= fact.version:
        return NOTHING
    known = fact.model_dump(include=set(Recipient.model_fields))
    return Decision(states=(recipient.but(**known) if recipient else Recipient(**known),))
