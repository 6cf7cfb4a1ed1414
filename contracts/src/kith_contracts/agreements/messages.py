"""The messages of an agreement, from draft to withdrawal.

None of them travels as it is here: the service that keeps a kind of subject has each of them with its own text (see
`Contract.of`), so that a service is asked for what it keeps and nothing else.
"""

from typing import Any, ClassVar, Final, Generic, Literal, TypeVar

from pydantic import Field

from kith_contracts.agreements.terms import AgreementStatus, Answer, OnBehalf, Proof, Terms
from kith_contracts.message import Body, Command, Contract, Fact, Renewal
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Digest, FullName, Note, Section, Version

T = TypeVar("T", bound=Terms[Any])

ANY: Final = ""
"""In place of a service: whichever keeps the subject."""

# Commands of a body's own systems


class DraftAgreement(Renewal, Generic[T]):
    """The lead keeps a text that nobody else sees until it is proposed. What is left out stays as it is."""

    contract: ClassVar = Contract("draft-agreement", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    terms: Body[T]
    """The text that the lead works on."""


class ProposeAgreement(Renewal, Generic[T]):
    """The lead asks other organisations to accept this text, or the draft if no text is given. What the text leaves out
    is as in the draft.
    """

    contract: ClassVar = Contract("propose-agreement", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    terms: Body[T | None] = None
    """The text; absent to propose the draft."""


class AmendAgreement(Renewal, Generic[T]):
    """The lead puts a new version of the text in place. Organisations whose clauses change have to accept it again.
    What is left out stays as it is.
    """

    contract: ClassVar = Contract("amend-agreement", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    terms: Body[T]
    """The new text; its version is the next."""


class AnswerAgreement(Command):
    """A party accepts or declines the text with this hash, at home. It answers no other text."""

    contract: ClassVar = Contract("answer-agreement", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    hash: Body[Digest]
    """Hash of the text that is answered; an answer to an earlier text is refused."""
    on_behalf: Body[OnBehalf]
    answer: Body[Answer]
    note: Body[Note] = ""
    """A line that goes to the lead with the answer."""


class WithdrawAgreement(Command):
    """A party leaves, or the lead gives the agreement up. This is final, unless the lead asks the party again."""

    contract: ClassVar = Contract("withdraw-agreement", ANY, Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    why: Body[Note] = ""
    """Why, in a line that the lead reads."""


# Between bodies


class Missing(Section):
    """An acceptance that the present text still needs."""

    body: Body[BodySlug]
    on_behalf: Body[OnBehalf]


class AgreementProposed(Fact, Generic[T]):
    """The lead to each party: the present text."""

    contract: ClassVar = Contract("agreement-proposed", ANY, Channel.INBOX, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    terms: Body[T]
    """The whole text that is to be accepted."""
    hash: Body[Digest]
    """Hash of the text: SHA-256 of its canonical JSON (RFC 8785)."""


class AgreementAnswered(Fact):
    """A party to the lead: it accepts or declines this text."""

    contract: ClassVar = Contract("agreement-answered", ANY, Channel.INBOX, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    hash: Body[Digest]
    """Hash of the text that is answered."""
    on_behalf: Body[OnBehalf]
    answer: Body[Answer]
    note: Body[Note] = ""
    """A line that comes with the answer."""
    proof: Body[Proof | None] = None
    """The signed acceptance, for everyone to verify; absent if the text is declined."""


class AgreementWithdrawn(Fact):
    """A party to the lead: it takes part no longer."""

    contract: ClassVar = Contract("agreement-withdrawn", ANY, Channel.INBOX, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    why: Body[Note] = ""
    """Why the party leaves, in a line."""


class AgreementStatusChanged(Fact):
    """The lead to each party: how the agreement stands, and who has not accepted yet. `left` is for a party that has
    withdrawn or was left out, which hears nothing after that. The newest `version` counts.
    """

    contract: ClassVar = Contract("agreement-status-changed", ANY, Channel.INBOX, key=("subject",))

    subject: Body[FullName]
    """What the agreement is about."""
    text: Body[Version]
    """The version of the text that this is about."""
    status: Body[AgreementStatus | Literal["left"]]
    """How the agreement stands; `left` if the receiver is no party any more."""
    missing: Body[list[Missing]] = Field(default=[], max_length=200)
    version: Body[Version]


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


class AgreementUpdated(Fact, Generic[T]):
    """An agreement as a party knows it. Only the lead knows all answers; others know their own."""

    contract: ClassVar = Contract(
        "agreement-updated", ANY, Channel.PRIVATE_FACTS, key=("subject",), aspects=("agreement",)
    )

    subject: Body[FullName]
    """What the agreement is about."""
    terms: Body[T]
    """The present text."""
    hash: Body[Digest]
    """Hash of the text."""
    status: Body[AgreementStatus]
    answers: Body[list[PartyAnswer]] = Field(default=[], max_length=100)
    departed: Body[dict[BodySlug, Note]] = Field(default={}, max_length=100)
    """Who is no party any more, and why, if it was they who left; for the lead."""
    version: Body[Version]
