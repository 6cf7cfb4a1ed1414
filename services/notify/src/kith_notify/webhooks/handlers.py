"""The part of the catalogue about webhooks."""

from kith_chassis.catalogue import on, one
from kith_contracts.notify.webhooks import (
    NoteWebhook,
    RemoveWebhook,
    ReplayFacts,
    RotateWebhookKeys,
    SetWebhook,
    WebhookCommandRefused,
)
from kith_notify.journal.journal import NAME, Journal
from kith_notify.webhooks import webhook
from kith_notify.webhooks.webhook import Webhook, Webhooks

WEBHOOK = one(Webhook, "webhook")
ALL = one(Webhooks, lambda _m, at: at.body)
JOURNAL = one(Journal, lambda _m, _at: NAME)

HANDLERS = (
    on(SetWebhook, webhook.set_webhook, WebhookCommandRefused)(webhook=WEBHOOK, all=ALL, journal=JOURNAL),
    on(RemoveWebhook, webhook.remove_webhook, WebhookCommandRefused)(webhook=WEBHOOK, all=ALL),
    on(RotateWebhookKeys, webhook.rotate_keys, WebhookCommandRefused)(webhook=WEBHOOK),
    on(ReplayFacts, webhook.replay, WebhookCommandRefused)(webhook=WEBHOOK, journal=JOURNAL),
    on(NoteWebhook, webhook.note)(webhook=WEBHOOK),
)
