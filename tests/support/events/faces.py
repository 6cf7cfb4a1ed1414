"""Events of other bodies that are announced to this one, and what the calendar shows of them."""

from datetime import timedelta
from typing import Any, Final

from support.events.public import DINNER
from support.events.scenes import event as led
from support.events.scenes import opened, terms
from support.speaking import NOW, Node

from kith_contracts.events.agreements import EventPublished
from kith_events.calendar.face import Announced
from kith_events.calendar.presentation import Addresses
from kith_events.handlers import HANDLERS

NAMES: Final = {"iop": "IOP", "bcs": "BCS", "ni": "NI"}


ADDRESSES: Final = Addresses("https://kith.example", "bcs")


def face(version: int = 1, *, unsigned: bool = False, **changes: Any) -> EventPublished:
    """What the lead of this text publishes once all have signed it."""
    status, plan = changes.pop("status", "open"), changes.pop("plan", {})
    text = terms(**changes)
    published = led(opened(text.model_copy(update={"plan": text.plan.model_copy(update=plan)}))).published
    assert published
    acceptances = [] if unsigned else published.acceptances
    return published.model_copy(update={"version": version, "status": status, "acceptances": acceptances})


def heard(*facts: EventPublished, by: str = "iop") -> Announced | None:
    """What a node announces that has heard these, a day between each."""
    node = Node(HANDLERS, "ons")
    for day, fact in enumerate(facts):
        node.hear(fact, by, now=NOW + timedelta(days=day))
    found: list[Announced] = node.all(Announced)
    return found[0] if found else None


def announced(*facts: EventPublished, by: str = "iop") -> Announced:
    found = heard(*facts, by=by)
    assert found
    return found


def listed(**changes: Any) -> EventPublished:
    usual: dict[str, Any] = {"event": "ni/annual-dinner", "status": "listed", "listing": DINNER.listing, "version": 1}
    return EventPublished(**{**usual, **changes})
