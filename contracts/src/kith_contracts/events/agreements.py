"""The messages of joint events: the agreement on one, and what is published of it."""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.agreements import messages as agreement
from kith_contracts.agreements.succession import MOST_PARTIES, Succession
from kith_contracts.agreements.terms import Acceptance
from kith_contracts.events.draws import DrawNotice
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import (
    MOST_LEADS,
    Availability,
    DetailsKey,
    EventTerms,
    GuestHost,
    Host,
    Listing,
    Sponsor,
)
from kith_contracts.message import Body, Command, Contract, Fact, Message, Public, Refused, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Digest, EventName, Version

# Commands of a body's own systems


class DraftAgreement(agreement.DraftAgreement[EventTerms]):
    """The lead keeps a text that nobody else sees until it is proposed. What is left out stays as it is."""

    contract: ClassVar = agreement.DraftAgreement.contract.of("events")


class ProposeAgreement(agreement.ProposeAgreement[EventTerms]):
    """The lead asks other organisations to run an event together, by this text, or by the draft if no text is given.
    What the text leaves out is as in the draft.
    """

    contract: ClassVar = agreement.ProposeAgreement.contract.of("events")


class AmendAgreement(agreement.AmendAgreement[EventTerms]):
    """The lead puts a new version of the text in place. Organisations whose clauses change have to accept it again.
    What is left out stays as it is; parts are matched by name, parties by organisation.
    """

    contract: ClassVar = agreement.AmendAgreement.contract.of("events")


class AnswerAgreement(agreement.AnswerAgreement):
    """A party accepts or declines the text with this hash, at home. It answers no other text."""

    contract: ClassVar = agreement.AnswerAgreement.contract.of("events")


class WithdrawAgreement(agreement.WithdrawAgreement):
    """A party leaves, or the lead calls the event off. This is final, unless the lead asks the party again."""

    contract: ClassVar = agreement.WithdrawAgreement.contract.of("events")


class ListEvent(Renewal):
    """Show an event that is booked elsewhere, or change how it is shown. What is left out stays as it is."""

    contract: ClassVar = Contract("list-event", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Public[EventName]
    listing: Public[Listing]
    called_off: Public[bool] = False
    """Whether it will not take place after all. It may be listed again."""
    sequence: Public[int] = Field(default=0, ge=0, le=2**31 - 1)
    """Rises with each change where the event comes from, such as SEQUENCE in a calendar (RFC 5545, 3.8.7.4). What has a
    lower one than was said before changes nothing."""


class ReturnSeats(Command):
    """The return date has come: unused quotas go to the pool. The events service sends this to itself."""

    contract: ClassVar = Contract("return-seats", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]


class EndEvent(Command):
    """The event is over. The events service sends this to itself."""

    contract: ClassVar = Contract("end-event", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]


# Between bodies


class AgreementProposed(agreement.AgreementProposed[EventTerms]):
    """The lead to each party: the present text."""

    contract: ClassVar = agreement.AgreementProposed.contract.of("events")


class AgreementAnswered(agreement.AgreementAnswered):
    """A party to the lead: it accepts or declines this text."""

    contract: ClassVar = agreement.AgreementAnswered.contract.of("events")


class AgreementWithdrawn(agreement.AgreementWithdrawn):
    """A party to the lead: it takes part no longer."""

    contract: ClassVar = agreement.AgreementWithdrawn.contract.of("events")


class AgreementStatusChanged(agreement.AgreementStatusChanged):
    """The lead to each party: how the agreement stands, and who has not accepted yet. `left` is for a party that has
    withdrawn or was left out, which hears nothing after that. The newest `version` counts.
    """

    contract: ClassVar = agreement.AgreementStatusChanged.contract.of("events")


# Facts for everyone


class EventPublished(Fact):
    """An event as everyone sees it. It is open while each host has accepted, for its organisation and for its network,
    with signatures that anyone can verify. While it is `reopened` changed terms are not yet accepted, and no place
    is given. `cancelled` and `ended` are final, unless the event is only listed.
    """

    contract: ClassVar = Contract("event-published", "events", Channel.SHARED, key=("event",), own_only=False)

    event: Public[EventName]
    status: Public[Literal["open", "reopened", "listed", "cancelled", "ended"]]
    """Whether places can be asked for. `open`: yes. `reopened`: changed terms are not yet accepted. `listed`: it is
    booked elsewhere. `cancelled` and `ended` are final, unless the event is only listed."""
    plan: Public[EventPlan | None] = None
    listing: Public[Listing | None] = None
    hosts: Public[list[Host]] = Field(default=[], max_length=100)
    deputies: Public[list[BodySlug]] = Field(default=[], max_length=MOST_PARTIES)
    """Who goes on if the lead is gone, in order."""
    succession: Public[list[Succession]] = Field(default=[], max_length=MOST_LEADS)
    """How the lead has changed so far. The highest term counts, and in that the highest version."""
    guest_hosts: Public[list[GuestHost]] = Field(default=[], max_length=10)
    sponsors: Public[list[Sponsor]] = Field(default=[], max_length=10)
    hash: Public[Digest | None] = None
    """Hash of the agreed text; absent for an event that is only listed."""
    acceptances: Public[list[Acceptance]] = Field(default=[], max_length=200)
    availability: Public[list[Availability]] = Field(default=[], max_length=45)
    details: Public[DetailsKey | None] = None
    """Where something is to be sent of registrants near the start: the key to which it is sealed, while it lives."""
    draws: Public[list[DrawNotice]] = Field(default=[], max_length=45)
    """Of the parts whose places are drawn."""
    version: Public[Version]


# Facts for the body's own systems


class AgreementUpdated(agreement.AgreementUpdated[EventTerms]):
    """An agreement as a party knows it. Only the lead knows all answers; others know their own."""

    contract: ClassVar = agreement.AgreementUpdated.contract.of("events")


class EventCommandRefused(Refused):
    """A command about an event or agreement was refused."""

    contract: ClassVar = Contract("event-command-refused", "events", Channel.PRIVATE_FACTS, key=("command",))


MESSAGES: tuple[type[Message], ...] = (
    DraftAgreement,
    ProposeAgreement,
    AmendAgreement,
    AnswerAgreement,
    WithdrawAgreement,
    ListEvent,
    ReturnSeats,
    EndEvent,
    AgreementProposed,
    AgreementAnswered,
    AgreementWithdrawn,
    AgreementStatusChanged,
    EventPublished,
    AgreementUpdated,
    EventCommandRefused,
)
