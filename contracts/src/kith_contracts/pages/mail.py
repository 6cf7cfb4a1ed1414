"""What a person was told and why, and how they want to be told."""

from datetime import datetime

from kith_contracts.descriptions import Described
from kith_contracts.notify.deliveries import Why
from kith_contracts.notify.preferences import HowMuch, MailLanguage, OfNetwork, QuietHours, WeeklyAt


class OwnMessage(Described):
    """Something that a person was told, is about to be, or finds here alone."""

    subject: str
    """Full name of the event or the network that it is about."""
    occasion: str
    """Why the person was told: `decision` is an answer to a wish for places, `changed` a new time or venue, and so on.
    """
    number: int
    """What tells messages of one occasion apart: the number of the decision, the version of the event, or days after
    it; otherwise 0."""
    status: str
    """`due`, `later`, `told` and `failed` are about a mail; what is `weekly` is one line of the weekly mail; of what is
    `shown` there is no mail."""
    why: Why | None
    """Why it is mailed, put off, or not mailed; null until that is known."""
    not_before: datetime
    """Not mailed before."""


class MailPage(Described):
    """How a person wants to be told; for that person alone."""

    how_much: HowMuch
    """What they are mailed: as they have chosen, or else as their organisation has said."""
    chosen: bool
    """Whether they have chosen that themselves."""
    elsewhere: bool
    """Whether another organisation tells them of their networks."""
    address: str | None
    """Where mail goes in place of the address that their organisation has."""
    quiet_until: datetime | None
    """Nothing is mailed before, but what would be too late then."""
    quiet_hours: QuietHours | None
    """The hours of each day in which nothing is mailed."""
    weekly: WeeklyAt
    """When the weekly mail comes."""
    zone: str
    """The time zone of these hours."""
    language: MailLanguage
    """`en` English, `cy` Welsh."""
    mail_of_closed: bool
    """Whether they want mails also about networks that are not open. If not, what concerns these stands
    on their own page alone."""
    of_network: dict[str, OfNetwork]
    """Of the networks about which they have said more than for all."""


class Less(Described):
    """The answer to a link with which somebody wants to hear less."""

    done: bool
    """Whether it has effect already; else it will in a moment."""
