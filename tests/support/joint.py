"""A joint event for tests: small, valid, and easy to make wrong in one place."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any, Final

OPEN: Final = {"findable": "everyone", "joinable": "anyone"}


def charter(**more: Any) -> dict[str, Any]:
    """A network's charter: everyone may find and join it."""
    return {
        "name": "Forum",
        "purpose": "To meet.",
        "for_you_if": "You like to.",
        "terms": {"text": "v1"},
        **OPEN,
        **more,
    }


def terms(event: str, starts: datetime | None = None, **more: Any) -> dict[str, Any]:
    """An agreement of IOP with BCS: four places in the talk (one each, two to share), a closed circle with three blocks
    of four codes.
    """
    starts = starts or datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)
    ends = starts + timedelta(hours=3)
    hours = {"starts": starts.isoformat(), "ends": ends.isoformat()}
    return {
        "subject": event,
        "version": 1,
        "plan": {
            "title": "A day",
            "zone": "Europe/London",
            "venue": "1 High Street",
            **hours,
            "parts": [
                {"part": "talk", "title": "Talk", "capacity": 4, **hours},
                {"part": "circle", "title": "Circle", "capacity": 12, "audience": "returner", **hours},
            ],
        },
        "parties": [
            {"body": "iop", "networks": ["iop/physics"], "cash_percent": 60, "kind_percent": 50},
            {"body": "bcs", "networks": ["bcs/forum"], "cash_percent": 40, "kind_percent": 50},
        ],
        "cost_pence": 10_000,
        "seats": [
            {"part": "talk", "quotas": {"iop": 1, "bcs": 1}, "pool": 2, "offer_hours": 0},
            {"part": "circle", "block": 4, "quotas": {"iop": 1, "bcs": 1}, "pool": 1},
        ],
        **more,
    }


def brief(agreed: dict[str, Any], starts: datetime, seconds: float = 1) -> dict[str, Any]:
    """The same agreement on an event that is over soon after it has started: nobody agrees on a day that has come."""
    hours = {"starts": starts.isoformat(), "ends": (starts + timedelta(seconds=seconds)).isoformat()}
    plan = agreed["plan"]
    return {**agreed, "plan": {**plan, **hours, "parts": [{**part, **hours} for part in plan["parts"]]}}


def but(content: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The same content with one place changed, `plan.parts.0.ends`."""
    changed = copy.deepcopy(content)
    *steps, last = path.split(".")
    at: Any = changed
    for step in steps:
        at = at[int(step) if isinstance(at, list) else step]
    at[int(last) if isinstance(at, list) else last] = value
    return changed


def person(id: str, **more: Any) -> dict[str, Any]:
    """Someone to enrol."""
    return {"person": id, "name": "Ada Brook", "address": f"{id}@mail.example", **more}
