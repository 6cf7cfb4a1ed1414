"""Which networks are open: of any other people are told on their own page, and by mail only if they chose that.

Whoever reads the mail log of a home sees who was written to when a network had something to say, and so who is in it.
"""

from typing import ClassVar

from kith_chassis.decision import NOTHING, Circumstances, Decision, State
from kith_contracts.directory.agreements import SharedNetworkUpdated
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.networks import NetworkUpdated

# States


class KnownNetwork(State):
    """A network that home owns, alone or with others. One that was ever closed stays so: who opened it later would have
    its members found out.
    """

    kind: ClassVar[str] = "network"
    network: str
    open: bool
    version: int

    @property
    def id(self) -> str:
        return self.network


# Decisions


def know_network(_at: Circumstances, fact: NetworkUpdated, known: KnownNetwork | None) -> Decision:
    """Keep whether everyone may find it and anyone may join it, and always could."""
    return _known(fact.network, fact.charter, fact.version, known)


def know_shared(_at: Circumstances, fact: SharedNetworkUpdated, known: KnownNetwork | None) -> Decision:
    """The same of a network that home owns with others."""
    return _known(fact.subject, fact.terms.charter, fact.version, known)


def _known(network: str, charter: NetworkCharter, version: int, known: KnownNetwork | None) -> Decision:
    if known and known.version >= version:
        return NOTHING
    is_open = (charter.findable, charter.joinable) == ("everyone", "anyone")
    always = is_open and (known is None or known.open)
    return Decision(states=(KnownNetwork(network=network, open=always, version=version),))
