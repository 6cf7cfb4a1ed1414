"""Mail over SMTP: one connection for a batch, and a word for each mail: sent, try later, or never."""

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

import aiosmtplib

from kith_chassis.service import BodyService
from kith_notify.mail.house import House

TIMEOUT: Final = 20.0
PERMANENT: Final = 500


class Sent(NamedTuple):
    """What the server said to one mail. `reason` has the reply code and no address."""

    told: bool
    permanent: bool = False
    reason: str = ""


def house_of(running: BodyService) -> House:
    """Of the body of this service."""
    body, settings = running.body, running.settings
    sender, reply_to = settings.mail_from.format(body=body), settings.mail_reply_to.format(body=body)
    return House(body, sender, reply_to, settings.console_url, running.vault.keyed)


async def send(url: str, mails: Sequence[EmailMessage]) -> list[Sent]:
    """Send these over one connection, in order. A server that is away, or goes away, is a reason to try later, for
    each mail that it has not taken.
    """
    results: list[Sent] = []
    why = ""
    try:
        async with _client(url) as client:
            for mail in mails:
                results.append(await _send_one(client, mail))  # noqa: PERF401 - what was taken before a fault is kept
    except (aiosmtplib.SMTPException, OSError) as error:
        why = type(error).__name__
    return results + [Sent(told=False, reason=why)] * (len(mails) - len(results))


async def _send_one(client: aiosmtplib.SMTP, mail: EmailMessage) -> Sent:
    try:
        await client.send_message(mail)
    except aiosmtplib.SMTPRecipientsRefused as error:
        return _refused(error.recipients[0].code)
    except aiosmtplib.SMTPResponseException as error:
        return _refused(error.code)
    except aiosmtplib.SMTPNotSupported as error:
        return Sent(told=False, permanent=True, reason=type(error).__name__)
    return Sent(told=True)


def _refused(code: int) -> Sent:
    return Sent(told=False, permanent=code >= PERMANENT, reason=f"SMTP {code}")


def _client(url: str) -> aiosmtplib.SMTP:
    parts = urlsplit(url)
    return aiosmtplib.SMTP(
        hostname=parts.hostname or "127.0.0.1",
        port=parts.port or (465 if parts.scheme == "smtps" else 25),
        use_tls=parts.scheme == "smtps",
        start_tls=None if parts.username else False,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        timeout=TIMEOUT,
    )
