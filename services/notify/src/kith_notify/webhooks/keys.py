"""The keys of a webhook. They are not kept anywhere: they follow from the secret of the node."""

import base64
from datetime import datetime

from kith_chassis.decision import Keyed
from kith_chassis.http.webhook_signature import PRIVATE, SHARED, public_key
from kith_contracts.pages.webhooks import WebhookKeys
from kith_notify.webhooks.webhook import OVERLAP, Webhook


def signing_keys(keyed: Keyed, webhook: Webhook, now: datetime) -> list[str]:
    """Those that sign now, the newest first: of each generation a shared secret, and an Ed25519 key."""
    generations = [webhook.generation]
    if webhook.rotated and now < webhook.rotated + OVERLAP:
        generations.append(webhook.generation - 1)
    return [
        _key(keyed, prefix, webhook.webhook, generation) for generation in generations for prefix in (SHARED, PRIVATE)
    ]


def keys_told(keyed: Keyed, webhook: Webhook, now: datetime) -> WebhookKeys:
    """What the receiver needs to check signatures."""
    found = signing_keys(keyed, webhook, now)
    return WebhookKeys(
        secrets=[each for each in found if each.startswith(SHARED)],
        public_keys=[public_key(each) for each in found if each.startswith(PRIVATE)],
    )


def _key(keyed: Keyed, prefix: str, webhook: str, generation: int) -> str:
    halves = [keyed("webhook", prefix, webhook, str(generation), half) for half in ("first", "second")]
    return prefix + base64.b64encode(bytes.fromhex("".join(halves))).decode()
