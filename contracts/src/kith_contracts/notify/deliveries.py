"""The messages of what becomes of what each person is told: all of them stay at home."""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal
from kith_contracts.topics import Channel
from kith_contracts.words import (
    KeyedHash,
    Line,
    Moment,
    PersonId,
    Sentence,
    SubjectName,
    Version,
)

Occasion = Literal[
    "published",
    "decision",
    "changed",
    "cancelled",
    "asked",
    "entry",
    "action",
    "introduction",
    "joining",
    "announced",
    "session",
    "calendar",
    "weekly",
]
"""Why someone is told. `published`: an event of their networks is open. `decision`: their wish for places was
answered. `changed`: time or venue of what they have a place in has changed. `cancelled`: the event is called off.
`asked`: they are asked something. `entry`: what they sent in was decided on. `action`: what they meant to do comes
back to them. `introduction`: there is something new about one. `joining`: there is an address to join. `announced`:
there is something to read in a network of theirs. `session`: a session to which they contribute has moved, or was
taken out. `calendar`: one more entry of their calendar has changed with what they were told. `weekly`: what there was
in a week, for who wants one mail of it."""
Why = Literal[
    "mandatory",
    "booked",
    "everything",
    "network-more",
    "cannot-wait",
    "quiet-until",
    "quiet-hours",
    "weekly",
    "only-booked",
    "nothing",
    "network-nothing",
    "elsewhere",
    "closed-network",
    "over",
    "left",
]
"""Why something is mailed, put off, or not mailed. Mailed: `mandatory`, it is called off; `booked`, it is about what
the person booked or does; `everything`, they want all that concerns their networks; `network-more`, they want all of
this one; `cannot-wait`, it would be too late after their quiet time. Put off: `quiet-until` and `quiet-hours`, they
want quiet; `weekly`, into their weekly mail. On their own page alone: `only-booked`, they want only what they booked;
`nothing`, they want no mail; `network-nothing`, they want none of this network; `elsewhere`, another organisation
tells them; `closed-network`, a mail would tell that they are in a network that is not open; `over`, it was over before
it could be mailed; `left`, they are not in that network any more."""


class RecordDelivery(Command):
    """What the mail server answered to one mail. The notify service sends this to itself."""

    contract: ClassVar = Contract("record-delivery", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    subject: Personal[SubjectName]
    delivery: Body[KeyedHash]
    """Id of the delivery: a keyed hash of person, home and occasion."""
    told: Body[bool]
    """Whether the mail server has taken the mail."""
    why: Personal[Why] = "booked"
    """Why it is mailed."""
    permanent: Body[bool] = False
    """Whether a refusal is final; a passing one is tried again with growing pauses."""
    reason: Body[Sentence] = ""
    """Why it has not."""


class SettleDelivery(Command):
    """What is not mailed at once, because its person wants it otherwise. The notify service sends this to itself."""

    contract: ClassVar = Contract("settle-delivery", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    subject: Personal[SubjectName]
    delivery: Body[KeyedHash]
    """What is put off: a keyed hash of person, home and occasion."""
    how: Personal[Literal["later", "weekly", "shown"]]
    """`later`: mailed not before `at`. `weekly`: one line of the mail that comes then. `shown`: on their page alone."""
    why: Personal[Why]
    at: Body[Moment | None] = None


class WakeDelivery(Command):
    """The time of something that was put off has come. The notify service sends this to itself."""

    contract: ClassVar = Contract("wake-delivery", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    delivery: Body[KeyedHash]
    """What is put off: a keyed hash of person, home and occasion."""


class SendWeekly(Command):
    """The time of a person's weekly mail has come. The notify service sends this to itself."""

    contract: ClassVar = Contract("send-weekly", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    number: Body[Version]
    """Which of their weekly mails."""


class MessageTold(Fact):
    """A person was told something, or could not be: once for each person, home and occasion."""

    contract: ClassVar = Contract("message-told", "notify", Channel.PEOPLE_FACTS, key=("delivery",))

    person: Personal[PersonId]
    delivery: Body[KeyedHash]
    """Id of the delivery: a keyed hash of person, home and occasion."""
    occasion: Personal[Line]
    """What the person was told of, such as `place-decided`."""
    subject: Personal[SubjectName]
    """What it was about: an event or a network."""
    status: Body[Literal["told", "failed"]]
    """`told`: the mail server took the mail. `failed`: it refused it for good."""
    attempts: Body[int] = Field(ge=1, le=1000)
    """How often it was tried."""
    version: Body[Version]


MESSAGES: tuple[type[Message], ...] = (RecordDelivery, SettleDelivery, WakeDelivery, SendWeekly, MessageTold)
