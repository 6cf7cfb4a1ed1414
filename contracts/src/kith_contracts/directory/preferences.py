"""What a person chooses for themselves. It stays at home, and whoever enrols the person again leaves it as it is."""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.message import Contract, Personal, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import PersonId, Slug

HowMuch = Literal["everything", "booked", "nothing"]
"""What a person wants to be told. `everything`: all that concerns their networks. `booked`: what they booked.
`nothing`: nothing from here."""


class SetPreferences(Renewal):
    """What a person chooses for themselves, in place of what their organisation has said of them. What is left out
    stays as it is.
    """

    contract: ClassVar = Contract("set-preferences", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    how_much: Personal[HowMuch | None] = None
    """What they want to be told; null leaves it to their organisation again."""
    out_of: Personal[list[Slug]] = Field(default=[], max_length=20)
    """The closed audiences to which they do not want to belong, whatever home has found."""
    mail_of_closed: Personal[bool] = False
    """Whether they want mails also of networks that are not open: who reads the mail log of home can then see that they
    are in one. Else what concerns its members is on their own page alone.
    """
