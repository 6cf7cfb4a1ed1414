"""The directory's messages: profiles and networks for everyone, people and memberships for nobody but home."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts import inside, reports
from kith_contracts.message import Body, Command, Contract, Fact, Message, Personal, PersonRefused, Public, Refused
from kith_contracts.topics import Channel
from kith_contracts.visibility import ChooseVisibility
from kith_contracts.words import (
    BodySlug,
    FullName,
    Line,
    MailAddress,
    PersonId,
    Phrase,
    Section,
    Slug,
    Text,
    Url,
    Version,
)

Findable = Literal["everyone", "name-only", "invitation"]
"""Who can find a network: everyone; its name alone; nobody without an invitation."""
Joinable = Literal["anyone", "ask", "invited"]
"""Who can join it: anyone; who has asked and was answered yes; who was invited."""
NetworkStatus = Literal["active", "resting", "ended"]
Standing = Literal["member", "guest"]
"""A guest is at home in a body without being its member."""
HowMuch = Literal["everything", "booked", "nothing"]
"""What a person wants to be told: all that concerns their networks; what they booked; nothing from here."""


class Identifier(Section):
    """Another name of a body, in a scheme that others keep."""

    scheme: Public[Literal["ror", "company", "charity", "other"]]
    value: Public[Line]


class Officer(Section):
    """An office of a network, by role; who holds it is not said in public."""

    role: Public[Line]
    filled: Public[bool] = True
    until: Public[date | None] = None


class TermsOfReference(Section):
    """What the network is for and how it works; a new version for each change."""

    version: Public[Version] = 1
    text: Public[Text]
    review_by: Public[date | None] = None


class NetworkCharter(Section):
    """All that is said of a network when it is chartered or described anew."""

    name: Public[Line]
    purpose: Public[Line]
    aims: Public[list[Line]] = Field(default=[], max_length=12)
    for_you_if: Public[Line]
    findable: Public[Findable] = "everyone"
    joinable: Public[Joinable] = "anyone"
    how_to_ask: Public[Line] = "Write to the committee."
    regions: Public[list[Phrase]] = Field(default=[], max_length=40)
    officers: Public[list[Officer]] = Field(default=[], max_length=40)
    terms: Public[TermsOfReference]
    part_of: Public[FullName | None] = Field(default=None, description="A network of the same body, above this one.")


# Commands of a body's own systems


class PublishProfile(Command):
    """The body's public profile, in place of the earlier one."""

    contract: ClassVar = Contract("publish-profile", "directory", Channel.PRIVATE_COMMANDS, key=("body",))

    body: Body[BodySlug]
    name: Public[Line]
    summary: Public[Text] = ""
    website: Public[Url | None] = None
    region: Public[Phrase | None] = None
    identifiers: Public[list[Identifier]] = Field(default=[], max_length=10)


class CharterNetwork(Command):
    """Found a network of this body; refused if the body has one of that name."""

    contract: ClassVar = Contract("charter-network", "directory", Channel.PRIVATE_COMMANDS, key=("network",))

    network: Public[FullName]
    charter: Public[NetworkCharter]


class DescribeNetwork(Command):
    """Say anew what a network is; the terms of reference may stay as they are or rise by one version."""

    contract: ClassVar = Contract("describe-network", "directory", Channel.PRIVATE_COMMANDS, key=("network",))

    network: Public[FullName]
    charter: Public[NetworkCharter]


class SetNetworkStatus(Command):
    """Let a network rest, wake it, or close it with thanks; an ended one stays ended."""

    contract: ClassVar = Contract("set-network-status", "directory", Channel.PRIVATE_COMMANDS, key=("network",))

    network: Public[FullName]
    status: Public[NetworkStatus]


# Facts for everyone, and for the body's own systems


class ProfilePublished(Fact):
    """What a body says of itself."""

    contract: ClassVar = Contract("profile-published", "directory", Channel.SHARED, key=("body",))

    body: Public[BodySlug]
    name: Public[Line]
    summary: Public[Text] = ""
    website: Public[Url | None] = None
    region: Public[Phrase | None] = None
    identifiers: Public[list[Identifier]] = Field(default=[], max_length=10)
    version: Public[Version]


class NetworkPublished(Fact):
    """A network as everyone may see it. One that only invitation finds has none, or, once public, says `ended`."""

    contract: ClassVar = Contract("network-published", "directory", Channel.SHARED, key=("network",))

    network: Public[FullName]
    name: Public[Line]
    purpose: Public[Line]
    how_to_ask: Public[Line]
    status: Public[NetworkStatus]
    charter: Public[NetworkCharter | None] = Field(default=None, description="Absent where only the name is listed.")
    version: Public[Version]


class NetworkUpdated(Fact):
    """A network as its own body knows it, whoever may find it."""

    contract: ClassVar = Contract("network-updated", "directory", Channel.PRIVATE_FACTS, key=("network",))

    network: Body[FullName]
    charter: Body[NetworkCharter]
    status: Body[NetworkStatus]
    version: Body[Version]


class NetworkCommandRefused(Refused):
    """A command about a profile or network was refused."""

    contract: ClassVar = Contract("network-command-refused", "directory", Channel.PRIVATE_FACTS, key=("command",))


# People: commands and facts that never leave home


class EnrolPerson(Command):
    """Make someone at home in this body, or renew what is known of them."""

    contract: ClassVar = Contract("enrol-person", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    standing: Personal[Standing] = "member"
    name: Personal[Line]
    address: Personal[MailAddress]
    how_much: Personal[HowMuch] = "booked"
    audiences: Personal[list[Slug]] = Field(default=[], max_length=20)
    """The closed audiences that home has found this person to belong to, `returner`."""


class JoinNetwork(Command):
    """The person's own yes. Together with the network's yes, where it wants to be asked, it makes a membership."""

    contract: ClassVar = Contract("join-network", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[FullName]


class AdmitToNetwork(Command):
    """The network's own yes: the answer to who has asked, or the invitation of who has not."""

    contract: ClassVar = Contract("admit-to-network", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[FullName]


class LeaveNetwork(Command):
    """Leave, or take back having asked; nobody is told."""

    contract: ClassVar = Contract("leave-network", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    network: Personal[FullName]


class PersonUpdated(Fact):
    """A person as home knows them; kept by the Kith services of the body and read by no one else."""

    contract: ClassVar = Contract("person-updated", "directory", Channel.PEOPLE_FACTS, key=("person",))

    person: Personal[PersonId]
    standing: Personal[Standing]
    name: Personal[Line]
    address: Personal[MailAddress]
    how_much: Personal[HowMuch]
    audiences: Personal[list[Slug]] = Field(default=[], max_length=20)
    networks: Personal[list[FullName]] = Field(default=[], max_length=100)
    mail_of_closed: Personal[bool] = False
    """Whether they chose mails also of networks that are not open to everyone."""
    version: Body[Version]


class PersonCommandRefused(PersonRefused):
    """A command about a person was refused."""

    contract: ClassVar = Contract("person-command-refused", "directory", Channel.PEOPLE_FACTS, key=("person",))


MESSAGES: tuple[type[Message], ...] = (
    PublishProfile,
    CharterNetwork,
    DescribeNetwork,
    SetNetworkStatus,
    ProfilePublished,
    NetworkPublished,
    NetworkUpdated,
    NetworkCommandRefused,
    EnrolPerson,
    JoinNetwork,
    AdmitToNetwork,
    LeaveNetwork,
    ChooseVisibility,
    PersonUpdated,
    PersonCommandRefused,
    *reports.MESSAGES,
    *inside.MESSAGES,
)
