"""The messages of networks that several organisations own: the agreement on one, and what is published of it."""

from typing import ClassVar

from pydantic import Field

from kith_contracts.agreements import leads
from kith_contracts.agreements import messages as agreement
from kith_contracts.agreements.succession import MOST_PARTIES, MOST_TERMS, Succession
from kith_contracts.agreements.terms import Acceptance
from kith_contracts.directory.charters import NetworkCharter, NetworkStatus
from kith_contracts.directory.pool import Pool
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Body, Command, Contract, Fact, Message, Public, Refused
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Line, Moment, NetworkName, Version

# Commands of a body's own systems


class DraftNetworkAgreement(agreement.DraftAgreement[NetworkTerms]):
    """The founder keeps a text that nobody else sees until it is proposed. What is left out stays as it is."""

    contract: ClassVar = agreement.DraftAgreement.contract.of("directory", name="draft-network-agreement")


class ProposeNetworkAgreement(agreement.ProposeAgreement[NetworkTerms]):
    """The founder asks other organisations to own a network together, by this text, or by the draft if no text is
    given. What the text leaves out is as in the draft.
    """

    contract: ClassVar = agreement.ProposeAgreement.contract.of("directory", name="propose-network-agreement")


class AmendNetworkAgreement(agreement.AmendAgreement[NetworkTerms]):
    """The lead puts a new version of the text in place. Owners whose clauses change have to accept it again; until then
    the network goes on by the text that all have accepted last. What is left out stays as it is.
    """

    contract: ClassVar = agreement.AmendAgreement.contract.of("directory", name="amend-network-agreement")


class AnswerNetworkAgreement(agreement.AnswerAgreement):
    """An owner accepts or declines the text with this hash, at home. It answers no other text."""

    contract: ClassVar = agreement.AnswerAgreement.contract.of("directory", name="answer-network-agreement")


class WithdrawNetworkAgreement(agreement.WithdrawAgreement):
    """An owner leaves, after the notice that the text says; or the founder gives up what was never agreed on. Who leads
    the network hands it over first.
    """

    contract: ClassVar = agreement.WithdrawAgreement.contract.of("directory", name="withdraw-network-agreement")


class ReleaseOwner(Command):
    """The notice of an owner that leaves is over. The directory sends this to itself."""

    contract: ClassVar = Contract("release-owner", "directory", Channel.PRIVATE_COMMANDS, key=("subject",))

    subject: Body[NetworkName]
    body: Body[BodySlug]


# Between bodies


class NetworkAgreementProposed(agreement.AgreementProposed[NetworkTerms]):
    """The lead to each owner: the present text."""

    contract: ClassVar = agreement.AgreementProposed.contract.of("directory", name="network-agreement-proposed")


class NetworkAgreementAnswered(agreement.AgreementAnswered):
    """An owner to the lead: it accepts or declines this text."""

    contract: ClassVar = agreement.AgreementAnswered.contract.of("directory", name="network-agreement-answered")


class NetworkAgreementWithdrawn(agreement.AgreementWithdrawn):
    """An owner to the lead: it leaves."""

    contract: ClassVar = agreement.AgreementWithdrawn.contract.of("directory", name="network-agreement-withdrawn")


class NetworkAgreementStatusChanged(agreement.AgreementStatusChanged):
    """The lead to each owner: how the agreement stands, and who has not accepted yet. `left` is for an owner that has
    left or was left out, which hears nothing after that. The newest `version` counts.
    """

    contract: ClassVar = agreement.AgreementStatusChanged.contract.of(
        "directory", name="network-agreement-status-changed"
    )


class NetworkAgreed(leads.Agreed[NetworkTerms]):
    """The lead to each owner, with each change and every day: the text that all owners have accepted last, with their
    signatures. So each of them could go on as lead, and all know that the lead is there. The highest term counts, and
    in that the highest version.
    """

    contract: ClassVar = leads.Agreed.contract.of("directory", name="network-agreed")

    acceptances: Body[list[Acceptance]] = Field(max_length=2 * MOST_PARTIES)
    turns_since: Body[Moment]
    """Since when these owners, their sizes and these duties are in force: from that each owner works out whose turn it
    is, and all come to the same.
    """
    pool: Body[Pool] = Pool()
    """The money of the network, as it stands by this text."""


# Facts for everyone


class SharedNetworkPublished(Fact):
    """A network that several organisations own, as everyone may see it, published by whoever leads it. It counts if all
    owners have accepted what is published, and if each change of the lead is proven. The highest term counts, and in
    that the highest version.
    """

    contract: ClassVar = Contract(
        "shared-network-published", "directory", Channel.SHARED, key=("subject",), own_only=False
    )

    subject: Public[NetworkName]
    name: Public[Line]
    """Name of the network, as people read it."""
    purpose: Public[Line]
    """What the network is for, in one line."""
    how_to_ask: Public[Line]
    """How one asks to join."""
    status: Public[NetworkStatus]
    charter: Public[NetworkCharter | None] = Field(default=None, description="Absent where only the name is listed.")
    owners: Public[list[BodySlug]] = Field(min_length=1, max_length=MOST_PARTIES)
    """The organisations that own it; their people can be its members."""
    deputies: Public[list[BodySlug]] = Field(default=[], max_length=MOST_PARTIES)
    """Who goes on if the lead is gone, in order."""
    succession: Public[list[Succession]] = Field(default=[], max_length=MOST_TERMS)
    """How the lead has changed so far."""
    acceptances: Public[list[Acceptance]] = Field(max_length=2 * MOST_PARTIES)
    version: Public[Version]


# Facts for the body's own systems


class NetworkAgreementUpdated(agreement.AgreementUpdated[NetworkTerms]):
    """An agreement as an owner knows it. Only the lead knows all answers; others know their own."""

    contract: ClassVar = agreement.AgreementUpdated.contract.of("directory", name="network-agreement-updated")


class SharedNetworkUpdated(Fact):
    """A network that this organisation owns with others: the text that is in force, and who leads it."""

    contract: ClassVar = Contract("shared-network-updated", "directory", Channel.PRIVATE_FACTS, key=("subject",))

    subject: Body[NetworkName]
    terms: Body[NetworkTerms]
    status: Body[NetworkStatus]
    """Whether it is there for the people of this organisation: it has `ended` for them too when that has left."""
    version: Body[Version]


class SharedNetworkCommandRefused(Refused):
    """A command about a network that several organisations own was refused."""

    contract: ClassVar = Contract(
        "shared-network-command-refused", "directory", Channel.PRIVATE_FACTS, key=("command",)
    )


MESSAGES: tuple[type[Message], ...] = (
    DraftNetworkAgreement,
    ProposeNetworkAgreement,
    AmendNetworkAgreement,
    AnswerNetworkAgreement,
    WithdrawNetworkAgreement,
    ReleaseOwner,
    NetworkAgreementProposed,
    NetworkAgreementAnswered,
    NetworkAgreementWithdrawn,
    NetworkAgreementStatusChanged,
    NetworkAgreed,
    SharedNetworkPublished,
    NetworkAgreementUpdated,
    SharedNetworkUpdated,
    SharedNetworkCommandRefused,
)
