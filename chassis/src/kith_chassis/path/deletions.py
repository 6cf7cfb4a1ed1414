"""What one batch deletes: states that were decided away, all that is kept of a person, and the person's key."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import DeleteOne, UpdateOne

from kith_chassis.errors import Conflict


@dataclass(slots=True)
class Forgetting:
    """Collected while a batch is decided, written first in its transaction: a state may be made anew after it."""

    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By path, what the document must be like to be deleted."""
    persons: set[str] = field(default_factory=set)
    keys: list[UpdateOne] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.states or self.persons or self.keys)

    def state(self, path: str, revision: int, *, guarded: bool) -> None:
        """Delete this state as it was decided on; one that another guards, as it is."""
        self.states[path] = {"_id": path} if guarded else {"_id": path, "revision": revision}

    def person(self, person: str, key_id: str, now: datetime) -> None:
        """Delete all that is kept of this person here, and take in nothing more about them anywhere in this body."""
        self.persons.add(person)
        self.keys.append(UpdateOne({"_id": key_id}, {"$min": {"forgotten": now}}, upsert=True))

    def key(self, key_id: str) -> None:
        """Destroy a key: what is left says that there was one, so that no other is made."""
        self.keys.append(UpdateOne({"_id": key_id}, {"$unset": {"wrapped": "", "day": ""}}))

    async def write(self, states: Any, about_people: Iterable[Any], keys: Any, session: Any) -> None:
        """Delete; documents of `about_people` name their person. Raises Conflict if a state has moved on."""
        if self.states:
            gone = await states.bulk_write([DeleteOne(each) for each in self.states.values()], session=session)
            if gone.deleted_count != len(self.states):
                raise Conflict("a state has moved on")
        if self.persons:
            for collection in about_people:
                await collection.delete_many({"person": {"$in": list(self.persons)}}, session=session)
        if self.keys:
            await keys.bulk_write(self.keys, session=session)
