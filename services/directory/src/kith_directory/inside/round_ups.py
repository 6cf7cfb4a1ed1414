"""A round-up: short notices of members, told to all members as one when its deadline has come.

Who comes first has a slot. The round-up knows its notices by opaque ids, so it guards their number; each notice is
sealed with the key of who wrote it, and ends with them.
"""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State, Views, refuse
from kith_contracts.directory.inside import (
    ClearRoundUp,
    CloseRoundUp,
    OpenRoundUp,
    PutNotice,
    StrikeNotice,
    TellAnnounced,
)
from kith_contracts.message import Personal, Refusal
from kith_contracts.words import FullName, KeyedHash, Note, PersonId, Slug
from kith_directory.networks.network import Network, gone
from kith_directory.people.person import Person
from kith_directory.shared_networks.network import SharedNetwork

MOST: Final = 50
"""Round-ups of one network that are there at once."""
KEPT: Final = timedelta(days=90)
"""How long it can be read after its deadline."""

# States


class RoundUp(State):
    """A round-up of a network. `notices` are in the order in which they were first put in."""

    kind: ClassVar[str] = "round-up"
    network: str
    round_up: str
    title: str
    until: datetime
    slots: int
    notices: list[KeyedHash] = []  # noqa: RUF012 - pydantic copies it
    closed: bool = False

    @property
    def id(self) -> str:
        return f"{self.network}/{self.round_up}"


class Notice(State):
    """One person's notice. All but opaque ids is sealed with the person's own key."""

    kind: ClassVar[str] = "notice"
    notice: str
    person: Personal[PersonId]
    network: Personal[FullName]
    round_up: Personal[Slug]
    text: Personal[Note]

    @property
    def id(self) -> str:
        return self.notice


def notice_of(keyed: Keyed, person: str, network: str, round_up: str) -> str:
    """Each person has one in each round-up."""
    return keyed("notice", person, network, round_up)


# Decisions


async def there(views: Views, command: OpenRoundUp, _at: Circumstances) -> list[str]:
    """The ids of the round-ups that the network has."""
    return [each.id for each in await views.page(RoundUp, f"{command.network}/", "", MOST)]


def open_round_up(
    at: Circumstances,
    command: OpenRoundUp,
    *,
    network: Network | None,
    shared: SharedNetwork | None,
    before: RoundUp | None,
    known: list[str],
) -> Decision:
    """Open it; its deadline comes by itself."""
    if fault := gone(shared or network):
        return Decision(refusal=fault)
    opened = RoundUp(**dict(command))
    if before:
        if before.but(notices=[], closed=False) == opened:
            return NOTHING
        return refuse("round-up-exists", "A round-up of this name is there, and stays as it is.", "round_up")
    if command.until <= at.now:
        return refuse("deadline-past", "That time is over. Choose one to come.", "until")
    if len(known) >= MOST:
        sentence = f"There are {MOST} round-ups. Each goes {KEPT.days} days after its deadline: wait for one to go."
        return refuse("too-many-round-ups", sentence, "round_up")
    close = CloseRoundUp(network=command.network, round_up=command.round_up)
    return Decision(states=(opened,), due=(Due(command.until, close),))


def put_notice(
    at: Circumstances, command: PutNotice, person: Person | None, round_up: RoundUp | None, before: Notice | None
) -> Decision:
    """Put it in, if there is a slot; put another in its place; or take it back."""
    if person is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if not command.text:
        return _taken_back(round_up, before)
    if fault := _no_slot(at, command, person, round_up, before):
        return Decision(refusal=fault)
    assert round_up is not None
    notice = Notice(notice=notice_of(at.keyed, command.person, command.network, command.round_up), **dict(command))
    if before:
        return NOTHING if before == notice else Decision(states=(notice,))
    return Decision(states=(notice, round_up.but(notices=[*round_up.notices, notice.notice])))


def _no_slot(
    at: Circumstances, command: PutNotice, person: Person, round_up: RoundUp | None, before: Notice | None
) -> Refusal | None:
    if command.network not in person.networks:
        return Refusal("not-member", "You are no member there; a round-up is for members.", "network")
    if round_up is None:
        return Refusal("round-up-unknown", "There is no round-up of this name here.", "round_up")
    if round_up.closed or at.now >= round_up.until:
        sentence = "This round-up is closed. Put your notice into the next one, or write to the committee."
        return Refusal("round-up-closed", sentence, "round_up")
    if before is None and len(round_up.notices) >= round_up.slots:
        sentence = f"This round-up is full, it has room for {round_up.slots}. Put your notice into the next one."
        return Refusal("round-up-full", sentence, "round_up")
    return None


def _taken_back(round_up: RoundUp | None, before: Notice | None) -> Decision:
    if before is None:
        return NOTHING
    rest = [each for each in round_up.notices if each != before.notice] if round_up else []
    left = (round_up.but(notices=rest),) if round_up else ()
    return Decision(states=left, forgets=(Notice.at(before.notice),))


def strike(_at: Circumstances, command: StrikeNotice, round_up: RoundUp | None, notice: Notice | None) -> Decision:
    """Take a notice out. Its author may put in another, as long as it is open."""
    if round_up is None:
        return refuse("round-up-unknown", "There is no round-up of this name here.", "round_up")
    if notice is None or command.notice not in round_up.notices:
        return refuse("notice-unknown", "This notice is not there, or not any more.", "notice")
    return _taken_back(round_up, notice)


def close(at: Circumstances, command: CloseRoundUp, round_up: RoundUp | None) -> Decision:
    """Have the members told as one, if anybody has put in anything; it goes some time after."""
    if round_up is None or round_up.closed:
        return NOTHING
    names = {"network": command.network, "round_up": command.round_up}
    clear = Due(at.now + KEPT, ClearRoundUp(**names, notices=round_up.notices))
    tell = TellAnnounced(network=command.network, kind="round-up", name=command.round_up, until=round_up.until)
    return Decision(states=(round_up.but(closed=True),), says=(tell,) if round_up.notices else (), due=(clear,))


def clear(
    _at: Circumstances, _command: ClearRoundUp, round_up: RoundUp | None, notices: tuple[Notice, ...]
) -> Decision:
    """Delete it, and the notices in it that are there still."""
    whole = [RoundUp.at(round_up.id)] if round_up else []
    return Decision(forgets=(*whole, *[Notice.at(each.notice) for each in notices]))
