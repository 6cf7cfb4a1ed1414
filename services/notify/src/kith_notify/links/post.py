"""Mails a link to who has an address, a moment after it was asked for, so that the answer cannot tell whether anybody
has it.
"""

import asyncio
import random
import secrets
import time
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from typing import Final

import structlog

from kith_chassis.errors import PASSING, told
from kith_chassis.http.limits import Rates
from kith_chassis.service import BodyService
from kith_notify.links.letter import letter
from kith_notify.links.store import Link, Links
from kith_notify.mail import smtp
from kith_notify.recipients.recipient import Recipient, address_tag, plain

log = structlog.get_logger()
TOKEN_BYTES: Final = 32
LATER: Final = (0.5, 1.5)
"""Seconds after the answer, at random, at which anything is looked up."""
AGAIN: Final = (2.0, 15.0, 60.0)
"""Seconds until a mail is tried again that the server did not take."""
EVERY: Final = 14 * 60.0
"""Seconds until another link goes to an address that was asked for too often; the one before is still good then."""
MOST_SHARING: Final = 5
"""People who share one mail address; each gets a link of their own."""
MOST_WAITING: Final = 200
"""Links at once that are looked up or mailed."""


def links_of(running: BodyService) -> Links:
    """Where the links of a body are kept."""
    return Links(running.ledger.about.database["links"])


class Asked:
    """What was asked for lately, by network address and by the keyed hash of a mail address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._by_place = Rates(20 / 60, clock, burst=180)  # 60 at once, 20 a minute for long
        self._by_address = Rates(1 / EVERY, clock, burst=3 * EVERY)  # three at once, then one each time

    def wait_of(self, place: Hashable) -> int:
        """Count who asks; 0 if they may, else the seconds to wait."""
        return self._by_place.take(place)

    def enough(self, address: Hashable) -> bool:
        """Count a link for this address; whether enough are on their way there."""
        return self._by_address.take(address) > 0


class LinkPost:
    """Links that are being mailed."""

    def __init__(self) -> None:
        self.asked = Asked()
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, running: BodyService, address: str) -> None:
        """Mail a link to who has this address, unless enough are on their way there. Nobody learns which."""
        tag = address_tag(running.vault.keyed, address)
        if self.asked.enough((running.body, tag)):
            return
        if len(self._tasks) >= MOST_WAITING:
            log.warning("too many links are asked for at once: one was not mailed", body=running.body)
            return
        task = asyncio.create_task(_mail(running, tag))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _mail(running: BodyService, tag: str) -> None:
    await asyncio.sleep(random.SystemRandom().uniform(*LATER))
    try:
        found: list[Recipient] = await running.views.tagged(Recipient, (tag,), "", MOST_SHARING)
        for recipient in found:
            await _send(running, recipient)
    except PASSING as error:
        log.warning("a link was not mailed, who wants it asks again", error=told(error))


async def _send(running: BodyService, recipient: Recipient) -> None:
    """Keep a link, and mail it. If the mail server never takes it, whoever wants one asks again."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), datetime.now(UTC)
    await links_of(running).keep(token, Link(recipient.person, plain(recipient.mailed_at)), now)
    body, settings = running.body, running.settings
    house = smtp.house_of(running)
    mail = letter(recipient, f"{settings.console_url}/{body}/link/{token}", house=house, now=now)
    for pause in (*AGAIN, None):
        [sent] = await smtp.send(settings.smtp_url.get_secret_value(), [mail])
        if sent.told:
            return
        log.warning("the mail server has not taken a link", reason=sent.reason)
        if sent.permanent or pause is None:
            return
        await asyncio.sleep(pause)
