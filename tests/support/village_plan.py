"""A joint event of the two organisations of the village, and how it is agreed on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from support.eventually import eventually
from support.story import done

from kith_lab.demo.federation import Federation, NodeProcess

NAMES: Final = {"iop": "Institute of Physics", "bcs": "BCS, The Chartered Institute for IT"}
ZONE: Final = "Europe/London"
FORUM: Final = "bcs/womens-forum"


def plan_of(event: str, title: str, starts: datetime) -> dict[str, Any]:
    """An agreement of both on a day with a talk, a circle without a list, and a clinic one to one."""

    def hours(first: float, last: float) -> dict[str, str]:
        return {
            "starts": (starts + timedelta(hours=first)).isoformat(),
            "ends": (starts + timedelta(hours=last)).isoformat(),
        }

    parts = [
        {"part": "talk", "title": "Morning talks", "capacity": 20, **hours(0, 2)},
        {
            "part": "circle",
            "title": "Returner circle",
            "capacity": 12,
            "audience": "returner",
            "for_whom": "for people returning to work",
            **hours(2, 3),
        },
        {"part": "clinic", "title": "CV clinic", "capacity": 4, "slot_minutes": 30, **hours(3, 5)},
    ]
    summary = "A day of talks and conversations for people on the way back to work.\n\nLunch is there for everyone."
    return {
        "subject": event,
        "version": 1,
        "plan": {
            "title": title,
            "summary": summary,
            "zone": ZONE,
            "venue": "37 Caledonian Road, London N1 9BU",
            "parts": parts,
            "checklist": {"access": {"answer": "yes", "line": "ramp at the side door"}},
            **hours(0, 5),
        },
        "parties": [
            {"body": "iop", "networks": ["iop/women-in-physics"], "cash_percent": 60, "kind_percent": 50},
            {"body": "bcs", "networks": [FORUM], "cash_percent": 40, "kind_percent": 50, "duties": ["Bring badges"]},
        ],
        "cost_pence": 45_000,
        "seats": [
            {"part": "talk", "quotas": {"iop": 8, "bcs": 8}, "pool": 4, "offer_hours": 0},
            {"part": "circle", "block": 4, "quotas": {"iop": 1, "bcs": 1}, "pool": 1},
            {"part": "clinic", "quotas": {"iop": 1, "bcs": 1}, "pool": 2},
        ],
    }


async def agreed(federation: Federation, body: str, event: str) -> None:
    """This organisation says yes, for itself and for its network."""
    node = federation[body]
    await eventually(shows(node, "events", f"agreements/{event}", lambda page: bool(page["hash"])))
    digest = (await node.read("events", f"agreements/{event}"))["hash"]
    for behalf in ("body", "network"):
        answer = {"subject": event, "hash": digest, "on_behalf": behalf, "answer": "accepted"}
        await done(federation, body, "events", "answer-agreement", answer)


def shows(node: NodeProcess, service: str, path: str, fits: Callable[[Any], bool]) -> Any:
    async def shown() -> bool:
        page = await node.read(service, path)
        return bool(page) and fits(page)

    return shown
