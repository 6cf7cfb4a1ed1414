"""What the consortium's office reads of all events."""

from datetime import date, datetime

from kith_contracts.descriptions import Described


class Stuck(Described):
    """An event whose hosts have to agree on a change, and have not."""

    event: str
    """Full name of the event, such as `iop/women-in-physics`."""
    hosts: list[str]
    """Who had agreed on it before. Only its parties know who has not accepted yet."""
    since: datetime
    """Since when its hosts have not all agreed on the change."""


class Overdue(Described):
    """What an organisation meant to do after an event, in public, and has not answered in time."""

    event: str
    """Full name of the event after which the promise was made."""
    body: str
    """Slug of the organisation that promised it."""
    number: int
    """Which of its promises at this event it is."""
    by: date
    """The last day for it, which is over."""


class OfficePage(Described):
    """How the events of all bodies stand, as far as everyone can see."""

    stuck: list[Stuck]
    """Events that wait for their hosts to agree, the oldest first."""
    overdue: list[Overdue]
    """Public promises of hosts that were not answered in time."""
    heard: dict[str, datetime]
    """By lead, when the broker took its newest word that changed what an event of its own looks like."""
