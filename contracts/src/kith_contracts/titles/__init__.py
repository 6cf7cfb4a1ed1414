"""The title of each code with which a request is refused: the same words whenever this code is told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kith_contracts.titles.agreements import AGREEMENTS
from kith_contracts.titles.asks import ASKS
from kith_contracts.titles.directory import DIRECTORY
from kith_contracts.titles.events import EVENTS
from kith_contracts.titles.places import PLACES
from kith_contracts.titles.records import RECORDS
from kith_contracts.titles.requests import REQUESTS
from kith_contracts.titles.shared_networks import SHARED_NETWORKS
from kith_contracts.titles.webhooks import WEBHOOKS

BY_ROOM: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "Requests over HTTP": REQUESTS,
        "Records of Kafka": RECORDS,
        "Networks and people": DIRECTORY,
        "Networks that several organisations own": SHARED_NETWORKS,
        "Agreements": AGREEMENTS,
        "Places and the door": PLACES,
        "Asks": ASKS,
        "The programme and what else belongs to an event": EVENTS,
        "Webhooks": WEBHOOKS,
    }
)
"""The titles of each part of Kith, by code."""
TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {code: title for titles in BY_ROOM.values() for code, title in titles.items()}
)
"""All of them. `docs/problems.md` lists them."""
UNTITLED: Final = "The request was refused"
"""In place of a title for a code that is not known here."""
