"""What people type, in the shape in which the node takes it. What has no such shape goes on as it is: the node says
what is wrong with it.
"""

from typing import Any


def lines(typed: str) -> list[str]:
    """What stands in a field, line by line."""
    return [each.strip() for each in typed.splitlines() if each.strip()]


def slug_of(name: str) -> str:
    """The short name that a name suggests: `Women in Physics` is `women-in-physics`."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.casefold())
    return "-".join(letters.split())[:60].strip("-")


def number_of(typed: str) -> Any:
    """`12` as a number."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else typed  # noqa: PLR2004 - JSON


def pence_of(typed: str) -> Any:
    """`12`, `12.50` or `£12.50` in pence."""
    pounds, _, pence = typed.lstrip("£").replace(",", "").partition(".")
    if pounds.isdecimal() and (not pence or (pence.isdecimal() and len(pence) <= 2)):  # noqa: PLR2004 - pence
        return int(pounds) * 100 + int((pence or "0").ljust(2, "0"))
    return typed
