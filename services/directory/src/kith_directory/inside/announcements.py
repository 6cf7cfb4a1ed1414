"""What a committee says to the members of its network, and where they talk. It stays at home: nobody else reads it."""

from datetime import datetime
from typing import ClassVar, Final, NamedTuple

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, Views, refuse
from kith_contracts.anew import said
from kith_contracts.directory.announcements import AnnouncementPassed
from kith_contracts.directory.inside import Announce, SayWhereWeTalk, TellAnnounced
from kith_contracts.words import MailAddress, SecureUrl
from kith_directory.networks.network import Network, gone
from kith_directory.people.addresses import sendable, unusable

MOST: Final = 200
"""Announcements of one network."""


class Said(NamedTuple):
    """What is said in which network, and its name there."""

    network: str
    announcement: str
    text: str


# States


class Announcement(State):
    """Something said to the members of a network, as it was said last."""

    kind: ClassVar[str] = "announcement"
    network: str
    announcement: str
    text: str
    said: datetime

    @property
    def id(self) -> str:
        return f"{self.network}/{self.announcement}"


class Talk(State):
    """Where the members of a network talk, and where their replies go."""

    kind: ClassVar[str] = "talk"
    network: str
    where_we_talk: SecureUrl | MailAddress | None
    replies_to: MailAddress | None

    @property
    def id(self) -> str:
        return self.network


# Decisions


async def there(views: Views, told: Announce | AnnouncementPassed, _at: Circumstances) -> list[str]:
    """The ids of what was announced in the network."""
    network = told.network if isinstance(told, Announce) else told.subject
    return [each.id for each in await views.page(Announcement, f"{network}/", "", MOST)]


def announce(
    at: Circumstances,
    command: Announce,
    network: Network | None,
    before: Announcement | None,
    known: list[str],
) -> Decision:
    """Keep it, and have the members told; correct it, and have nobody told; or take it back."""
    if fault := gone(network):
        return Decision(refusal=fault)
    return kept(at, Said(command.network, command.announcement, command.text), before, known)


def kept(at: Circumstances, said: Said, before: Announcement | None, known: list[str]) -> Decision:
    """The same of whatever is said in a network that is there."""
    if not said.text:
        return Decision(forgets=(Announcement.at(before.id),)) if before else NOTHING
    if before:
        return NOTHING if before.text == said.text else Decision(states=(before.but(text=said.text),))
    if len(known) >= MOST:
        sentence = f"There are {MOST} announcements. Take one back that is out of date."
        return refuse("too-many-announcements", sentence, "announcement")
    tell = TellAnnounced(network=said.network, kind="announcement", name=said.announcement)
    return Decision(states=(Announcement(**said._asdict(), said=at.now),), says=(tell,))


def say_where(_at: Circumstances, command: SayWhereWeTalk, network: Network | None, talk: Talk | None) -> Decision:
    """Keep where they talk; what is left out stays as it is. Nobody is told."""
    if fault := gone(network):
        return Decision(refusal=fault)
    given = dict(command) if talk is None else said(command)
    for field, address in given.items():
        if field != "network" and address and not address.startswith("https://"):
            given[field] = sendable(address)
            if given[field] is None:
                return Decision(refusal=unusable(field))
    now = Talk(**given) if talk is None else talk.but(**given)
    return NOTHING if now == talk else Decision(states=(now,))
