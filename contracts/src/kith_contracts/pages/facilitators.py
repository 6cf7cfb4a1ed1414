"""What somebody who helps at an event reads of its groups."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.figures import PublishedFigure


class GroupConsent(Described):
    """How the consent to a group's notes stands. Neither says who has not answered."""

    practice: str
    """Short name of the practice, such as `focus-group`."""
    notes: list[str]
    """The steps to write them in."""
    consented: PublishedFigure
    """How many have said yes: fewer than five are not told, others are rounded."""
    everybody: bool
    """Whether all who could be in the room have said yes. Do not begin before that."""


class FacilitatingPage(Described):
    """An event at which this person helps, and until when."""

    event: str
    """Full name of the event, such as `iop/women-in-physics`."""
    until: datetime
    """When the period for people's data ends; until then the person facilitates."""
    groups: list[GroupConsent]
    """How each group stands that is asked for consent."""
