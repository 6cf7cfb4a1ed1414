"""The messages of what a host is told of registrants near the start: sealed to the key of the event.

They are messages of the events service.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal, Renewal
from kith_contracts.texts import READABLE
from kith_contracts.topics import Channel
from kith_contracts.words import (
    ONE_LINE,
    After,
    EventName,
    Moment,
    PartName,
    PersonId,
    Pseudonym,
    PublicKey,
    Section,
    Sentence,
    Version,
)

Few = Annotated[str, StringConstraints(max_length=40, strip_whitespace=True, pattern=ONE_LINE), READABLE]
"""A few words; empty where nothing is to be told."""


class Details(Section):
    """What a person lets the host of an event know. Only fields that are agreed are sent, and only those that are
    filled.
    """

    door_name: Personal[Sentence] = ""
    """Name for the badge."""
    access_needs: Personal[Sentence] = ""
    """What the person needs to take part."""
    diet: Personal[Sentence] = ""
    """What the person eats or does not eat."""
    care_costs: Personal[Sentence] = ""
    """What the person says of the costs of care."""
    role: Personal[Few] = ""
    level: Personal[Few] = ""
    languages: Personal[Few] = ""
    """These three for the plan of who sits with whom, see `mixing`."""


# Between bodies


class ShareDetails(Command):
    """Home to lead: details of a registrant who has a place in this open part, for the eyes of the host at the door.

    `box` is HPKE (RFC 9180, base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305) in base64: the encapsulated key and
    the ciphertext of a JSON object of fixed length, bound to event, home, pseudonym and number. The newest counts.
    """

    contract: ClassVar = Contract(
        "share-details", "events", Channel.INBOX, key=("event",), lead="receiver", by_name=False
    )

    event: Body[EventName]
    part: Body[PartName]
    pseudonym: Body[Pseudonym]
    number: Body[Version]
    box: Body[str] = Field(default="", pattern=r"^[A-Za-z0-9+/]*={0,2}$", max_length=6000)
    """The sealed details, in base64url; only the host's key of this event opens it."""


class DetailsDestroyed(Fact):
    """Lead to each party, as a receipt: the private half of the event's key is destroyed."""

    contract: ClassVar = Contract(
        "details-destroyed", "events", Channel.INBOX, key=("event",), lead="sender", by_name=False
    )

    event: Body[EventName]
    public: Body[PublicKey]
    """Public half of the key whose private half is destroyed."""
    at: Body[Moment]
    """When it was destroyed."""


# People: never leave home


class TellHost(Renewal):
    """A person says what the host of an event may be told near the start. A person who says nothing lets the host know
    their name only. What is left out stays as it is.
    """

    contract: ClassVar = Contract("tell-host", "events", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    event: Personal[EventName]
    details: Personal[Details]


class SendDetails(Command):
    """Send the details that are agreed: the period has begun, or there is news within it. The events service sends this
    to itself, for one registration, or for all, one page at a time after the cursor `after`.
    """

    contract: ClassVar = Contract("send-details", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    registration: Body[Pseudonym | None] = None
    after: Body[After] = ""


# At the lead


class RecordKey(Command):
    """A key pair of the event was made, or its private half destroyed. The events service sends this to itself."""

    contract: ClassVar = Contract("record-key", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]
    public: Body[PublicKey]
    """Public half of the key pair."""
    status: Body[Literal["made", "destroyed"]]
    """Whether the private half was `made` or `destroyed`."""


class CloseDetails(Command):
    """Destroy the private half of the event's key: its time is over. The events service sends this to itself."""

    contract: ClassVar = Contract("close-details", "events", Channel.PEOPLE_COMMANDS, key=("event",))

    event: Body[EventName]


MESSAGES: tuple[type[Message], ...] = (ShareDetails, DetailsDestroyed, TellHost, SendDetails, RecordKey, CloseDetails)
