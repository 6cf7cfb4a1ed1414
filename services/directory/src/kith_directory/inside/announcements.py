"""What a committee says to the members of its network. It stays at home: nobody else reads it."""

from datetime import datetime
from typing import ClassVar, Final, NamedTuple

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, Views, refuse
from kith_contracts.directory.announcements import AnnouncementPassed
from kith_contracts.directory.inside import Announce, TellAnnounced
from kith_directory.networks.network import Network, gone

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
