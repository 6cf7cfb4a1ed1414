"""The messages by which all parties know that the lead of a joint event is there, and by which the lead changes.

The places of an event are with its lead alone. A new lead knows none of them: each home tells it which places its
people have, and what they wait for, under the pseudonyms that the old lead knew.
"""

from typing import ClassVar

from pydantic import Field

from kith_contracts.agreements import leads
from kith_contracts.events.codes import BlockNumber
from kith_contracts.events.groups import MOST_SLOTS, SlotNumber
from kith_contracts.events.plan import Band
from kith_contracts.events.requests import PlaceStatus, Why
from kith_contracts.events.terms import EventTerms
from kith_contracts.message import Body, Command, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import (
    After,
    EntryCode,
    EventName,
    FullName,
    Moment,
    PartName,
    Pence,
    Pseudonym,
    Section,
    Version,
)

MOST_PLACES: int = 200
"""Places in one letter."""
MOST_BLOCKS: int = 100
"""Blocks of entry codes in one letter."""

# Commands of a body's own systems, and to ourselves


class HandOverEvent(leads.HandOver):
    """The lead asks that this deputy leads the event from now on."""

    contract: ClassVar = leads.HandOver.contract.of("events", name="hand-over-event")


class TakeOverEvent(leads.TakeOver):
    """A deputy asks the parties to back it as lead: for the lead has been silent as long as was agreed, has asked for
    it, or takes part in the consortium no longer.
    """

    contract: ClassVar = leads.TakeOver.contract.of("events", name="take-over-event")


class ShowEventLead(leads.ShowLead):
    """The day on which the lead says again that it is there. The events service sends this to itself."""

    contract: ClassVar = leads.ShowLead.contract.of("events", name="show-event-lead")


class TellPlaces(Command):
    """Another body leads the event: tell it which places our people have, one page at a time after the cursor `after`.
    The events service sends this to itself.
    """

    contract: ClassVar = Contract("tell-places", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    term: Body[Version]
    after: Body[After] = ""


# Between bodies


class EventAgreed(leads.Agreed[EventTerms]):
    """The lead to each party, with each change and every day: the text that all parties have accepted last, with their
    signatures. So each of them could go on as lead, and all know that the lead is there. The highest term counts, and
    in that the highest version.
    """

    contract: ClassVar = leads.Agreed.contract.of("events", name="event-agreed")


class EventTakeOverProposed(leads.TakeOverProposed):
    """A deputy to each party: it asks to be backed as the lead of the next term."""

    contract: ClassVar = leads.TakeOverProposed.contract.of("events", name="event-take-over-proposed")


class EventTakeOverAnswered(leads.TakeOverAnswered[EventAgreed]):
    """A party to a deputy: it backs it, or says why not; with the text that this party saw in force last."""

    contract: ClassVar = leads.TakeOverAnswered.contract.of("events", name="event-take-over-answered")


class HeldPlace(Section):
    """A place in an open part, or the wait for one, as the lead before has decided on it last."""

    known_by: ClassVar[tuple[str, ...]] = ("part", "pseudonym")
    part: Body[PartName]
    pseudonym: Body[Pseudonym]
    number: Body[Version]
    version: Body[Version]
    status: Body[PlaceStatus]
    until: Body[Moment | None] = None
    """By when an offer has to be accepted."""
    accepted: Body[bool] = False
    """Whether the person has accepted what was offered, and has not been answered."""
    size: Body[Pence] = 1
    """For so many: the person and their guests; of a fund, the sum in pence."""
    delegate_of: Body[FullName | None] = None
    """In the name of which network, or guest host: it has places of its own there."""
    slot: Body[SlotNumber | None] = None
    """Which slot it is, of a part that is cut into some."""
    slots: Body[list[SlotNumber]] = Field(default=[], max_length=MOST_SLOTS)
    """Of one that waits: which slots would do. Without any, each would."""
    band: Body[Band | None] = None
    """Of a fund with bands of need: which of them."""
    why: Body[Why | None] = None


class HeldBlock(Section):
    """A block of entry codes of a closed part that a home has from a lead before."""

    known_by: ClassVar[tuple[str, ...]] = ("part", "block")
    part: Body[PartName]
    block: Body[BlockNumber]
    codes: Body[list[EntryCode]] = Field(min_length=1, max_length=100)


class PlacesHeld(Fact):
    """A home to a new lead: which places its people have, and what they wait for; one letter after the other."""

    contract: ClassVar = Contract(
        "places-held", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    term: Body[Version]
    places: Body[list[HeldPlace]] = Field(default=[], max_length=MOST_PLACES)
    blocks: Body[list[HeldBlock]] = Field(default=[], max_length=MOST_BLOCKS)
    last: Body[bool] = False
    """Whether this home has said all that it has."""


MESSAGES: tuple[type[Message], ...] = (
    HandOverEvent,
    TakeOverEvent,
    ShowEventLead,
    TellPlaces,
    EventAgreed,
    EventTakeOverProposed,
    EventTakeOverAnswered,
    PlacesHeld,
)
