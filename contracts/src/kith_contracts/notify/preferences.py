"""How a person wants to be told. They say so themselves, it stays at home, and whoever enrols them again leaves it."""

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from kith_contracts.message import Body, Command, Contract, Message, Personal, PersonRefused, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import KeyedHash, MailAddress, Moment, NetworkName, PersonId, Section, Zone

HowMuch = Literal["everything", "weekly", "booked", "nothing"]
"""What a person is mailed. `everything`: all that concerns their networks, at once. `weekly`: the same in one mail a
week, and at once what they booked. `booked`: only what they booked or do. `nothing`: no mail. That something they
booked is called off is always mailed. What is not mailed stands on their own page."""
OfNetwork = Literal["more", "usual", "nothing"]
"""What a person is mailed about the members' matters of one network: `more` is all of it at once, `usual` as they have
said for all, `nothing` none."""
MailLanguage = Literal["en", "cy"]
"""`en` is English, `cy` Welsh. It is kept; so far all mails are in English."""
WallTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5)]
"""A time of day as the clock on the wall shows it, `21:30`."""
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
"""`monday`, `tuesday`, `wednesday`, `thursday`, `friday`, `saturday` or `sunday`."""


class QuietHours(Section):
    """The hours of each day in which nothing is mailed; over midnight if they end before they begin."""

    begin: Personal[WallTime]
    end: Personal[WallTime]


class WeeklyAt(Section):
    """When the weekly mail comes."""

    day: Personal[Weekday] = "monday"
    time: Personal[WallTime] = "08:00"


class SetMailPreferences(Renewal):
    """How the person wants to be told. What is left out stays as it is; what is null is nobody's choice any more."""

    contract: ClassVar = Contract("set-mail-preferences", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    how_much: Personal[HowMuch | None] = None
    """What they are mailed; null leaves it to their organisation again."""
    elsewhere: Personal[bool] = False
    """Whether they are told of their networks by another organisation, in which they are at home as well: then only
    what they booked here is mailed from here. Neither organisation learns of the other.
    """
    address: Personal[MailAddress | None] = None
    """Where mail goes in place of the address that their organisation has. Nobody else at home sees it."""
    quiet_until: Personal[Moment | None] = None
    """Nothing is mailed before, but what would be too late then."""
    quiet_hours: Personal[QuietHours | None] = None
    weekly: Personal[WeeklyAt] = WeeklyAt()
    zone: Personal[Zone] = "Europe/London"
    """The time zone of these hours."""
    language: Personal[MailLanguage] = "en"
    mail_of_closed: Personal[bool] = False
    """Whether they want mails also of networks that are not open: who reads the mail log of home can then see that they
    are in one. Else what concerns its members is on their own page alone.
    """


class SetNetworkMail(Command):
    """What the person is mailed about one network; this comes before what they said for all."""

    contract: ClassVar = Contract("set-network-mail", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[NetworkName]
    mail: Personal[OfNetwork]


class StopMail(Command):
    """The person wants fewer mails like the one that they had: none about the networks that it was of; in place of a
    weekly mail only what they booked; else none at all. The notify service sends this to itself when the link in that
    mail is used.
    """

    contract: ClassVar = Contract("stop-mail", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    delivery: Body[KeyedHash]
    """Which mail it was: a keyed hash of person, home and occasion."""


class MailCommandRefused(PersonRefused):
    """A command about a person's mail was refused."""

    contract: ClassVar = Contract("mail-command-refused", "notify", Channel.PEOPLE_FACTS, key=("person",))


MESSAGES: tuple[type[Message], ...] = (SetMailPreferences, SetNetworkMail, StopMail, MailCommandRefused)
