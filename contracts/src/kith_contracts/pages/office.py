"""What the consortium's office reads of all events."""

from datetime import date, datetime

from kith_contracts.descriptions import Described


class Stuck(Described):
    """An event whose hosts have to agree on a change, and have not."""

    event: str
    hosts: list[str]
    """Who had agreed on it before. Only its parties know who has not accepted yet."""
    since: datetime


class Overdue(Described):
    """What an organisation meant to do after an event, in public, and has not answered in time."""

    event: str
    body: str
    number: int
    by: date


class OfficePage(Described):
    """How the events of all bodies stand, as far as everyone can see."""

    stuck: list[Stuck]
    overdue: list[Overdue]
    heard: dict[str, datetime]
    """By lead, when the broker took its newest word that changed what an event of its own looks like."""
