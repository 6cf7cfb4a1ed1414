"""Who may do what about a network that several organisations own: the body speaks on money and on what binds it, its
officers on all else. Who leads, its administrators alone decide.
"""

from types import MappingProxyType
from typing import Final

from kith_contracts.access.grants import (
    ADMIN,
    NETWORK_COMMANDS,
    OFFICER_OF_ALL,
    OFFICER_OF_IT,
    Grant,
    Scope,
    system,
)

OWNER_READS: Final = (ADMIN, OFFICER_OF_IT, system(Scope.NETWORKS_READ))
OWNER_ANSWERS: Final = (ADMIN, system(Scope.AGREEMENTS_ANSWER))
SHARED_NETWORKS: Final = MappingProxyType[str, tuple[Grant, ...]](
    {
        "directory-draft-network-agreement": NETWORK_COMMANDS,
        "directory-propose-network-agreement": NETWORK_COMMANDS,
        "directory-amend-network-agreement": NETWORK_COMMANDS,
        "directory-take-network-suggestion": NETWORK_COMMANDS,
        "directory-decline-network-suggestion": NETWORK_COMMANDS,
        "directory-suggest-network-change": (ADMIN, OFFICER_OF_IT, system(Scope.AGREEMENTS_ANSWER)),
        "directory-answer-network-agreement/body": OWNER_ANSWERS,
        "directory-answer-network-agreement/network": (OFFICER_OF_ALL,),
        "directory-withdraw-network-agreement": OWNER_ANSWERS,
        "directory-hand-over": (ADMIN,),
        "directory-take-over": (ADMIN,),
        "directory-ask-for-money": (ADMIN, OFFICER_OF_IT),
        "directory-record-spending": (ADMIN, OFFICER_OF_IT),
        "directory-close-year": (ADMIN,),
        "directory-answer-year": OWNER_ANSWERS,
        "directory-network-money": OWNER_READS,
        "directory-finish-duty": (ADMIN, OFFICER_OF_IT),
        "directory-swap-duty": (ADMIN, OFFICER_OF_IT),
        "directory-answer-duty-swap": (ADMIN, OFFICER_OF_IT),
        "directory-network-duties": OWNER_READS,
        "directory-shared-networks": OWNER_READS,
        "directory-shared-network": OWNER_READS,
        "directory-network-suggestions": OWNER_READS,
        "directory-network-diff": OWNER_READS,
        "directory-shared-join-requests": (OFFICER_OF_IT,),
        "directory-shared-size": (OFFICER_OF_IT,),
    }
)
"""A part of `access.TABLE`."""
