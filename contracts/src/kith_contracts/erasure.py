"""The messages of forgetting: a person at home, and what other bodies were sent under that person's pseudonyms.

Those of home name the person; those between bodies name a pseudonym, and nothing that would join two of them.
"""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.events.answers import AskName
from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal
from kith_contracts.topics import Channel
from kith_contracts.words import (
    After,
    BodySlug,
    KeyedHash,
    Moment,
    PartName,
    PersonId,
    Pseudonym,
    Section,
    Slug,
    SubjectName,
)

MOST_PARTS = 40
"""Parts of one event for which a person can have asked under one pseudonym."""
MOST_RECEIPTS = 200

Kept = Literal["places", "details", "answers", "actions", "speaking"]
"""What a lead can have been sent about a pseudonym: wishes for `places`; sealed `details` for the door; `answers` to
what was asked; `actions` that they meant to do; that they are `speaking`."""


class Receipt(Section):
    """A record that an organisation was asked to forget what it was sent about someone, and what it answered. It names
    nobody.
    """

    receipt: Body[KeyedHash]
    """Id of the receipt."""
    body: Body[BodySlug]
    asked: Body[Moment]
    """When the other organisation was asked."""
    answered: Body[Moment | None] = None
    """When that body had deleted it, by its own message; absent while it has not answered."""
    deleted: Body[list[Kept]] = Field(default=[], max_length=5)


# People: what happens at home


class ForgetPerson(Command):
    """Forget a person: delete what home keeps of them, destroy their key, release their places, and ask every
    organisation that was sent something to delete it. It cannot be undone. Only the id of this command leads to the
    receipts.
    """

    contract: ClassVar = Contract("forget-person", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]


class PursueForgetting(Command):
    """Ask the services of home again that have not yet deleted everything. The directory sends this to itself: first
    when no process can hold the key any longer, then each day until all have answered.
    """

    contract: ClassVar = Contract("pursue-forgetting", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    forgetting: Body[KeyedHash]
    """Id of the forgetting, which its receipts carry."""


class RecordForgetting(Command):
    """What a service of home has deleted in a forgetting. A service of home sends this to the directory."""

    contract: ClassVar = Contract("record-forgetting", "directory", Channel.PEOPLE_COMMANDS, key=("forgetting",))

    forgetting: Body[KeyedHash]
    """Id of the forgetting, which its receipts carry."""
    service: Body[Slug]
    """Name of the service that has cleared up, such as `events`."""
    cleared: Body[bool]
    """Whether the service has nothing of the person any more."""
    receipts: Body[list[Receipt]] = Field(default=[], max_length=MOST_RECEIPTS)


class ForgetRegistrations(Command):
    """Forget all registrations of a person. The directory sends this to the events service, which sends this to itself
    for each page, and at the end; `after` is the cursor of the page before.
    """

    contract: ClassVar = Contract("forget-registrations", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    forgetting: Body[KeyedHash]
    """Id of the forgetting that this is a part of."""
    step: Body[Literal["begin", "page", "answers", "speaking", "end"]] = "begin"
    """How far the work has come: `begin` stops all new requests, `page` takes up registrations, `answers` those to
    asks, `speaking` those to invitations to speak, and `end` closes it."""
    after: Body[After] = ""


class ForgetRegistration(Command):
    """Forget one registration, or one answer to an ask, and have the lead do so. The events service sends this to
    itself.
    """

    contract: ClassVar = Contract("forget-registration", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    forgetting: Body[KeyedHash]
    """Id of the forgetting that this is a part of."""
    registration: Body[Pseudonym]
    subject: Personal[SubjectName]
    """The event; of an answer the event or the network."""
    parts: Personal[list[PartName]] = Field(max_length=MOST_PARTS)
    ask: Personal[AskName | None] = None
    """Of an answer: to what."""
    asked_by: Personal[BodySlug | None] = None
    """Of an answer: whose ask it is."""
    speaking: Personal[bool] = False
    """Whether it is the answer of a speaker."""


class PursueErasure(Command):
    """Ask a lead again that has not answered. The events service sends this to itself, each day."""

    contract: ClassVar = Contract("pursue-erasure", "events", Channel.PEOPLE_COMMANDS, key=("pseudonym",))

    pseudonym: Body[Pseudonym]


class ForgetDeliveries(Command):
    """Delete what a person is to be told, and what they were told. The directory sends this to the notify service,
    which sends it to itself for each page; `after` is the cursor of the page before.
    """

    contract: ClassVar = Contract("forget-deliveries", "notify", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    forgetting: Body[KeyedHash]
    """Id of the forgetting that this is a part of."""
    after: Body[After] = ""


# Between bodies


class ForgetPseudonym(Command):
    """Home to lead: delete everything about this pseudonym; counts stay. Its places are given up."""

    contract: ClassVar = Contract("forget-pseudonym", "events", Channel.INBOX, key=("subject",))

    subject: Body[SubjectName]
    """The event; of an answer the event or the network."""
    pseudonym: Body[Pseudonym]
    parts: Body[list[PartName]] = Field(default=[], max_length=MOST_PARTS)
    """For which it may have asked."""
    ask: Body[AskName | None] = None
    """Which it may have answered."""


class PseudonymForgotten(Fact):
    """Lead to home, as a receipt: all about this pseudonym is deleted. The lead answers a repeat in the same way."""

    contract: ClassVar = Contract("pseudonym-forgotten", "events", Channel.INBOX, key=("pseudonym",))

    subject: Body[SubjectName]
    pseudonym: Body[Pseudonym]
    deleted: Body[list[Kept]] = Field(default=[], max_length=5)
    at: Body[Moment]
    """When all was deleted."""


MESSAGES: tuple[type[Message], ...] = (
    ForgetPerson,
    PursueForgetting,
    RecordForgetting,
    ForgetRegistrations,
    ForgetRegistration,
    PursueErasure,
    ForgetDeliveries,
    ForgetPseudonym,
    PseudonymForgotten,
)
