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
from kith_contracts.notify.webhooks import NoteWebhook, WebhookStatus
from kith_notify.journal.api import Wanted, page
from kith_notify.journal.handlers import SERVICES
from kith_notify.journal.journal import Entry, place
from kith_notify.webhooks import request
from kith_notify.webhooks.plan import pause_after
from kith_notify.webhooks.progress import Attempt, Progress, Retry, replay_key
from kith_notify.webhooks.webhook import MOST, Replay, Webhook

log = structlog.get_logger()
AT_ONCE: Final = 5
"""Requests to one server at the same time."""
PAGE: Final = 50
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
                    names = {each.webhook for each in await running.views.page(Webhook, "", "", MOST)}
                    if not served or served.keys() - names:
                        await progress.forget_all_but(names)
                    served = {name: task for name, task in served.items() if not task.done()}
                    for name in names - served.keys():
                        served[name] = tasks.create_task(_serve(running, progress, outgoing, name))
                except PASSING as error:
                    log.warning("looking for webhooks failed, trying again", error=told(error))
                await running.bell.after(heard, SOON)
    finally:
        await outgoing.close()


async def _serve(running: BodyService, progress: Progress, outgoing: Outgoing, name: str) -> None:
    """Send for one webhook, as long as there is one of this name."""
    while True:
        heard, pause = running.bell.rung, SOON
        try:
            webhook: Webhook | None = await running.views.get(Webhook.at(name))
            if webhook is None:
                return
            pause = await Round(running, progress, outgoing).run(webhook)
        except PASSING as error:
            log.warning("sending to a webhook failed, trying again", webhook=name, error=told(error))
        await running.bell.after(heard, LEAST, pause)


class Round:
    """One look at what there is to send to a webhook. Whoever sends for it holds it; several processes share them."""

    def __init__(self, running: BodyService, progress: Progress, outgoing: Outgoing) -> None:
        self._running, self._progress, self._outgoing = running, progress, outgoing
        self._now, self._chance = datetime.now(UTC), random.Random()

    async def run(self, webhook: Webhook) -> float:
        """Seconds until the next look, if nothing happens meanwhile."""
        name = webhook.webhook
        if webhook.status not in ("waiting", "active"):
            return LONGEST
        if (held := await self._progress.hold(name, webhook.start, self._now)) is None:
            return LONGEST
        if webhook.status == "waiting":
            await self._ask(webhook)
            return SOON
        due = await self._progress.due(name, self._now, PAGE)
        count, next_due = await self._progress.waiting(name)
        again = await self._send(webhook, due)
        fresh = count < MOST_WAITING and await self._send_new(webhook, held["position"])
        replayed = count < MOST_WAITING and await self._replay(webhook, held["replays"])
        if again or fresh or replayed:
            return 0.0
        left = (next_due - self._now).total_seconds() if next_due else LONGEST
        return min(max(left, 0.0), LONGEST)

    # What is sent

    async def _send_new(self, webhook: Webhook, position: int) -> bool:
        entries, come = await page(self._running, _wanted(webhook), position, PAGE)
        if come == position:
            return False
        now = datetime.now(UTC)
        await self._send(webhook, [Retry(each.number, 0, now) for each in entries], entries)
        await self._progress.advance(webhook.webhook, come, now)
        return True

    async def _replay(self, webhook: Webhook, replays: dict[str, int]) -> bool:
        for each in webhook.replays:
            position = replays.get(replay_key(each.id), each.first - 1)
            if position >= each.last:
                continue
            entries, come = await page(self._running, _wanted(webhook), position, PAGE)
            chosen = [entry for entry in entries if _is_of(entry, each)]
            now = datetime.now(UTC)
            await self._send(webhook, [Retry(entry.number, 0, now, each.id) for entry in chosen], chosen)
            done = each.last if come == position else come
            await self._progress.replayed(webhook.webhook, each.id, done)
            return True
        return False

    async def _send(self, webhook: Webhook, retries: Sequence[Retry], entries: Sequence[Entry] = ()) -> bool:
        """Send these facts; what is not taken waits to be sent again."""
        if not retries:
            return False
        if not entries:
            known: dict[str, Any] = await self._running.views.many(tuple(Entry.at(place(r.number)) for r in retries))
            found = {each.number: each for each in known.values()}
            lost = [each for each in retries if each.number not in found]
            await self._progress.note(webhook.webhook, [_too_old(each) for each in lost])
            retries = [each for each in retries if each.number in found]
            entries = [found[each.number] for each in retries]
        gate = asyncio.Semaphore(AT_ONCE)
        attempts = await asyncio.gather(
            *[self._attempt(gate, webhook, *each) for each in zip(retries, entries, strict=True)]
        )
        await self._progress.note(webhook.webhook, attempts)
        await self._judge(webhook, attempts)
        return True

    async def _attempt(self, gate: asyncio.Semaphore, webhook: Webhook, retry: Retry, entry: Entry) -> Attempt:
        async with gate:
            now = datetime.now(UTC)
            headers, content = request.of_fact(self._running.vault.keyed, webhook, entry, now)
            answer = await self._outgoing.send("POST", webhook.url, headers, content)
        return self._noted(retry, now, answer, taken=answer.accepted)

    def _noted(self, retry: Retry, now: datetime, answer: Answer, *, taken: bool) -> Attempt:
        pause = None if taken else pause_after(retry.attempts + 1, answer.headers, self._chance)
        following = None if pause is None or answer.status == GONE else datetime.now(UTC) + timedelta(seconds=pause)
        excerpt = answer.excerpt.decode("utf-8", "replace")
        return Attempt(retry, now, answer.status, answer.trouble, answer.seconds, excerpt, following)

    # What follows of it

    async def _ask(self, webhook: Webhook) -> None:
        """Ask the server, if it is time to, whether it agrees to receive facts (CloudEvents 1.0.2, web hooks, 4)."""
        now, origin = datetime.now(UTC), request.origin_of(self._running)
        retry, following = await self._progress.handshake(webhook.webhook, webhook.version, now)
        if following > now:
            return
        answer = await self._outgoing.send("OPTIONS", webhook.url, request.of_handshake(origin))
        agreed = answer.accepted and request.agrees(answer.headers, origin)
        attempt = self._noted(retry, now, answer, taken=agreed)
        await self._progress.note(webhook.webhook, [attempt])
        if agreed:
            await self._progress.forget_handshakes(webhook.webhook)
            await self._note(webhook, "active")
        elif attempt.next is None:
            await self._note(webhook, "stopped", "gone" if answer.status == GONE else "no-handshake")

    async def _judge(self, webhook: Webhook, attempts: Sequence[Attempt]) -> None:
        """Stop where the server wants nothing any more, or has taken nothing since what is now given up was new."""
        if any(each.status == GONE for each in attempts):
            await self._note(webhook, "stopped", "gone")
        given_up = [each.retry for each in attempts if each.next is None and not _is_taken(each)]
        if not given_up:
            return
        last = await self._progress.last_taken(webhook.webhook)
        if last is None or last < min(each.since for each in given_up):
            await self._note(webhook, "stopped", "failing")

    async def _note(self, webhook: Webhook, status: WebhookStatus, reason: str = "") -> None:
        if status == "stopped":
            log.warning("a webhook was stopped", webhook=webhook.webhook, reason=reason)
        command = NoteWebhook(webhook=webhook.webhook, version=webhook.version, status=status, reason=reason)
        await self._running.submit(command, source=self._running.source)


def _wanted(webhook: Webhook) -> Wanted:
    return Wanted(SERVICES, webhook.types, webhook.names)


def _is_of(entry: Entry, replay: Replay) -> bool:
    return entry.number <= replay.last and (replay.since is None or entry.appended >= replay.since)


def _is_taken(attempt: Attempt) -> bool:
    return not attempt.trouble and attempt.status is not None and attempt.status // 100 == 2  # noqa: PLR2004


def _too_old(retry: Retry) -> Attempt:
    """The fact is in the journal no more."""
    return Attempt(retry, datetime.now(UTC), None, "too-old", 0.0, "", None)
