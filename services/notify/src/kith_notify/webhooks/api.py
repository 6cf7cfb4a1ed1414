"""Webhooks over HTTP: how each stands, its keys, what was tried."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query

from kith_chassis.http.answer import TROUBLES
from kith_chassis.http.api import Find, Refused
from kith_chassis.service import BodyService
from kith_contracts.pages.webhooks import OwnWebhook, WebhookAttempt, WebhookKeys
from kith_contracts.words import BodySlug, Slug
from kith_notify.webhooks.keys import keys_told
from kith_notify.webhooks.progress import Progress
from kith_notify.webhooks.webhook import MOST, SENTENCES, Webhook

TOO_OLD = "The fact was in the journal no more when its turn came."
MOST_ATTEMPTS = 500


def add(routes: APIRouter, find: Find) -> None:
    """The reads of webhooks."""

    @routes.get("/webhooks", operation_id="notify-webhooks", summary="The webhooks of the organisation.")
    async def webhooks(body: BodySlug) -> list[OwnWebhook]:
        running = find(body)
        progress = _progress(running)
        return [await _told(progress, each) for each in await running.views.page(Webhook, "", "", MOST)]

    @routes.get(
        "/webhooks/{webhook}/keys",
        operation_id="notify-webhook-keys",
        summary="By what the receiver of a webhook checks signatures.",
    )
    async def keys(body: BodySlug, webhook: Slug) -> WebhookKeys:
        running = find(body)
        return keys_told(running.vault.keyed, await _found(running, webhook), datetime.now(UTC))

    @routes.get(
        "/webhooks/{webhook}/attempts",
        operation_id="notify-webhook-attempts",
        summary="What was sent to a webhook in the last 30 days, and what it answered; the newest first.",
    )
    async def attempts(
        body: BodySlug, webhook: Slug, most: Annotated[int, Query(ge=1, le=MOST_ATTEMPTS)] = 100
    ) -> list[WebhookAttempt]:
        running = find(body)
        found = await _found(running, webhook)
        return [_attempt(each) for each in await _progress(running).attempts(found.place, most)]


def _progress(running: BodyService) -> Progress:
    return Progress(running.ledger.about.database, "")


async def _found(running: BodyService, webhook: str) -> Webhook:
    found: Webhook | None = await running.views.get(Webhook.at(f"{running.body}/{webhook}"))
    if found is None:
        raise Refused(404, "webhook-unknown", "There is no webhook of this name.", "webhook")
    return found


async def _told(progress: Progress, webhook: Webhook) -> OwnWebhook:
    waiting, following = await progress.waiting(webhook.place)
    position = await progress.position(webhook.place)
    return OwnWebhook(
        webhook=webhook.webhook,
        url=webhook.url,
        types=list(webhook.types),
        names=list(webhook.names),
        status=webhook.status,
        reason=webhook.reason,
        sentence=SENTENCES[webhook.reason],
        mailed=webhook.mailed,
        sent_up_to=webhook.start if position is None else position,
        to_send_again=waiting,
        next_attempt=following,
    )


def _attempt(found: dict[str, Any]) -> WebhookAttempt:
    known = {name: found[name] for name in ("number", "attempt", "at", "status", "trouble", "excerpt", "next")}
    sentence = TROUBLES.get(found["trouble"], TOO_OLD if found["trouble"] else "")
    return WebhookAttempt(**known, sentence=sentence, milliseconds=round(found["seconds"] * 1000))
