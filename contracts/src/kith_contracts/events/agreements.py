"""The messages of joint events: agreements between bodies, and what is published of them."""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.events.draws import DrawNotice
from kith_contracts.events.plan import EventPlan
from kith_contracts.events.terms import (
    Acceptance,
    AgreementTerms,
    Availability,
    DetailsKey,
    GuestHost,
    Host,
    Listing,
    OnBehalf,
    Proof,
    Sponsor,
)
from kith_contracts.message import Body, Command, Contract, Fact, Message, Public, Refused, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Digest, EventName, Note, Section, Version

Answer = Literal["accepted", "declined"]
"""What the party says to the text: it is `accepted`, or `declined` with a reason."""
AgreementStatus = Literal["drafted", "proposed", "partly-accepted", "active", "amended", "withdrawn", "ended"]
"""`drafted`: seen by the lead alone. `proposed`: sent to all parties. `partly-accepted`: some of them accept it.
`active`: all accept the same text. `amended`: they did, and changed terms are not yet accepted. `withdrawn`: the
lead has taken it back. `ended`: it is over."""


# Commands of a body's own systems


class DraftAgreement(Renewal):
    """The lead keeps a text that nobody else sees until it is proposed. What is left out stays as it is."""

    contract: ClassVar = Contract("draft-agreement", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    terms: Body[AgreementTerms]


class ProposeAgreement(Renewal):
    """The lead asks other organisations to run an event together, by this text, or by the draft if no text is given.
    What the text leaves out is as in the draft.
    """

    contract: ClassVar = Contract("propose-agreement", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    terms: Body[AgreementTerms | None] = None


class AmendAgreement(Renewal):
    """The lead puts a new version of the text in place. Organisations whose clauses change have to accept it again.
    What is left out stays as it is; parts are matched by name, parties by organisation.
    """

    contract: ClassVar = Contract("amend-agreement", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    terms: Body[AgreementTerms]


class AnswerAgreement(Command):
    """A party accepts or declines the text with this hash, at home. It answers no other text."""

    contract: ClassVar = Contract("answer-agreement", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    hash: Body[Digest]
    """Hash of the text that is answered; an answer to an earlier text is refused."""
    on_behalf: Body[OnBehalf]
    answer: Body[Answer]
    note: Body[Note] = ""
    """A line that goes to the lead with the answer."""


class WithdrawAgreement(Command):
    """A party leaves, or the lead calls the event off. This is final, unless the lead asks the party again."""

    contract: ClassVar = Contract("withdraw-agreement", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]
    why: Body[Note] = ""
    """Why, in a line that the lead reads."""


class ListEvent(Renewal):
    """Show an event that is booked elsewhere, or change how it is shown. What is left out stays as it is."""

    contract: ClassVar = Contract("list-event", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Public[EventName]
    listing: Public[Listing]


class ReturnSeats(Command):
    """The return date has come: unused quotas go to the pool. The events service sends this to itself."""

    contract: ClassVar = Contract("return-seats", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]


class EndAgreement(Command):
    """The event is over. The events service sends this to itself."""

    contract: ClassVar = Contract("end-agreement", "events", Channel.PRIVATE_COMMANDS, key=("event",))

    event: Body[EventName]


# Between bodies


class Missing(Section):
    """An acceptance that the present text still needs."""

    body: Body[BodySlug]
    on_behalf: Body[OnBehalf]


class AgreementProposed(Fact):
    """The lead to each party: the present text."""

    contract: ClassVar = Contract("agreement-proposed", "events", Channel.INBOX, key=("event",), lead="sender")

    event: Body[EventName]
    terms: Body[AgreementTerms]
    hash: Body[Digest]
    """Hash of the text: SHA-256 of its canonical JSON (RFC 8785)."""


class AgreementAnswered(Fact):
    """A party to the lead: it accepts or declines this text."""

    contract: ClassVar = Contract("agreement-answered", "events", Channel.INBOX, key=("event",), lead="receiver")

    event: Body[EventName]
    hash: Body[Digest]
    """Hash of the text that is answered."""
    on_behalf: Body[OnBehalf]
    answer: Body[Answer]
    note: Body[Note] = ""
    """A line that comes with the answer."""
    proof: Body[Proof | None] = None
    """The signed yes, for everyone to see once the event is published; a no needs none."""


class AgreementWithdrawn(Fact):
    """A party to the lead: it takes part no longer."""

    contract: ClassVar = Contract("agreement-withdrawn", "events", Channel.INBOX, key=("event",), lead="receiver")

    event: Body[EventName]
    why: Body[Note] = ""
    """Why the party leaves, in a line."""


class StandingChanged(Fact):
    """The lead to each party: how the agreement stands, and who has not accepted yet. `left` is for a party that has
    withdrawn or was left out, which hears nothing after that. The newest `version` counts.
    """

    contract: ClassVar = Contract("standing-changed", "events", Channel.INBOX, key=("event",), lead="sender")

    event: Body[EventName]
    text: Body[Version]
    """The version of the text that this is about."""
    status: Body[AgreementStatus | Literal["left"]]
    """How the agreement stands; `left` if the receiver is no party any more."""
    missing: Body[list[Missing]] = Field(default=[], max_length=200)
    version: Body[Version]


# Facts for everyone


class EventPublished(Fact):
    """An event as everyone sees it. It is open while each host has accepted, for its organisation and for its network,
    with signatures that anyone can verify. While it is `reopened` changed terms are not yet accepted, and no place
    is given. `cancelled` and `ended` are final.
    """

    contract: ClassVar = Contract("event-published", "events", Channel.SHARED, key=("event",))

    event: Public[EventName]
    status: Public[Literal["open", "reopened", "listed", "cancelled", "ended"]]
    """Whether places can be asked for. `open`: yes. `reopened`: changed terms are not yet accepted. `listed`: it is
    booked elsewhere. `cancelled` and `ended` are final."""
    plan: Public[EventPlan | None] = None
    listing: Public[Listing | None] = None
    hosts: Public[list[Host]] = Field(default=[], max_length=100)
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


class PartyAnswer(Section):
    """What one party has answered to the present text."""

    body: Body[BodySlug]
    by_body: Body[Answer | None] = None
    """What the organisation has answered on money and data; absent while it has not."""
    by_network: Body[Answer | None] = None
    """What its network has answered on all else; absent while it has not."""
    note: Body[Note] = ""
    """The lines that came with the answers."""


class AgreementUpdated(Fact):
    """An agreement as a party knows it. Only the lead knows all answers; others know their own."""

    contract: ClassVar = Contract("agreement-updated", "events", Channel.PRIVATE_FACTS, key=("event",))

    event: Body[EventName]
    terms: Body[AgreementTerms]
    hash: Body[Digest]
    """Hash of the text."""
    status: Body[AgreementStatus]
    answers: Body[list[PartyAnswer]] = Field(default=[], max_length=100)
    departed: Body[dict[BodySlug, Note]] = Field(default={}, max_length=100)
    """Who is no party any more, and why, if it was they who left; for the lead."""
    version: Body[Version]


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
    EndAgreement,
    AgreementProposed,
    AgreementAnswered,
    AgreementWithdrawn,
    StandingChanged,
    EventPublished,
    AgreementUpdated,
    EventCommandRefused,
)
