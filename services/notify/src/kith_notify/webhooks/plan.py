"""When a fact that was not taken is sent again: after growing pauses, for some three days."""

import random
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

PAUSES: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds after each attempt that failed (as Standard Webhooks recommends); after the last nothing more is tried."""
JITTER: Final = 0.1
"""The part of a pause by which it varies, so that not all comes at the same moment."""
LONGEST: Final = 86_400
"""Seconds that a server may ask for."""


def pause_after(attempts: int, headers: Mapping[str, str], chance: random.Random, now: datetime) -> float | None:
    """Seconds until the next attempt, after so many; None if that was the last. `Retry-After` of the answer makes it
    longer, never shorter.
    """
    if attempts > len(PAUSES):
        return None
    planned = PAUSES[attempts - 1] * chance.uniform(1 - JITTER, 1 + JITTER)
    return max(planned, min(_asked(headers.get("retry-after", ""), now), LONGEST))


def _asked(text: str, now: datetime) -> float:
    """Seconds until the moment that a server names (RFC 9110, 10.2.3); none if it names no moment."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return (parsedate_to_datetime(text) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return 0.0
