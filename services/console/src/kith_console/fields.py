"""What people type, in the shape in which the node takes it. What has no such shape goes on as it is: the node says
what is wrong with it.
"""

import unicodedata
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones


def lines(typed: str) -> list[str]:
    """What stands in a field, line by line."""
    return [each.strip() for each in typed.splitlines() if each.strip()]


def slug_of(name: str) -> str:
    """The short name that a name suggests: `Women in Physics` is `women-in-physics`, `Siân` is `sian`."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in folded(name))
    return "-".join(letters.split())[:60].strip("-")


def folded(text: str) -> str:
    """The text as it is searched, without marks above and below letters: "Siân" is "sian". `door.js` does the same."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(each for each in plain if not unicodedata.combining(each))


def number_of(typed: str) -> Any:
    """`12` as a number."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else typed  # noqa: PLR2004 - JSON


def moment(typed: str, zone: str) -> str:
    """A day and a time by the clocks of a zone, `2027-03-12T09:30`, with the offset from UTC."""
    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        return typed
    if "T" not in typed or local.tzinfo or zone not in available_timezones():
        return typed
    return local.replace(tzinfo=ZoneInfo(zone)).isoformat()


def pence_of(typed: str) -> Any:
    """`12`, `12.50` or `£12.50` in pence."""
    pounds, _, pence = typed.lstrip("£").replace(",", "").partition(".")
    if pounds.isdecimal() and (not pence or (pence.isdecimal() and len(pence) <= 2)):  # noqa: PLR2004 - pence
        return int(pounds) * 100 + int((pence or "0").ljust(2, "0"))
    return typed


def pounds_of(pence: int) -> str:
    """1250 as `12.50`, 1200 as `12`."""
    pounds, rest = divmod(pence, 100)
    return f"{pounds}.{rest:02}" if rest else str(pounds)
