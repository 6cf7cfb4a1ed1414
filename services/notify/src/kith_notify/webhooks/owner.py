"""The mail when a webhook was stopped, to those who speak for the organisation: one each time, with what to do."""

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Final
from urllib.parse import urlsplit

import structlog

from kith_chassis.service import BodyService
from kith_contracts.notify.webhooks import Mailed
from kith_notify.mail import smtp
from kith_notify.mail.letter import fill, headed
from kith_notify.webhooks.webhook import SENTENCES, Webhook

log = structlog.get_logger()
AGAIN: Final = 60.0
"""Seconds until a mail is tried again that the server did not take."""


class OwnerMail:
    """Of one webhook, in one process."""

    def __init__(self, running: BodyService) -> None:
        self._running = running
        self._not_before = 0.0

    async def send(self, webhook: Webhook) -> Mailed | None:
        """What came of it; None if it is tried again later."""
        if not (address := address_of(self._running)):
            return "nobody"
        if time.monotonic() < self._not_before:
            return None
        mail = letter(webhook, address, self._running, datetime.now(UTC))
        [sent] = await smtp.send(self._running.settings.smtp_url.get_secret_value(), [mail])
        if sent.told:
            return "sent"
        log.warning("the mail server has not taken a mail about a webhook", reason=sent.reason)
        self._not_before = time.monotonic() + AGAIN
        return "failed" if sent.permanent else None


def address_of(running: BodyService) -> str:
    """Of those who speak for the organisation, else where answers to its mails are read; empty if neither is set."""
    settings = running.settings
    return (settings.mail_administrators or settings.mail_reply_to).format(body=running.body)


def letter(webhook: Webhook, address: str, running: BodyService, now: datetime) -> EmailMessage:
    """Its Message-ID is that of this stop: a mail that is sent again after a crash is the same mail."""
    settings = running.settings
    house = smtp.house_of(running)
    name = webhook.webhook.partition("/")[2]
    id = running.vault.keyed("stopped-webhook", webhook.place, str(webhook.version))
    mail = headed(id, address, f"Your system {name} needs you", house, now)
    words = {"name": name, "server": urlsplit(webhook.url).hostname, "sentence": SENTENCES[webhook.reason]}
    fill(mail, "stopped", {**words, "home": house.name, "pages": settings.console_url})
    return mail
