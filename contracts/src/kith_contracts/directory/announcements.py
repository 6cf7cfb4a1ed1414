"""The messages by which an announcement reaches the members of all owners of a network, each at home."""

from typing import ClassVar, Literal

from kith_contracts.message import Body, Command, Contract, Fact, Message
from kith_contracts.topics import Channel
from kith_contracts.words import BodySlug, Moment, NetworkName, SecureUrl, Sentence, Slug, Text

# Commands of a body's own systems


class AnswerAnnouncement(Command):
    """An officer of the lead passes on what another owner wants to announce, or declines it with a reason."""

    contract: ClassVar = Contract("answer-announcement", "directory", Channel.PEOPLE_COMMANDS, key=("network",))

    network: Body[NetworkName]
    by: Body[BodySlug]
    announcement: Body[Slug]
    """Short name of the announcement, as its author gave it."""
    answer: Body[Literal["passed", "declined"]]
    """Whether it is `passed` on to all owners, or `declined` with a reason."""
    sentence: Body[Sentence] = ""
    """Why it is declined, for the officers who wrote it."""


# Between bodies


class AnnouncementSubmitted(Fact):
    """An owner to the lead: an announcement for the members of all owners; without a text it is taken back."""

    contract: ClassVar = Contract("announcement-submitted", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    announcement: Body[Slug]
    """Short name of the announcement, unique for its author in the network."""
    text: Body[Text]
    """What members are told, in plain paragraphs."""


class AnnouncementPassed(Fact):
    """The lead to each owner: an announcement to tell its people of; without a text it is taken back."""

    contract: ClassVar = Contract("announcement-passed", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    by: Body[BodySlug]
    announcement: Body[Slug]
    """Short name of the announcement, unique for its author in the network."""
    text: Body[Text]
    """What members are told, in plain paragraphs."""


class AnnouncementDeclined(Fact):
    """The lead to the owner that wrote it: it does not pass this announcement on, and why."""

    contract: ClassVar = Contract("announcement-declined", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    announcement: Body[Slug]
    """Short name of the announcement, as its author gave it."""
    sentence: Body[Sentence] = ""
    """Why, for the officers who wrote it."""


class WhereWeTalkSaid(Fact):
    """An owner of a shared network to each other owner: where the members of all talk. The newest counts."""

    contract: ClassVar = Contract("where-we-talk-said", "directory", Channel.INBOX, key=("subject",))

    subject: Body[NetworkName]
    where_we_talk: Body[SecureUrl | None] = None
    """An `https://` address of a forum, chat or list; absent if there is none. No mail address leaves home."""
    at: Body[Moment]
    """When it was said, at home."""


MESSAGES: tuple[type[Message], ...] = (
    AnswerAnnouncement,
    AnnouncementSubmitted,
    AnnouncementPassed,
    AnnouncementDeclined,
    WhereWeTalkSaid,
)
