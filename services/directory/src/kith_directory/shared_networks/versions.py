"""The texts on networks that this body has received, so that any two versions can be laid side by side."""

from kith_chassis.decision import Circumstances, Decision, Ref, State
from kith_commons.agreement.versions import KeptText, place
from kith_contracts.directory.agreements import NetworkAgreementProposed
from kith_contracts.directory.terms import NetworkTerms
from kith_directory.shared_networks import party
from kith_directory.shared_networks.backlog import NetworkBacklog
from kith_directory.shared_networks.network import OfferedNetwork

# States


class NetworkText(KeptText[NetworkTerms], State):
    """One version of the text on a network. Guarded by what is kept of the agreement, with which it is written."""


def text_at(network: str, version: int) -> Ref:
    """Where this version is, or was. Of two of the same number, by two leads, the later one."""
    return NetworkText.at(network, place(version))


# Decisions


def receive(
    at: Circumstances, fact: NetworkAgreementProposed, offered: OfferedNetwork | None, waiting: NetworkBacklog | None
) -> Decision:
    """Take the text in, if there is room for it, and keep it beside the earlier ones."""
    received = party.receive(at, fact, offered, waiting)
    if not any(isinstance(each, OfferedNetwork) for each in received.states):
        return received
    return received._replace(states=(*received.states, NetworkText(terms=fact.terms, hash=fact.hash)))
