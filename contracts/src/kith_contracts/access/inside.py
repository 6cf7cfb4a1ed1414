"""Who may do and read what inside a network: its officers and its members. No administrator, and no system."""

from types import MappingProxyType
from typing import Final

from kith_contracts.access.grants import OFFICER_OF_IT, ONESELF, PEOPLE, Grant

INSIDE: Final = MappingProxyType[str, tuple[Grant, ...]](
    {
        "directory-announce": (OFFICER_OF_IT,),
        "directory-answer-announcement": (OFFICER_OF_IT,),
        "directory-shared-inside": (OFFICER_OF_IT, *PEOPLE),
        "directory-say-where-we-talk": (OFFICER_OF_IT,),
        "directory-open-round-up": (OFFICER_OF_IT,),
        "directory-strike-notice": (OFFICER_OF_IT,),
        "directory-share-work": (OFFICER_OF_IT,),
        "directory-work": (OFFICER_OF_IT,),
        "directory-join-requests": (OFFICER_OF_IT,),
        "directory-answer-join-request": (OFFICER_OF_IT,),
        "directory-offer-office": (OFFICER_OF_IT,),
        "directory-hand-over-office": ONESELF,
        "directory-answer-office": ONESELF,
        "directory-step-down": ONESELF,
        "directory-size": (OFFICER_OF_IT,),
        "directory-put-notice": ONESELF,
        "directory-inside": (OFFICER_OF_IT, *PEOPLE),
        "directory-round-up": (OFFICER_OF_IT, *PEOPLE),
        "directory-shared-round-up": (OFFICER_OF_IT, *PEOPLE),
    }
)
"""A part of `access.TABLE`."""
