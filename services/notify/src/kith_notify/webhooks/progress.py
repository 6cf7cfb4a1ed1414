"""How far each webhook is, what has to be sent again, and what was tried: written by the worker alone.

It is not on the path of a message: a fact that is sent twice has the same id, so nothing here must happen exactly once.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from pymongo import ASCENDING, DeleteOne, IndexModel, ReplaceOne
from pymongo.errors import DuplicateKeyError

KEPT: Final = timedelta(days=30)
"""How long an attempt is shown."""
LEASE: Final = timedelta(seconds=40)
"""How long after the death of a process another goes on; longer than two requests take."""


class Retry(NamedTuple):
    """A fact that has to be sent, again or anew."""

    number: int
    attempts: int
    """How many there were."""
    since: datetime
    """When it was first tried."""
    round: str = ""
    """The id of the replay that it is of; empty for the first time."""


class Attempt(NamedTuple):
    """What became of one request."""

    retry: Retry
    at: datetime
    status: int | None
    trouble: str
    seconds: float
    excerpt: str
    next: datetime | None

    @property
    def taken(self) -> bool:
        """Whether the server has taken the fact."""
        return not self.trouble and self.status is not None and self.status // 100 == 2  # noqa: PLR2004


class Progress:
    """Of all webhooks of one body, in one database."""

    def __init__(self, database: Any, owner: str) -> None:
        """`owner` names this process."""
        self._webhooks, self._retries = database["webhooks"], database["webhook_retries"]
        self._attempts, self._owner = database["webhook_attempts"], owner

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._retries.create_indexes([IndexModel([("webhook", ASCENDING), ("next", ASCENDING)])])
        until = IndexModel("until", expireAfterSeconds=0)
        await self._attempts.create_indexes([until, IndexModel([("webhook", ASCENDING), ("at", ASCENDING)])])

    async def hold(self, webhook: str, start: int, now: datetime) -> dict[str, Any] | None:
        """Be the one that sends, for ten seconds more; None if another process is. A new one begins after `start`."""
        free = {"_id": webhook, "$or": [{"owner": self._owner}, {"until": {"$lt": now}}]}
        mine = {"owner": self._owner, "until": now + LEASE}
        found: dict[str, Any] | None = await self._webhooks.find_one_and_update(
            free, {"$set": mine}, return_document=True
        )
        if found is None:
            try:
                await self._webhooks.insert_one({"_id": webhook, **mine, "position": start, "replays": {}})
            except DuplicateKeyError:
                return None
            found = {"position": start, "replays": {}}
        return found

    async def due(self, webhook: str, now: datetime, most: int) -> list[Retry]:
        """The facts that are to be tried again by now, the longest due first."""
        wanted = {"webhook": webhook, "number": {"$gt": 0}, "next": {"$lte": now}}
        found = self._retries.find(wanted).sort("next", 1).limit(most)
        return [_retry(each) for each in await found.to_list(most)]

    async def waiting(self, webhook: str) -> tuple[int, datetime | None]:
        """How many facts wait to be sent again, and when the next is due."""
        wanted = {"webhook": webhook, "number": {"$gt": 0}}
        count = await self._retries.count_documents(wanted)
        first = await self._retries.find(wanted).sort("next", 1).limit(1).to_list(1)
        return count, first[0]["next"] if first else None

    async def note(self, webhook: str, attempts: Iterable[Attempt]) -> None:
        """Keep what came of these, and what is tried again when."""
        attempts = list(attempts)
        if not attempts:
            return
        await self._attempts.insert_many([_shown(webhook, each) for each in attempts])
        await self._retries.bulk_write([_again(webhook, each) for each in attempts])

    async def keep(self, webhook: str, retries: Iterable[Retry], now: datetime) -> None:
        """These begin anew once the webhook is set again."""
        for each in retries:
            known = {"_id": _place(webhook, each), "webhook": webhook, "next": now, **each._asdict()}
            await self._retries.replace_one({"_id": known["_id"]}, known, upsert=True)

    async def advance(self, webhook: str, position: int, now: datetime) -> None:
        """All facts up to this number are sent, or wait to be sent again."""
        found = {"_id": webhook, "owner": self._owner}
        await self._webhooks.update_one(found, {"$set": {"position": position, "until": now + LEASE}})

    async def replayed(self, webhook: str, replay: str, position: int | None) -> None:
        """A replay has come to this number; None if it is over."""
        field = f"replays.{replay_key(replay)}"
        change = {"$unset": {field: ""}} if position is None else {"$set": {field: position}}
        await self._webhooks.update_one({"_id": webhook}, change)

    async def position(self, webhook: str) -> int | None:
        """The number up to which all was tried; None if nothing was."""
        found = await self._webhooks.find_one({"_id": webhook}, {"position": 1})
        return found["position"] if found else None

    async def attempts(self, webhook: str, most: int, before: datetime | None = None) -> list[dict[str, Any]]:
        """What was tried, the newest first."""
        wanted: dict[str, Any] = {"webhook": webhook} | ({"at": {"$lt": before}} if before else {})
        found: list[dict[str, Any]] = await self._attempts.find(wanted).sort("at", -1).limit(most).to_list(most)
        return found

    async def last_taken(self, webhook: str) -> datetime | None:
        """When something was last taken, of what is still shown."""
        found = self._attempts.find({"webhook": webhook, "taken": True}).sort("at", -1).limit(1)
        taken = await found.to_list(1)
        return taken[0]["at"] if taken else None

    async def handshake(self, webhook: str, version: int, now: datetime) -> tuple[Retry, datetime]:
        """The question whether its server agrees, to this version of it, and when to ask."""
        retry = Retry(0, 0, now, str(version))
        found = await self._retries.find_one({"_id": _place(webhook, retry)})
        return (_retry(found), found["next"]) if found else (retry, now)

    async def forget_handshakes(self, webhook: str) -> None:
        """Its server has agreed."""
        await self._retries.delete_many({"webhook": webhook, "number": 0})

    async def forget_all_but(self, webhooks: Iterable[str]) -> None:
        """Drop what is kept of webhooks that are there no more."""
        known = list(webhooks)
        await self._webhooks.delete_many({"_id": {"$nin": known}})
        for collection in (self._retries, self._attempts):
            await collection.delete_many({"webhook": {"$nin": known}})


def too_old(retry: Retry) -> Attempt:
    """The fact is in the journal no more."""
    return Attempt(retry, datetime.now(UTC), None, "too-old", 0.0, "", None)


def replay_key(id: str) -> str:
    """The id of a replay as the name of a field: it may have dots."""
    return id.replace(".", "_").replace("$", "_")


def _place(webhook: str, retry: Retry) -> str:
    return f"{webhook}/{retry.number}/{retry.round}"


def _retry(found: dict[str, Any]) -> Retry:
    return Retry(found["number"], found["attempts"], found["since"], found["round"])


def _again(webhook: str, attempt: Attempt) -> Any:
    place = _place(webhook, attempt.retry)
    if attempt.next is None:
        return DeleteOne({"_id": place})
    known = attempt.retry._replace(attempts=attempt.retry.attempts + 1)._asdict()
    return ReplaceOne({"_id": place}, {"_id": place, "webhook": webhook, "next": attempt.next, **known}, upsert=True)


def _shown(webhook: str, attempt: Attempt) -> dict[str, Any]:
    known = {name: getattr(attempt, name) for name in ("at", "status", "trouble", "seconds", "excerpt", "next")}
    made = {"webhook": webhook, "number": attempt.retry.number, "attempt": attempt.retry.attempts + 1}
    return {**made, **known, "taken": attempt.taken, "until": datetime.now(UTC) + KEPT}
