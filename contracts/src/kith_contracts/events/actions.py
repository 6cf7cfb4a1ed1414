"""The messages of actions: what people and organisations mean to do after an event, and what became of it.

A person's action stays at home, in their own words. The lead hears of those who agreed to be counted, one tick
for each. They are messages of the events service.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal, Public, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import (
    After,
    BodySlug,
    EventName,
    KeyedHash,
    Line,
    Note,
    PersonId,
    Pseudonym,
    Section,
    Sentence,
    Version,
)

ActionStatus = Literal["said", "done", "not-done"]
"""`said`: it is still to be done. `done` or `not-done`: what its author has answered."""
Outcome = Literal["done", "not-done"]
"""What became of the action: it was `done` or `not-done`."""
InMail = Literal["words", "link"]
"""What a reminder says: the person's own `words`, or only a `link` to where they are."""
MOST_OF_A_BODY = 5
MOST_BODY_ACTIONS = 200
"""Of all organisations together, at one event."""
ActionNumber = Annotated[int, Field(ge=1, le=MOST_OF_A_BODY)]
"""Which action of an organisation at an event; the organisation numbers them."""

# People: never leave home


class SayAction(Renewal):
    """A person says in one sentence what they will do and by when; each person has one action at an event. Until its
    date a new sentence replaces it; once it may be carried on to a later date. It comes back to them by mail, in
    their own words unless `mail` is `link`. What is left out stays as it is.
    """

    contract: ClassVar = Contract("say-action", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    text: Personal[Line]
    """What the person means to do, in one sentence. Nobody else reads it."""
    by: Personal[date]
    """Day by which it is to be done."""
    mail: Personal[InMail] = "words"
    counted: Personal[bool] = True
    """Whether the action is counted in the published account, as one of many; the host learns nothing else of it."""
    shared: Personal[bool] = False
    """Whether the sentence itself is shown there, without a name."""


class FinishAction(Command):
    """The action is done, or not done and why. Nobody else reads the reason."""

    contract: ClassVar = Contract("finish-action", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    outcome: Personal[Outcome]
    why: Personal[Note] = ""
    """Why it was not done. Nobody else reads it."""


class ReturnAction(Command):
    """The day has come on which an unfinished action comes back to its author. The events service sends this to
    itself.
    """

    contract: ClassVar = Contract("return-action", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    day: Body[int] = Field(ge=1, le=27)
    """So many days after the event."""


class ForgetActions(Command):
    """Forget all actions of a person, and ask the leads to do so. The events service sends this to itself, one page at
    a time after the cursor `after`; after the last page it goes on with the registrations.
    """

    contract: ClassVar = Contract("forget-actions", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    forgetting: Body[KeyedHash]
    """Id of the forgetting that this is a part of."""
    after: Body[After] = ""


class ActionUpdated(Fact):
    """A person's action. When `returned` rises, it is due to be sent back to them."""

    contract: ClassVar = Contract("action-updated", "events", Channel.PEOPLE_FACTS, key=("action",))

    person: Personal[PersonId]
    action: Body[Pseudonym]
    event: Personal[EventName]
    text: Personal[Line]
    """What the person means to do, in their own words."""
    by: Personal[date]
    """Day by which it is to be done."""
    mail: Personal[InMail]
    status: Personal[ActionStatus]
    returned: Body[int] = Field(ge=0, le=27)
    """The day after the event on which it came back last; 0 while it has not."""
    version: Body[Version]


# At the lead


class DropTicks(Command):
    """The account of actions is published: delete what was kept of single people's actions. The events service sends
    this to itself.
    """

    contract: ClassVar = Contract("drop-ticks", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    actions: Body[list[Pseudonym]] = Field(min_length=1, max_length=500)


# Between bodies


class ActionTicked(Fact):
    """Home to lead: somebody who agreed to be counted has said or done something, or is no longer to be counted. The
    pseudonym is used for this action only, and leads to no place. The newest version counts.
    """

    contract: ClassVar = Contract(
        "action-ticked", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    action: Body[Pseudonym]
    status: Body[ActionStatus | Literal["withdrawn"]]
    """What became of the action; `withdrawn` if it is no longer to be counted."""
    shared: Body[Sentence] = ""
    """The sentence, where the person wants it shown without a name."""
    version: Body[Version]


class BodyAction(Section):
    """What an organisation means to do after an event, and what became of it."""

    body: Public[BodySlug]
    number: Public[ActionNumber]
    text: Public[Line]
    """What the organisation means to do, in one sentence."""
    by: Public[date]
    """Day by which it is to be done."""
    status: Public[ActionStatus]
    why: Public[Note] = ""
    """Why it was not done."""


class BodyActionSaid(Fact):
    """A party to the lead: one of its actions, as it is now. The newest version of each number counts."""

    contract: ClassVar = Contract(
        "body-action-said", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    action: Body[BodyAction]
    version: Body[Version]


class BodyActionsUpdated(Fact):
    """The lead to each party: the actions of all organisations at this event. The newest version counts."""

    contract: ClassVar = Contract(
        "body-actions-updated", "events", Channel.INBOX, key=("event",), lead="sender", by_name=False
    )

    event: Body[EventName]
    actions: Body[list[BodyAction]] = Field(max_length=MOST_BODY_ACTIONS)
    version: Body[Version]


# Organisations


class SayBodyAction(Command):
    """An organisation says by name what it will do. Its partners see it, and the public when the event is over. Until
    its date a new sentence replaces it; once it may be carried on to a later date.
    """

    contract: ClassVar = Contract("say-body-action", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    number: Body[ActionNumber]
    text: Body[Line]
    """What the organisation means to do, in one sentence."""
    by: Body[date]
    """Day by which it is to be done."""


class FinishBodyAction(Command):
    """The organisation's action is done, or not done and why."""

    contract: ClassVar = Contract("finish-body-action", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    number: Body[ActionNumber]
    outcome: Body[Outcome]
    why: Body[Note] = ""
    """Why it was not done."""


MESSAGES: tuple[type[Message], ...] = (
    SayAction,
    FinishAction,
    ReturnAction,
    ForgetActions,
    ActionUpdated,
    DropTicks,
    ActionTicked,
    BodyActionSaid,
    BodyActionsUpdated,
    SayBodyAction,
    FinishBodyAction,
)
