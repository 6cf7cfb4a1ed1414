"""An event of the village that takes place today: with people at its doors, tables and a programme."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from support.eventually import eventually
from support.story import done
from support.village_plan import FORUM, NAMES, agreed, plan_of, shows

from kith_lab.demo.federation import Federation

TODAY: Final = "bcs/open-day"
"""Begins in some hours, so that its doors are open."""
COMING: Final = {
    "p-village-nia": ("bcs", "Siân Prys", "A seat near the door, please."),
    "p-village-tom": ("bcs", "Tom Example", ""),
    "p-village-zoe": ("iop", "Zoë Example", ""),
    "p-village-uma": ("iop", "Uma Example", ""),
}
"""Who has a place there: at home where, and what they tell the door."""


async def today(federation: Federation) -> None:
    """An open day that BCS leads, with people who have places and have told the door who they are."""
    starts = (datetime.now(UTC) + timedelta(hours=6)).replace(minute=0, second=0, microsecond=0)
    terms = plan_of(TODAY, "Open day", starts) | {"data_fields": ["door-name", "access-needs", "languages", "role"]}
    terms["delegates"] = [{"network": FORUM, "part": "talk", "places": 2}]
    terms["seats"][0]["pool"] = 2
    await done(federation, "bcs", "events", "propose-agreement", {"subject": TODAY, "terms": terms})
    for body in NAMES:
        await agreed(federation, body, TODAY)
    for body in NAMES:
        await eventually(shows(federation[body], "events", f"events/{TODAY}", lambda page: bool(page["details"])))
    for id in COMING:
        await _comes(federation, id)
    await eventually(shows(federation["bcs"], "events", "led/open-day/door-list/talk", _has_told))
    seating = {"event": TODAY, "part": "talk", "rounds": 2, "tables": [{"name": name, "seats": 2} for name in "12"]}
    for command, content in (("plan-mixing", seating), ("set-programme", _programme(starts))):
        answer = await federation["bcs"].command("events", command, content, bearer=_officer(federation))
        assert answer.is_success, answer.text


def _officer(federation: Federation) -> dict[str, str]:
    return federation["bcs"].bearer("officer", networks=[FORUM])


def _programme(starts: datetime) -> dict[str, Any]:
    """One session, whose title leaves people out."""
    half = timedelta(minutes=30)
    speakers = [{"speaker": "ada", "body": "iop"}, {"speaker": "guest", "status": "confirmed", "shown_as": "Ann Other"}]
    session = {"session": "first", "part": "talk", "title": "What a chairman does", "speakers": speakers}
    times = {"starts": starts.isoformat(), "ends": (starts + half).isoformat()}
    return {"event": TODAY, "sessions": [{**session, **times}]}


async def _comes(federation: Federation, id: str) -> None:
    home, name, needs = COMING[id]
    await done(federation, home, "events", "ask-for-places", {"person": id, "event": TODAY, "parts": ["talk"]})
    details = {"door_name": name, "access_needs": needs}
    await done(federation, home, "events", "tell-host", {"person": id, "event": TODAY, "details": details})


def _has_told(page: Any) -> bool:
    """Whether all who come are on the list of the door, with their names."""
    told = [each["details"].get("door-name") for each in page["registrants"]]
    return sorted(filter(None, told)) == sorted(name for _, name, _ in COMING.values())
