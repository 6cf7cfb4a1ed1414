"""Fetches a feed: from a file, or from the internet and never from the inside of a network."""

import asyncio
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final

from kith_chassis.http.answer import REFUSED_ADDRESS, TOO_LARGE, TOO_SLOW, TROUBLES, Answer
from kith_chassis.http.client import Outgoing
from kith_chassis.http.destination import Reach
from kith_cli.errors import StackError
from kith_commons.formats.site_calendar import MOST_BYTES

SECONDS: Final = 30.0
OWN_WORDS: Final = {
    TOO_LARGE: f"The feed is larger than {MOST_BYTES:,} bytes. Let the site leave out what is over.",
    TOO_SLOW: f"The feed did not come within {SECONDS:.0f} seconds. It is read again next time.",
    REFUSED_ADDRESS: "The feed is not read: its address is not on the internet, or not as it must be. If the site is "
    "in your own network, allow that network with --inside.",
}
WEB: Final = ("http://", "https://")


def fetched(place: str, inside: str) -> bytes:
    """What is there. Raises StackError with what to do, and OSError for a file."""
    if not place.startswith(WEB):
        path = Path(place)
        if path.stat().st_size > MOST_BYTES:
            raise StackError(OWN_WORDS[TOO_LARGE])
        return path.read_bytes()
    answer = asyncio.run(_get(place, Reach(_networks(inside))))
    if answer.trouble:
        words = OWN_WORDS.get(answer.trouble) or TROUBLES[answer.trouble].replace("Nothing was sent: ", "Not read: ")
        raise StackError(words)
    if answer.status != 200:  # noqa: PLR2004 - anything else is no feed
        raise StackError(f"The site answers with {answer.status}, and not with a feed. Is the address right?")
    return answer.excerpt


async def _get(url: str, reach: Reach) -> Answer:
    outgoing = Outgoing(reach)
    try:
        return await outgoing.send("GET", url, {"accept": "text/calendar"}, seconds=SECONDS, wanted=MOST_BYTES)
    finally:
        await outgoing.close()


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError:
        raise StackError("--inside names networks, such as 10.0.0.0/8, with commas between them.") from None
