"""The page for the door: one file with the list and all that is needed to mark who comes, without a network.

It asks nothing of any server, and its policy lets it ask nothing: what it knows and what is typed stays on the device.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from kith_events.event.lead import JointEvent
from kith_events.event.templates import filled, policy

TEMPLATE: Final = "door/pack.html"


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
    return filled(TEMPLATE, title=f"Door: {terms.plan.title}", list=content, policy=policy(TEMPLATE))
