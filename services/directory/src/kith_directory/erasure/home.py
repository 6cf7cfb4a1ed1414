"""Forgetting a person: the services of home clear up, the key is destroyed, receipts are kept for the person."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, Final

from pydantic import Field

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due, Keyed, State, Tombstone, refuse
from kith_contracts.directory.networks import PersonCommandRefused, PersonUpdated
from kith_contracts.erasure import (
    ForgetDeliveries,
    ForgetPerson,
    ForgetRegistrations,
    PursueForgetting,
    Receipt,
    RecordForgetting,
)
from kith_contracts.message import Message, refused_key
from kith_contracts.words import KeyedHash
from kith_directory.people.memberships import counted
from kith_directory.people.office import left
from kith_directory.people.person import Person

SERVICES: Final = ("events", "notify")
"""Who of home has something of a person besides the directory."""
SECOND_LOOK: Final = timedelta(minutes=15)
"""After this no process has a key in memory that was destroyed meanwhile: who cleared up, does so once more."""
DAILY: Final = timedelta(days=1)

# States


class Forgetting(State):
    """How far a forgetting has come. It has nothing of the person: its id is a keyed hash of the command that asked for
    it, which the person alone has, and `key` is a keyed hash too.
    """

    kind: ClassVar[str] = "forgetting"
    forgetting: KeyedHash
    key: str
    """The id of the person's key, to destroy it when the services of home no longer need it."""
    begun: datetime
    destroyed: datetime | None = None
    """When the key was destroyed."""
    services: dict[str, datetime] = Field(default={})
    """When each service of home had cleared up, the last time."""
    receipts: dict[KeyedHash, Receipt] = Field(default={})

    @property
    def id(self) -> str:
        return self.forgetting

    @property
    def silent(self) -> list[str]:
        """Services of home that have not cleared up yet."""
        return [each for each in SERVICES if each not in self.services]

    @property
    def waits_for(self) -> list[str]:
        """Services of home that have not cleared up since no process can hold the key any more."""
        calm = self.begun + SECOND_LOOK
        return [each for each in SERVICES if each not in self.services or self.services[each] < calm]


def forgetting_of(keyed: Keyed, command: str) -> str:
    """The id of a forgetting, by that of the command which asked for it."""
    return keyed("forgetting", command)


# Decisions


def forget(at: Circumstances, command: ForgetPerson, person: Person | None) -> Decision:
    """Delete the person here at once, have the other services of home do so, and look again after a while."""
    if person is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    begun = Forgetting(forgetting=forgetting_of(at.keyed, at.id), key=at.keyed("person", command.person), begun=at.now)
    again = PursueForgetting(person=command.person, forgetting=begun.forgetting)
    return Decision(
        states=(begun,),
        says=(
            *_asked(command.person, begun.forgetting, SERVICES),
            *_left(at, person),
        ),
        due=(Due(at.now + SECOND_LOOK, again),),
        erases=command.person,
        tombstones=_tombstones(command.person),
    )


def pursue(at: Circumstances, command: PursueForgetting, forgetting: Forgetting | None) -> Decision:
    """Ask again whoever has not cleared up since the second look was due, each day until all have."""
    if forgetting is None or not (asked := forgetting.waits_for):
        return NOTHING
    return Decision(
        says=_asked(command.person, forgetting.forgetting, asked),
        due=(Due(at.now + DAILY, command),),
        erases=command.person,
        tombstones=_tombstones(command.person),
    )


def record(at: Circumstances, command: RecordForgetting, forgetting: Forgetting | None) -> Decision:
    """Keep what a service of home says; when all have cleared up, nobody needs the key any more."""
    if forgetting is None:
        return NOTHING
    services = {**forgetting.services, command.service: at.now} if command.cleared else forgetting.services
    receipts = {**forgetting.receipts, **{each.receipt: each for each in command.receipts}}
    heard = forgetting.but(services=services, receipts=receipts)
    if heard.destroyed or set(SERVICES) - services.keys():
        return Decision(states=(heard,))
    return Decision(states=(heard.but(destroyed=at.now),), destroys=forgetting.key)


def _left(at: Circumstances, person: object) -> list[Message]:
    """Where they are a member there is one fewer, and what they hold falls vacant. Of somebody whose key is gone nobody
    can tell any more, unless home kept a list of members beside their keys: the count stays one too high.
    """
    if not isinstance(person, Person):
        return []
    vacant = [each for network in person.memberships for each in left(at, person, network)]
    return [*counted(person.networks, []), *vacant]


def _asked(person: str, forgetting: str, services: Iterable[str]) -> tuple[Message, ...]:
    ids = {"person": person, "forgetting": forgetting}
    asks = {"events": ForgetRegistrations(**ids), "notify": ForgetDeliveries(**ids)}
    return tuple(asks[each] for each in services)


def _tombstones(person: str) -> tuple[Tombstone, ...]:
    return (Tombstone(PersonUpdated, person), Tombstone(PersonCommandRefused, refused_key(person)))
