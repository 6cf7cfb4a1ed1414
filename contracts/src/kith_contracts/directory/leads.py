"""The messages by which the lead of a network changes that several organisations own."""

from typing import ClassVar

from kith_contracts.agreements import leads
from kith_contracts.directory.agreements import NetworkAgreed
from kith_contracts.message import Message

# Commands of a body's own systems, and to ourselves


class HandOver(leads.HandOver):
    """The lead asks that this deputy leads the network from now on."""

    contract: ClassVar = leads.HandOver.contract.of("directory")


class TakeOver(leads.TakeOver):
    """A deputy asks the owners to back it as lead: for the lead has been silent as long as was agreed, has asked for
    it, or takes part in the consortium no longer.
    """

    contract: ClassVar = leads.TakeOver.contract.of("directory")


class ShowLead(leads.ShowLead):
    """The day on which the lead says again that it is there. The directory sends this to itself."""

    contract: ClassVar = leads.ShowLead.contract.of("directory")


# Between bodies


class TakeOverProposed(leads.TakeOverProposed):
    """A deputy to each owner: it asks to be backed as the lead of the next term."""

    contract: ClassVar = leads.TakeOverProposed.contract.of("directory")


class TakeOverAnswered(leads.TakeOverAnswered[NetworkAgreed]):
    """An owner to a deputy: it backs it, or says why not; with the text that this owner saw in force last."""

    contract: ClassVar = leads.TakeOverAnswered.contract.of("directory")


MESSAGES: tuple[type[Message], ...] = (HandOver, TakeOver, ShowLead, TakeOverProposed, TakeOverAnswered)
