"""The messages of the duties of a network that several organisations own. Whose turn it is, nobody has to say: each
owner works it out from the text in force.
"""

from typing import Annotated, ClassVar

from pydantic import StringConstraints

from kith_contracts.directory.terms import DutyName
from kith_contracts.message import Body, Command, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import Moment, NetworkName

PeriodName = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2]|q[1-4]|h[12]))?$", max_length=7)]
"""The time of one turn: a month `2027-03`, a quarter `2027-q1`, a half-year `2027-h1` or a year `2027`."""


class FinishDuty(Command):
    """This organisation has done its turn of a duty. It is said at home, and works while the lead is silent."""

    contract: ClassVar = Contract("finish-duty", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    duty: Body[DutyName]
    period: Body[PeriodName]


class DutyFinished(Fact):
    """An owner to each other owner: it has done this turn. It counts where the turn is its own."""

    contract: ClassVar = Contract("duty-finished", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    duty: Body[DutyName]
    period: Body[PeriodName]
    at: Body[Moment]
    """When it was said to be done, at home."""


MESSAGES: tuple[type[Message], ...] = (FinishDuty, DutyFinished)
