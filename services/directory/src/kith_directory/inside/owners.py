"""Announcements to the members of all owners of a network: an officer of one writes, the lead passes it on, each home
tells its own people, each of them once. Where the text says so, an officer of the lead reads it first.
"""

from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Ref, State, refuse
from kith_contracts.directory.announcements import (
    AnnouncementDeclined,
    AnnouncementPassed,
    AnnouncementSubmitted,
    AnswerAnnouncement,
)
from kith_contracts.directory.inside import Announce
from kith_contracts.message import Letter, Refusal
from kith_directory.inside import announcements
from kith_directory.inside.announcements import Announcement, Said
from kith_directory.networks.network import Network
from kith_directory.shared_networks.network import SharedNetwork

LONGEST: Final = 60
"""Letters of the name of an announcement, with that of the owner in front."""
UNKNOWN: Final = Refusal("network-unknown", "This organisation owns no network of this name.", "subject")
NOT_THE_LEAD: Final = Refusal("lead-changed", "Another organisation leads this network now.", "subject")

# States


class WaitingAnnouncement(State):
    """An announcement that is not passed on yet: at the lead, which reads it first, and at its author."""

    kind: ClassVar[str] = "waiting-announcement"
    network: str
    by: str
    announcement: str
    text: str
    declined: str | None = None
    """Why the lead does not pass it on; None as long as it has not said so."""

    @property
    def id(self) -> str:
        return f"{self.network}/{named(self.by, self.announcement)}"


def named(by: str, announcement: str) -> str:
    """By what members know it: two owners may choose the same name."""
    return f"{by}-{announcement}"


# At its author


def announce(
    at: Circumstances,
    command: Announce,
    *,
    network: Network | None,
    shared: SharedNetwork | None,
    before: Announcement | None,
    ours: Announcement | None,
    waiting: WaitingAnnouncement | None,
    known: list[str],
) -> Decision:
    """In a network of this body alone, tell its members; in one that it owns with others, the members of all owners."""
    if shared is None:
        return announcements.announce(at, command, network, before, known)
    if shared.status == "ended":
        return Decision(refusal=UNKNOWN._replace(field="network"))
    if wrong := unwritable(shared, at.body, "network") or _too_long(at.body, command.announcement):
        return Decision(refusal=wrong)
    if shared.terms.moderated and shared.lead != at.body:
        waits = _waiting(shared, at.body, command.announcement, command.text)
        kept = Decision(states=(waits,)) if command.text else Decision(forgets=_there(waiting))
    else:
        kept = announcements.kept(at, Said(shared.id, named(at.body, command.announcement), command.text), ours, known)
    if kept.refusal:
        return kept
    if shared.lead == at.body:
        return kept._replace(says=(*kept.says, *_passed(shared, at.body, command.announcement, command.text)))
    told = AnnouncementSubmitted(subject=shared.id, announcement=command.announcement, text=command.text)
    return kept._replace(says=(*kept.says, Letter(shared.lead, told)))


def hear_declined(
    at: Circumstances, fact: AnnouncementDeclined, shared: SharedNetwork | None, waiting: WaitingAnnouncement | None
) -> Decision:
    """The lead does not pass it on; its officers read why."""
    if shared is None or at.sender != shared.lead or waiting is None:
        return NOTHING
    return Decision(states=(waiting.but(declined=fact.sentence),))


# At the lead


def take_submitted(
    at: Circumstances, fact: AnnouncementSubmitted, shared: SharedNetwork | None, waiting: WaitingAnnouncement | None
) -> Decision:
    """Pass it on to all other owners; or keep it until an officer has read it."""
    if shared is None or shared.terms.party(at.sender) is None:
        return Decision(refusal=UNKNOWN)
    if shared.lead != at.body:
        return Decision(refusal=NOT_THE_LEAD)
    if wrong := unwritable(shared, at.sender, "subject"):
        return Decision(refusal=wrong)
    if shared.terms.moderated and fact.text:
        return Decision(states=(_waiting(shared, at.sender, fact.announcement, fact.text),))
    letters = _passed(shared, at.sender, fact.announcement, fact.text)
    return Decision(says=letters, forgets=_there(waiting))


def answer(
    at: Circumstances, command: AnswerAnnouncement, shared: SharedNetwork | None, waiting: WaitingAnnouncement | None
) -> Decision:
    """An officer has read it: it goes to all owners, or back to its author with a reason."""
    if shared is None or shared.lead != at.body:
        return Decision(refusal=(UNKNOWN if shared is None else NOT_THE_LEAD)._replace(field="network"))
    if waiting is None:
        return refuse("announcement-unknown", "No such announcement waits here; it may be answered.", "announcement")
    if command.answer == "passed":
        return Decision(
            says=_passed(shared, command.by, command.announcement, waiting.text, back=True), forgets=_there(waiting)
        )
    if not command.sentence:
        return refuse("sentence-missing", "Say why, in a sentence to the officers who wrote it.", "sentence")
    told = AnnouncementDeclined(subject=shared.id, announcement=command.announcement, sentence=command.sentence)
    return Decision(says=(Letter(command.by, told),), forgets=_there(waiting))


# At each home


def take_passed(
    at: Circumstances,
    fact: AnnouncementPassed,
    *,
    shared: SharedNetwork | None,
    before: Announcement | None,
    waiting: WaitingAnnouncement | None,
    known: list[str],
) -> Decision:
    """Have the people of this body told, who are members: each of them once."""
    if shared is None or shared.status == "ended" or at.sender != shared.lead:
        return Decision(refusal=UNKNOWN)
    name = named(fact.by, fact.announcement)
    kept = announcements.kept(at, Said(shared.id, name, fact.text), before, known)
    return kept if kept.refusal else kept._replace(forgets=(*kept.forgets, *_there(waiting)))


def _passed(shared: SharedNetwork, by: str, announcement: str, text: str, *, back: bool = False) -> tuple[Letter, ...]:
    """To all owners; to its author only if that has not told its own people yet."""
    told = AnnouncementPassed(subject=shared.id, by=by, announcement=announcement, text=text)
    return tuple(Letter(body, told) for body in shared.terms.bodies if back or body != by)


def _waiting(shared: SharedNetwork, by: str, announcement: str, text: str) -> WaitingAnnouncement:
    return WaitingAnnouncement(network=shared.id, by=by, announcement=announcement, text=text)


def _there(waiting: WaitingAnnouncement | None) -> tuple[Ref, ...]:
    return (WaitingAnnouncement.at(waiting.id),) if waiting else ()


def unwritable(shared: SharedNetwork, by: str, field: str) -> Refusal | None:
    """Why this owner does not write to the members of all."""
    if shared.terms.writers == "owners" or by == shared.lead:
        return None
    sentence = f"By the text the officers of {shared.lead} alone write to all. Ask them, or suggest a change."
    return Refusal("lead-writes", sentence, field)


def _too_long(by: str, announcement: str) -> Refusal | None:
    if len(named(by, announcement)) <= LONGEST:
        return None
    return Refusal("name-too-long", f"Choose a name of at most {LONGEST - len(by) - 1} letters.", "announcement")
