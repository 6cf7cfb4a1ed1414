"""Whom there is to tell, and what they want to hear."""

from contextlib import suppress
from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State
from kith_contracts.directory.networks import PersonUpdated
from kith_contracts.directory.preferences import HowMuch
from kith_contracts.message import Personal
from kith_contracts.words import FullName, Line, MailAddress, PersonId


class Recipient(State):
    """Someone at home here. Found by the keyed hashes of their mail address, and of the networks that
    they want to hear everything of.
    """

    kind: ClassVar[str] = "recipient"
    person: Personal[PersonId]
    name: Personal[Line]
    address: Personal[MailAddress]
    how_much: Personal[HowMuch]
    networks: Personal[list[FullName]]
    mail_of_closed: Personal[bool] = False
    """Whether they chose mails also of networks that are not open."""
    version: int

    @property
    def id(self) -> str:
        return self.person

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        address = address_tag(keyed, self.address)
        if self.how_much != "everything":
            return (address,)
        return (address, *(keyed("network", network) for network in self.networks))


def plain(address: str) -> str:
    """A mail address in the form in which two are compared: in small letters, its domain in A-labels (RFC 5891)."""
    name, _, domain = address.strip().rpartition("@")
    with suppress(UnicodeError):  # what is no domain stays as it is, and nobody has it
        domain = domain.encode("idna").decode()
    return f"{name}@{domain}".casefold()


def address_tag(keyed: Keyed, address: str) -> str:
    """By what those are found who have this mail address; nobody without the node's secret can compute it."""
    return keyed("address", plain(address))


def silent(recipient: Recipient | None) -> bool:
    """Whether this is somebody who wants to hear nothing. Of who is not known yet nobody can say so."""
    return recipient is not None and recipient.how_much == "nothing"


def know(_at: Circumstances, fact: PersonUpdated, recipient: Recipient | None) -> Decision:
    """Keep the newest of what home knows of a person."""
    if recipient and recipient.version >= fact.version:
        return NOTHING
    return Decision(states=(Recipient(**fact.model_dump(include=set(Recipient.model_fields))),))
