"""The mail with a link. Neither its subject nor its first line tells what it is about."""

from datetime import datetime
from email.message import EmailMessage
from typing import Final
from uuid import uuid4

from kith_notify.links.store import LIFE
from kith_notify.mail.house import House
from kith_notify.mail.letter import fill, headed
from kith_notify.recipients.recipient import Recipient

SUBJECT: Final = "Kith"
"""As the pages behind sign-in are called, and no more."""


def letter(recipient: Recipient, link: str, *, house: House, now: datetime) -> EmailMessage:
    """To the address that home knows, whatever was typed."""
    mail = headed(uuid4().hex, recipient.mailed_at, SUBJECT, house, now)
    minutes = int(LIFE.total_seconds() // 60)
    words = {"name": " ".join(recipient.name.split()), "home": house.name, "link": link, "minutes": minutes}
    fill(mail, "link", words)
    return mail
