"""The directory's messages: profiles and networks for everyone, people and memberships for nobody but home."""

from typing import ClassVar, Literal

from pydantic import Field

from kith_contracts.directory.audiences import LeaveAudiences
from kith_contracts.directory.charters import NetworkCharter, NetworkStatus
from kith_contracts.directory.visibility import ChooseVisibility
from kith_contracts.message import (
    Body,
    Command,
    Contract,
    Fact,
    Message,
    Personal,
    PersonRefused,
    Public,
    Refused,
    Renewal,
)
from kith_contracts.notify.preferences import HowMuch
from kith_contracts.topics import Channel
from kith_contracts.words import (
    BodySlug,
    Line,
    MailAddress,
    NetworkName,
    PersonId,
    Phrase,
    Section,
    Slug,
    Text,
    Url,
    Version,
)

EnrolledAs = Literal["member", "guest"]
"""Whether the person is a `member` of the body, or a `guest`, who is at home in it without being its member."""


class Identifier(Section):
    """An identifier of an organisation in a scheme that others keep."""

    scheme: Public[Literal["ror", "company", "charity", "other"]]
    """Who keeps the identifier: the Research Organization Registry (`ror`), a register of companies (`company`) or
    of charities (`charity`), or `other`."""
    value: Public[Line]
    """The identifier, as that scheme writes it."""


# Commands of a body's own systems


class PublishProfile(Renewal):
    """Publish the profile of the organisation. What is left out stays as it is."""

    contract: ClassVar = Contract("publish-profile", "directory", Channel.PRIVATE_COMMANDS, key=("body",))

    body: Body[BodySlug]
    name: Public[Line]
    """Name of the organisation, as people read it."""
    summary: Public[Text] = ""
    """What the organisation is and does, in plain paragraphs."""
    website: Public[Url | None] = None
    """Home page of the organisation."""
    region: Public[Phrase | None] = None
    """Where the organisation works, such as `Scotland`."""
    identifiers: Public[list[Identifier]] = Field(default=[], max_length=10)


class CharterNetwork(Command):
    """Found a network of this organisation. Refused if it has one of that name."""

    contract: ClassVar = Contract("charter-network", "directory", Channel.PRIVATE_COMMANDS, key=("network",))

    network: Public[NetworkName]
    charter: Public[NetworkCharter]


class DescribeNetwork(Renewal):
    """Describe a network again. What is left out stays as it is; the terms of reference may stay, or rise by one
    version.
    """

    contract: ClassVar = Contract("describe-network", "directory", Channel.PRIVATE_COMMANDS, key=("network",))

    network: Public[NetworkName]
    charter: Public[NetworkCharter]


class SetNetworkStatus(Command):
    """Let a network rest, wake it, or end it. An ended network stays ended."""

    contract: ClassVar = Contract("set-network-status", "directory", Channel.PRIVATE_COMMANDS, key=("network",))

    network: Public[NetworkName]
    status: Public[NetworkStatus]


# Facts for everyone, and for the body's own systems


class ProfilePublished(Fact):
    """The public profile of an organisation."""

    contract: ClassVar = Contract("profile-published", "directory", Channel.SHARED, key=("body",))

    body: Public[BodySlug]
    name: Public[Line]
    """Name of the organisation, as people read it."""
    summary: Public[Text] = ""
    """What the organisation is and does, in plain paragraphs."""
    website: Public[Url | None] = None
    """Home page of the organisation; absent if it has told none."""
    region: Public[Phrase | None] = None
    """Where the organisation works; absent if it has told nothing."""
    identifiers: Public[list[Identifier]] = Field(default=[], max_length=10)
    version: Public[Version]


class NetworkPublished(Fact):
    """A network as everyone may see it. A network that can be found by invitation only is not published; if it was
    public before, it is published as `ended`.
    """

    contract: ClassVar = Contract("network-published", "directory", Channel.SHARED, key=("network",))

    network: Public[NetworkName]
    name: Public[Line]
    """Name of the network, as people read it."""
    purpose: Public[Line]
    """What the network is for, in one line; absent where only its name is public."""
    how_to_ask: Public[Line]
    """How one asks to join; absent where nobody has to ask."""
    status: Public[NetworkStatus]
    charter: Public[NetworkCharter | None] = Field(default=None, description="Absent where only the name is listed.")
    version: Public[Version]


class NetworkUpdated(Fact):
    """A network as its own organisation knows it, also one that is not public."""

    contract: ClassVar = Contract("network-updated", "directory", Channel.PRIVATE_FACTS, key=("network",))

    network: Body[NetworkName]
    charter: Body[NetworkCharter]
    status: Body[NetworkStatus]
    version: Body[Version]


class NetworkCommandRefused(Refused):
    """A command about a profile or network was refused."""

    contract: ClassVar = Contract("network-command-refused", "directory", Channel.PRIVATE_FACTS, key=("command",))


# People: commands and facts that never leave home


class EnrolPerson(Renewal):
    """Enrol a person at this home organisation, or update what it knows of them. What is left out stays as it is, and
    so does what the person has chosen for themselves.
    """

    contract: ClassVar = Contract("enrol-person", "directory", Channel.PEOPLE_COMMANDS, key=("person",))

    person: Personal[PersonId]
    enrolled_as: Personal[EnrolledAs] = "member"
    name: Personal[Line]
    """The person's name. It stays at home."""
    address: Personal[MailAddress]
    how_much: Personal[HowMuch] = "booked"
    audiences: Personal[list[Slug]] = Field(default=[], max_length=20)
    """The closed audiences that home has found this person to belong to, `returner`."""


class PersonUpdated(Fact):
    """A person as their home knows them. Only the Kith services of that organisation read it."""

    contract: ClassVar = Contract("person-updated", "directory", Channel.PEOPLE_FACTS, key=("person",))

    person: Personal[PersonId]
    enrolled_as: Personal[EnrolledAs]
    name: Personal[Line]
    """The person's name. It stays at home."""
    address: Personal[MailAddress]
    how_much: Personal[HowMuch]
    audiences: Personal[list[Slug]] = Field(default=[], max_length=20)
    """Audiences that the person belongs to, such as `returner`; closed parts of events are for these."""
    networks: Personal[list[NetworkName]] = Field(default=[], max_length=100)
    serves: Personal[list[NetworkName]] = Field(default=[], max_length=100)
    """Networks in which they hold an office: there they may do what its officers may."""
    served: Personal[list[NetworkName]] = Field(default=[], max_length=100)
    """Networks in which they have held an office and hold none any more: no token makes them an officer there."""
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
    LeaveAudiences,
    ChooseVisibility,
    PersonUpdated,
    PersonCommandRefused,
)
