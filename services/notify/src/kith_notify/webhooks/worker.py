"""Sends facts to webhooks: the new ones in order, some at a time, and again what was not taken."""

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from uuid_utils import uuid7

from kith_chassis.bell import LONGEST
from kith_chassis.errors import PASSING, told
from kith_chassis.http.answer import Answer
from kith_chassis.http.client import Outgoing
from kith_chassis.http.destination import Reach
from kith_chassis.service import BodyService
from kith_contracts.notify.webhooks import NoteWebhook
from kith_notify.journal.api import Wanted, page
from kith_notify.journal.handlers import SERVICES
from kith_notify.journal.journal import Entry, place
from kith_notify.webhooks import request
from kith_notify.webhooks.owner import AGAIN, OwnerMail
from kith_notify.webhooks.plan import pause_after
from kith_notify.webhooks.progress import Attempt, Progress, Retry, replay_key, too_old
from kith_notify.webhooks.webhook import MOST, Webhook

log = structlog.get_logger()
AT_ONCE: Final = 5
"""Requests to one server at the same time."""
PAGE: Final = 50
"""Facts of one round."""
MOST_WAITING: Final = 200
"""Facts of one webhook that wait to be sent again; while there are so many, no new ones are tried."""
LEAST: Final = 0.2
SOON: Final = 1.0
"""Seconds between two looks: at least, and where something is expected."""
GONE: Final = 410


async def send_webhooks(running: BodyService) -> None:
    """Send until cancelled: each webhook by itself, so that a slow server holds up no other."""
    settings = running.settings
    progress = Progress(running.ledger.about.database, uuid7().hex)
    await progress.prepare()
    outgoing = Outgoing(Reach(settings.webhook_inside, settings.webhook_ca_file))
    try:
        async with asyncio.TaskGroup() as tasks:
            served = dict[str, asyncio.Task[None]]()
            while True:
                heard = running.bell.rung
                try:
                    there = {each.place: each for each in await running.views.page(Webhook, "", "", MOST)}
                    if not served or served.keys() - there.keys():
                        await progress.forget_all_but(there)
                    served = {place: task for place, task in served.items() if not task.done()}
                    for place in there.keys() - served.keys():
                        served[place] = tasks.create_task(_serve(running, progress, outgoing, there[place]))
                except PASSING as error:
                    log.warning("looking for webhooks failed, trying again", error=told(error))
                await running.bell.after(heard, SOON)
    finally:
        await outgoing.close()


async def _serve(running: BodyService, progress: Progress, outgoing: Outgoing, made: Webhook) -> None:
    """Send for one webhook, as long as it is there. A round sees it as it is now, and not as it was."""
    stopped, mail = 0, OwnerMail(running)
    while True:
        heard, pause = running.bell.rung, SOON
        try:
            webhook: Webhook | None = await running.views.get(Webhook.at(made.webhook))
            if webhook is None or webhook.made != made.made:
                return
            if webhook.version != stopped:
                work = Round(running, progress, outgoing, webhook, mail)
                pause = await work.run()
                stopped = webhook.version if work.stopped else 0
        except PASSING as error:
            log.warning("sending to a webhook failed, trying again", webhook=made.webhook, error=told(error))
        await running.bell.after(heard, LEAST, pause)


class Round:
    """One look at what there is to send to a webhook. Whoever sends for it holds it; several processes share them."""

    def __init__(
        self, running: BodyService, progress: Progress, outgoing: Outgoing, webhook: Webhook, mail: OwnerMail
    ) -> None:
        self._running, self._progress, self._outgoing, self._mail = running, progress, outgoing, mail
        self._webhook, self._place, self._chance = webhook, webhook.place, random.Random()
        self.stopped = False
        """Whether the server is to be left alone: nothing more is sent for this version."""

    async def run(self) -> float:
        """Seconds until the next look, if nothing happens meanwhile."""
        webhook, now = self._webhook, datetime.now(UTC)
        if webhook.status not in ("waiting", "active") and webhook.mailed != "due":
            return LONGEST
        if (held := await self._progress.hold(self._place, webhook.start, now)) is None:
            return LONGEST
        if webhook.mailed == "due":
            return await self._tell_owner()
        if webhook.status == "waiting":
            await self._ask()
            return SOON
        due = await self._progress.due(self._place, now, PAGE)
        count, next_due = await self._progress.waiting(self._place)
        again = await self._send_again(due)
        fresh = count < MOST_WAITING and await self._send_new(held["position"])
        replayed = count < MOST_WAITING and await self._replay(held["replays"])
        if again or fresh or replayed:
            return 0.0
        left = (next_due - now).total_seconds() if next_due else LONGEST
        return min(max(left, 0.0), LONGEST)

    # What is sent

    async def _send_again(self, due: Sequence[Retry]) -> bool:
        known: dict[str, Any] = await self._running.views.many(tuple(Entry.at(place(each.number)) for each in due))
        found = {each.number: each for each in known.values()}
        await self._progress.note(self._place, [too_old(each) for each in due if each.number not in found])
        return bool(await self._send([(each, found[each.number]) for each in due if each.number in found]))

    async def _send_new(self, position: int) -> bool:
        entries, come = await page(self._running, self._wanted, position, PAGE)
        if come == position:
            return False
        now = datetime.now(UTC)
        sent = await self._send([(Retry(each.number, 0, now), each) for each in entries])
        if sent == len(entries):
            await self._progress.advance(self._place, come, datetime.now(UTC))
        elif sent:
            await self._progress.advance(self._place, entries[sent - 1].number, datetime.now(UTC))
        return True

    async def _replay(self, replays: dict[str, int]) -> bool:
        """Some of the first span that waits; a new span begins once it is over."""
        if not self._webhook.replays or self.stopped:
            return False
        span = self._webhook.replays[0]
        position = replays.get(replay_key(span.id), span.first - 1)
        entries, come = await page(self._running, self._wanted, position, PAGE)
        chosen = [each for each in entries if span.has(each)]
        now = datetime.now(UTC)
        if await self._send([(Retry(each.number, 0, now, span.id), each) for each in chosen]) < len(chosen):
            return True
        if come != position and come < span.last:
            await self._progress.replayed(self._place, span.id, come)
            return True
        await self._progress.replayed(self._place, span.id, None)
        await self._note(NoteWebhook(**self._named, status="active", replayed=span.id))
        return False

    async def _send(self, facts: Sequence[tuple[Retry, Entry]]) -> int:
        """Send these, a handful at a time; what is not taken waits to be sent again. The result is how many were tried:
        not all, if the webhook is another by then, another process has it, or the server is to be left alone.
        """
        for first in range(0, len(facts), AT_ONCE):
            if self.stopped or (first and not await self._still_ours()):
                return first
            handful = facts[first : first + AT_ONCE]
            attempts = list(await asyncio.gather(*[self._attempt(retry, entry) for retry, entry in handful]))
            await self._progress.note(self._place, attempts)
            await self._judge(attempts)
        return len(facts)

    async def _still_ours(self) -> bool:
        known: Webhook | None = await self._running.views.get(Webhook.at(self._webhook.webhook))
        if known is None or (known.url, known.status, known.made) != self._as_known:
            return False
        self._webhook = known
        return await self._progress.hold(self._place, known.start, datetime.now(UTC)) is not None

    @property
    def _as_known(self) -> tuple[str, str, int]:
        return (self._webhook.url, self._webhook.status, self._webhook.made)

    @property
    def _wanted(self) -> Wanted:
        return Wanted(SERVICES, self._webhook.types, self._webhook.names)

    @property
    def _named(self) -> dict[str, Any]:
        return {"webhook": self._webhook.webhook, "version": self._webhook.version}

    async def _attempt(self, retry: Retry, entry: Entry) -> Attempt:
        now = datetime.now(UTC)
        headers, content = request.of_fact(self._running.vault.keyed, self._webhook, entry, now)
        answer = await self._outgoing.send("POST", self._webhook.url, headers, content)
        return self._noted(retry, now, answer, taken=answer.accepted)

    def _noted(self, retry: Retry, now: datetime, answer: Answer, *, taken: bool) -> Attempt:
        pause = None if taken else pause_after(retry.attempts + 1, answer.headers, self._chance, now)
        following = None if pause is None else datetime.now(UTC) + timedelta(seconds=pause)
        excerpt = answer.excerpt.decode("utf-8", "replace")
        return Attempt(retry, now, answer.status, answer.trouble, answer.seconds, excerpt, following)

    # What follows of it

    async def _ask(self) -> None:
        """Ask the server, if it is time to, whether it agrees to receive facts (CloudEvents 1.0.2, web hooks, 4)."""
        now, origin, webhook = datetime.now(UTC), request.origin_of(self._running), self._webhook
        retry, following = await self._progress.handshake(self._place, webhook.version, now)
        if following > now:
            return
        answer = await self._outgoing.send("OPTIONS", webhook.url, request.of_handshake(origin))
        agreed = answer.accepted and request.agrees(answer.headers, origin)
        attempt = self._noted(retry, now, answer, taken=agreed)
        await self._progress.note(self._place, [attempt])
        if agreed:
            await self._progress.forget_handshakes(self._place)
            await self._note(NoteWebhook(**self._named, status="active"))
        elif answer.status == GONE or attempt.next is None:
            await self._stop("gone" if answer.status == GONE else "no-handshake")

    async def _judge(self, attempts: Sequence[Attempt]) -> None:
        """Stop where the server wants nothing any more, or has taken nothing since what is now given up was new. What
        it has not taken waits until the webhook is set again.
        """
        given_up = [each for each in attempts if each.next is None and not each.taken]
        last = await self._progress.last_taken(self._place) if given_up else None
        failing = bool(given_up) and (last is None or last < min(each.retry.since for each in given_up))
        if failing:
            now = datetime.now(UTC)
            kept = [each.retry._replace(attempts=0, since=now) for each in given_up]
            await self._progress.keep(self._place, kept, now)
        if any(each.status == GONE for each in attempts):
            await self._stop("gone")
        elif failing:
            await self._stop("failing")

    async def _stop(self, reason: str) -> None:
        self.stopped = True
        log.warning("a webhook was stopped", webhook=self._webhook.webhook, reason=reason)
        await self._note(NoteWebhook(**self._named, status="stopped", reason=reason))

    async def _tell_owner(self) -> float:
        """Seconds until it is tried again. Sent once, it is not sent again while that is being noted."""
        if (mailed := await self._mail.send(self._webhook)) is None:
            return AGAIN
        self.stopped = True
        await self._note(NoteWebhook(**self._named, status="stopped", mailed=mailed))
        return LONGEST

    async def _note(self, command: NoteWebhook) -> None:
        await self._running.submit(command, source=self._running.source)
