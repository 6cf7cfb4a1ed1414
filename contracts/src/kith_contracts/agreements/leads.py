"""The messages by which all parties know what is in force and that its lead is there, and by which the lead changes.

None of them travels as it is here: each kind of subject whose lead may change has them with its own text (see
`Contract.of`).
"""

from typing import ClassVar, Generic, TypeVar

from pydantic import Field

from kith_contracts.agreements.messages import ANY, T
from kith_contracts.agreements.succession import Backing
from kith_contracts.agreements.terms import Acceptance
from kith_contracts.message import Body, Command, Contract, Fact
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Digest, FullName, Moment, Sentence, Signature, Version

# Commands of a body's own systems, and to ourselves


class HandOver(Command):
    """The lead asks that this deputy leads from now on."""

    contract: ClassVar = Contract("hand-over", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    to: Body[BodySlug]


class TakeOver(Command):
    """A deputy asks the parties to back it as lead: for the lead has been silent as long as was agreed, has asked for
    it, or takes part in the consortium no longer.
    """

    contract: ClassVar = Contract("take-over", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""


class ShowLead(Command):
    """The day on which the lead says again that it is there."""

    contract: ClassVar = Contract("show-lead", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""


# Between bodies


class Agreed(Fact, Generic[T]):
    """The lead to each party, with each change and every day: the text that all have accepted last, with their
    signatures. So each of them could go on as lead, and all know that the lead is there. The highest term counts, and
    in that the highest version.
    """

    contract: ClassVar = Contract("agreed", ANY, Channel.INBOX, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    terms: Body[T]
    """The whole text that is in force."""
    acceptances: Body[list[Acceptance]] = Field(max_length=200)
    successor: Body[BodySlug | None] = None
    """The deputy to whom the lead hands over; absent while it does not."""
    at: Body[Moment]
    """When the lead signed it; its key must have been good then."""
    signature: Body[Signature]
    """Of the lead, so that a party can pass on what the lead has told."""
    version: Body[Version]


A = TypeVar("A", bound=Agreed)  # type: ignore[type-arg]


class TakeOverProposed(Fact):
    """A deputy to each party: it asks to be backed as the lead of the next term."""

    contract: ClassVar = Contract("take-over-proposed", ANY, Channel.INBOX, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    term: Body[Version]
    face: Body[Digest]
    """Hash of what everyone is told of the text that it saw in force last."""


class TakeOverAnswered(Fact, Generic[A]):
    """A party to a deputy: it backs it, or says why not; with the text that this party saw in force last."""

    contract: ClassVar = Contract("take-over-answered", ANY, Channel.INBOX, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    term: Body[Version]
    backing: Body[Backing | None] = None
    """Absent if this party does not back it."""
    taken: Body[bool] = False
    """Whether this party has backed another in this term: the deputy can ask for another term."""
    sentence: Body[Sentence] = ""
    """Why it does not, for people."""
    agreed: Body[A]
    """What this party has heard last of the lead."""
