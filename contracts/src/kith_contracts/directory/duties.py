"""The messages of the duties of a network that several organisations own. Whose turn it is, nobody has to say: each
owner works it out from the text in force.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from kith_contracts.agreements.terms import Answer
from kith_contracts.directory.terms import DutyName
from kith_contracts.message import Body, Command, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Moment, NetworkName

PeriodName = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2]|q[1-4]|h[12]))?$", max_length=7)]
"""The time of one turn: a month `2027-03`, a quarter `2027-q1`, a half-year `2027-h1` or a year `2027`."""

SwapWord = Literal["offered", "accepted", "declined"]
"""What an owner says of a swap: `offered` to the other, or the other's offer is `accepted` or `declined`."""


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


class SwapDuty(Command):
    """This organisation offers its turn to another owner for one of its. Both turns are still to be done. It is said at
    home, and works while the lead is silent.
    """

    contract: ClassVar = Contract("swap-duty", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    duty: Body[DutyName]
    """That of the turn which this organisation gives."""
    period: Body[PeriodName]
    for_duty: Body[DutyName]
    """That of the turn which it takes."""
    for_period: Body[PeriodName]


class AnswerDutySwap(Command):
    """This organisation gives its turn for the one that it is offered, or does not."""

    contract: ClassVar = Contract("answer-duty-swap", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    duty: Body[DutyName]
    """That of the turn which this organisation gives."""
    period: Body[PeriodName]
    for_duty: Body[DutyName]
    """That of the turn which it is offered."""
    for_period: Body[PeriodName]
    answer: Body[Answer]


class DutySwapSaid(Fact):
    """An owner to each other owner: it offers one of its turns for one of another, or answers such an offer. A swap
    counts where the one has offered it, and the other has accepted. It is about the rota of that time, and of no later.
    """

    contract: ClassVar = Contract("duty-swap-said", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    duty: Body[DutyName]
    """That of the turn which its sender gives."""
    period: Body[PeriodName]
    other: Body[BodySlug]
    """The owner of the other turn."""
    for_duty: Body[DutyName]
    """That of the turn which its sender takes."""
    for_period: Body[PeriodName]
    word: Body[SwapWord]
    turns_since: Body[Moment]
    """Since when the rota is in force by which these are their turns."""
    at: Body[Moment]
    """When it was said, at home."""


class RemindOwner(Command):
    """A month begins, or turns were apportioned anew: tell the officers of this organisation of those that begin or are
    overdue. The directory sends this to itself.
    """

    contract: ClassVar = Contract("remind-owner", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    day: Body[date]
    """The day on which a month begins; another day does not go on to the next month."""


MESSAGES: tuple[type[Message], ...] = (FinishDuty, DutyFinished, SwapDuty, AnswerDutySwap, DutySwapSaid, RemindOwner)
