"""The page for the door: one file with the list and all that is needed to mark who comes, without a network.

It asks nothing of any server, and its policy lets it ask nothing: what it knows and what is typed stays on the device.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final, NamedTuple

from kith_chassis.http.escapes import harmless
from kith_chassis.http.pages import policy_of
from kith_events.event.lead import JointEvent

BLANK: Final = re.compile("@(policy|title|list)")


class Listed(NamedTuple):
    """Someone on the list: by pseudonym, with what is agreed that the door may know."""

    who: str
    code: str
    name: str
    needs: str
    parts: Sequence[str]


def packed(event: JointEvent, people: Sequence[Listed]) -> str:
    """The page, as HTML."""
    terms = event.terms
    content = {
        "event": event.event,
        "title": terms.plan.title,
        "closes": terms.data_closes.isoformat(),
        "parts": [
            {"part": part.part, "title": part.title} for part in terms.plan.bookings() if part.part in event.rooms
        ],
        "bodies": [party.body for party in terms.parties],
        "people": [each._asdict() for each in people],
    }
    filled = {
        "policy": policy(),
        "title": escape(f"Door: {terms.plan.title}"),
        "list": harmless(json.dumps(content, ensure_ascii=False).encode()).decode(),
    }
    return BLANK.sub(lambda blank: filled[blank[1]], _template())


@cache
def policy() -> str:
    """What the page may do."""
    return policy_of(_template())


@cache
def _template() -> str:
    return (files("kith_events.door") / "page.html").read_text("utf-8")
