"""What happened, as an organisation's systems read it."""

from pydantic import Field

from kith_contracts.descriptions import Described
from kith_contracts.pages.cloud_events import CloudEvent


class FactsPage(Described):
    """Facts in the order in which the node has read them."""

    facts: list[CloudEvent]
    """In order of their `sequence`, each once."""
    first: int = Field(ge=0)
    """Number of the oldest fact that is kept; 0 if there is none. If it is more than `after` + 1, you have missed some:
    read how things stand, and go on from here."""
    next: int = Field(ge=0)
    """The number to send as `after` for the next page; also where this page is empty. It is good for 30 days."""
