"""Mail over SMTP: one connection for a batch, and a word for each mail: sent, try later, or never."""

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

import aiosmtplib

TIMEOUT: Final = 20.0
PERMANENT: Final = 500


class Sent(NamedTuple):
    """What the server said to one mail. `reason` has the reply code and no address."""

    told: bool
    permanent: bool = False
    reason: str = ""


async def send(url: str, mails: Sequence[EmailMessage]) -> list[Sent]:
    """Send these over one connection, in order. A server that is away is a reason to try later, for each of them."""
    try:
        async with _client(url) as client:
            return [await _send_one(client, mail) for mail in mails]
    except (aiosmtplib.SMTPException, OSError) as error:
        return [Sent(told=False, reason=type(error).__name__)] * len(mails)


async def _send_one(client: aiosmtplib.SMTP, mail: EmailMessage) -> Sent:
    try:
        await client.send_message(mail)
    except aiosmtplib.SMTPRecipientsRefused as error:
        return _refused(error.recipients[0].code)
    except aiosmtplib.SMTPResponseException as error:
        return _refused(error.code)
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
