"""How much another body may ask of us at once: its proposals that wait for an answer here, in number and in bytes."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from kith_commons.agreement.party import Offered
from kith_contracts.words import Moment, Section

MOST: Final = 100
"""Proposals of one body that wait for an answer."""
MOST_BYTES: Final = 1_000_000
"""Of all of them together, as JSON."""
AT_LEAST: Final = timedelta(days=30)
FULL: Final = (
    "Too many proposals of yours wait for an answer here, or too long ones, and this one was not kept. "
    "Propose it again when some are answered."
)


class Waiting(Section):
    """One that waits: how long it is, when it came, and until when it counts."""

    bytes: int
    came: Moment
    until: Moment


def has_room(waiting: Mapping[str, Waiting]) -> bool:
    """Whether no more wait than may."""
    return len(waiting) <= MOST and sum(each.bytes for each in waiting.values()) <= MOST_BYTES


def waiting_after(before: Mapping[str, Waiting], now: Offered[Any], body: str, when: Moment) -> dict[str, Waiting]:
    """Those of its lead that wait, by subject, when one of them is as it is now."""
    after = {name: each for name, each in before.items() if each.until > when and name != now.subject}
    if not (now.leaving or now.valid_answers(body)):
        after[now.subject] = _waiting(now, before.get(now.subject), when)
    return after


def _waiting(now: Offered[Any], before: Waiting | None, when: Moment) -> Waiting:
    """It counts until what it is about is over, and a month at least, whatever its lead says of it meanwhile."""
    came = before.came if before else when
    over = now.left or now.status in ("withdrawn", "ended")
    month, ends = came + AT_LEAST, now.template.ends(now.terms)
    until = month if over or ends is None else max(month, ends)
    return Waiting(bytes=len(now.terms.model_dump_json().encode()), came=came, until=until)
