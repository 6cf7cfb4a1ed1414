"""The shape of a day on real servers: a bundle, a clinic, a group, money, a delegate and a hold, over two bodies."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx2
from support.eventually import eventually
from support.joint import terms
from support.problem import codes
from support.story import accept, done, enrolled, refused, status

from kith_lab.demo.federation import Federation

EVENT: Final = "iop/shape"
EVENING: Final = "seminar-with-dinner"
STARTS: Final = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=50)
ANN, BEN, CAT, DOT, EVE, FAY = (f"p-shape-{name}-0001" for name in ("ann", "ben", "cat", "dot", "eve", "fay"))


def hours(first: float, last: float) -> dict[str, str]:
    return {
        "starts": (STARTS + timedelta(hours=first)).isoformat(),
        "ends": (STARTS + timedelta(hours=last)).isoformat(),
    }


def shaped() -> dict[str, Any]:
    """A seminar with a dinner for four, a clinic of two slots, and two tracks of which one is online."""
    usual = terms(EVENT)
    parts = [
        {"part": "seminar", "title": "Seminar", "capacity": 9, "bundle": EVENING, **hours(0, 1)},
        {"part": "dinner", "title": "Dinner", "capacity": 4, "bundle": EVENING, **hours(5, 7)},
        {"part": "clinic", "title": "Clinic", "capacity": 2, "slot_minutes": 30, **hours(1, 2)},
        {"part": "left", "title": "Left", "capacity": 9, "track": "left", **hours(2, 3)},
        {"part": "right", "title": "Right", "capacity": 9, "track": "right", "format": "online", **hours(2, 3)},
    ]
    checklist = {"access": {"answer": "yes", "line": "Step-free."}}
    seats = [
        {"part": EVENING, "pool": 4, "offer_hours": 0},
        {"part": "clinic", "pool": 2, "offer_hours": 0},
        *({"part": name, "pool": 9} for name in ("left", "right")),
    ]
    return {**usual, "plan": {**usual["plan"], **hours(0, 8), "parts": parts, "checklist": checklist}, "seats": seats}


async def at_the_door_by_pseudonym(federation: Federation, guests: list[str]) -> None:
    """The door knows the guests by pseudonym, and no name of theirs has left home."""
    officer = federation["iop"].bearer("officer", networks=["iop/physics"])
    door = await federation["iop"].client.get(f"/events/v1/iop/led/shape/door-list/{EVENING}", headers=officer)
    assert [each["guests"] for each in door.json()["registrants"] if each["guests"]] == [guests]
    assert "Guest" not in door.text


async def test_a_bundle_a_clinic_and_a_group_over_two_bodies(federation: Federation) -> None:
    await done(federation, "iop", "events", "propose-agreement", {"subject": EVENT, "terms": shaped()})
    await accept(federation, EVENT)
    await status(federation, EVENT, "open")
    await enrolled(federation, "iop", ANN)
    await enrolled(federation, "bcs", BEN, CAT, DOT)

    # A group of three, then two who want one of the two slots, and one who would take any.
    await ask(federation, "bcs", BEN, EVENING, guests=["Gwen Guest", "Gil Guest"])
    late = (STARTS + timedelta(hours=1.5)).isoformat()
    await ask(federation, "iop", ANN, "clinic", slots={"clinic": [late]})
    assert (await answered(federation, "iop", ANN, "clinic"))["slot"] == 2
    await ask(federation, "bcs", CAT, "clinic", slots={"clinic": [late]})
    await ask(federation, "bcs", DOT, "clinic")
    assert (await answered(federation, "bcs", CAT, "clinic"))["status"] == "waiting"
    assert (await answered(federation, "bcs", DOT, "clinic"))["slot"] == 1

    # The group has three of four places in both parts; a second group has none, and one person the last.
    group = await answered(federation, "bcs", BEN, EVENING)
    assert (group["status"], [each["name"] for each in group["guests"]]) == ("granted", ["Gwen Guest", "Gil Guest"])
    await ask(federation, "iop", ANN, EVENING, guests=["Ida Guest"])
    assert (await answered(federation, "iop", ANN, EVENING))["status"] == "waiting"
    await ask(federation, "bcs", CAT, EVENING)
    assert (await answered(federation, "bcs", CAT, EVENING))["status"] == "granted"
    led = await federation["iop"].read("events", "led/shape")
    (evening,) = [each for each in led["parts"] if each["part"] == EVENING]
    assert (evening["places"], evening["granted"], evening["waiting"]) == (4, 4, 1)
    assert len([hint for hint in led["hints"] if "Not yet" in hint]) == 3

    await at_the_door_by_pseudonym(federation, [each["pseudonym"] for each in group["guests"]])

    # What comes free goes to the first for whom there is enough, and to the slot that they wanted.
    await done(federation, "bcs", "events", "give-up-places", {"person": BEN, "event": EVENT, "parts": [EVENING]})
    assert (await until(federation, "iop", ANN, EVENING, "granted"))["guests"]
    await done(federation, "iop", "events", "give-up-places", {"person": ANN, "event": EVENT, "parts": ["clinic"]})
    assert (await until(federation, "bcs", CAT, "clinic", "granted"))["slot"] == 2
    times = await registration(federation, "bcs", CAT)
    assert datetime.fromisoformat(times["times"]["clinic"][0]) == STARTS + timedelta(hours=1.5)

    wish = {"person": CAT, "event": EVENT, "parts": ["left", "right"]}
    member = federation["bcs"].bearer("member", person=CAT)
    answer = await federation["bcs"].command("events", "ask-for-places", wish, bearer=member)
    assert (answer.status_code, answer.json()["code"]) == (httpx2.codes.CONFLICT, "parts-overlap")


def caring() -> dict[str, Any]:
    """A proposal with money for care, a place for a delegate (of a closed part, which cannot be) and an exchange."""
    usual = terms("iop/care")
    fund = {"fund": "care", "title": "Costs of care", "most": 5000}
    more = {
        "plan": {**usual["plan"], "funds": [fund]},
        "seats": [*usual["seats"], {"part": "care", "quotas": {"bcs": 4000}, "pool": 1000}],
        "delegates": [{"network": "bcs/forum", "part": "circle", "places": 1}],
        "exchanges": [{"body": "bcs", "part": "talk", "places": 1, "against": "bcs/summer"}],
    }
    return {"subject": "iop/care", "terms": {**usual, **more}}


async def test_money_a_delegate_and_an_exchange_over_two_bodies(federation: Federation) -> None:
    wanted = caring()
    answer = await federation["iop"].command("events", "propose-agreement", wanted)
    assert codes(answer) == {"blocks-above-capacity", "delegates-of-closed-part"}
    wanted["terms"]["delegates"][0]["part"] = "talk"
    wanted["terms"]["seats"][0]["pool"] = 1
    await done(federation, "iop", "events", "propose-agreement", wanted)
    await accept(federation, "iop/care")
    await status(federation, "iop/care", "open")
    await enrolled(federation, "bcs", EVE, FAY)

    # The officer of the network has a code, and nobody else reads it; who uses it is its delegate.
    address = "/events/v1/bcs/agreements/iop/care/delegates"
    officer = federation["bcs"].bearer("officer", networks=["bcs/forum"])
    for other in (federation["bcs"].bearer("body-admin"), federation["bcs"].bearer("member", person=EVE)):
        assert (await federation["bcs"].client.get(address, headers=other)).status_code == httpx2.codes.FORBIDDEN
    (page,) = (await federation["bcs"].client.get(address, headers=officer)).json()
    ((code, used),) = [(each["code"], each["used"]) for each in page["codes"]]
    wish = {"event": "iop/care", "parts": ["talk", "care"], "pence": {"care": 4500}}
    await done(federation, "bcs", "events", "ask-for-places", {**wish, "person": EVE, "invitations": {"talk": code}})
    own = await several(federation, "bcs", EVE, "iop/care")
    assert (used, own["talk"]["delegate_of"], own["care"]["pence"]) == (False, "bcs/forum", 4500)
    (page,) = (await federation["bcs"].client.get(address, headers=officer)).json()
    assert page["codes"] == [{"code": code, "used": True}]

    # The host counts the money by body, and its door knows nothing of it.
    led = await federation["iop"].read("events", "led/care")
    (money,) = [each for each in led["parts"] if each["part"] == "care"]
    assert (money["places"], money["granted"], money["granted_by_body"]) == (5000, 4500, {"bcs": 4500})
    bearer = federation["iop"].bearer("officer", networks=["iop/physics"])
    door = await federation["iop"].client.get("/events/v1/iop/led/care/door-list/talk", headers=bearer)
    assert [(each["delegate_of"], each["body"]) for each in door.json()["registrants"]] == [("bcs/forum", "bcs")]
    hidden = await federation["iop"].client.get("/events/v1/iop/led/care/door-list/care", headers=bearer)
    assert hidden.status_code == httpx2.codes.NOT_FOUND

    # What is left is not enough for the next one, who waits; both bodies see what they have given each other.
    await done(federation, "bcs", "events", "ask-for-places", {**wish, "person": FAY})
    assert (await several(federation, "bcs", FAY, "iop/care"))["care"]["status"] == "waiting"
    (given,) = [each for each in await federation["iop"].read("events", "exchanges") if each["body"] == "bcs"]
    (taken,) = await federation["bcs"].read("events", "exchanges")
    assert (given["body"], given["balance"], given["given"][0]["against"]) == ("bcs", 1, "bcs/summer")
    assert (taken["body"], taken["balance"], taken["taken"][0]["event"]) == ("iop", -1, "iop/care")


async def several(federation: Federation, body: str, person: str, event: str) -> dict[str, Any]:
    """What became of all that somebody wants of an event, once it is answered, over all their registrations."""
    found: dict[str, Any] = {}

    async def there() -> bool:
        own = await federation[body].read("events", f"people/{person}/registrations")
        found.update({each["part"]: each for one in own if one["event"] == event for each in one["parts"]})
        return bool(found) and all(each["status"] != "asked" for each in found.values())

    await eventually(there)
    return found


async def test_a_date_is_held_and_partners_are_warned(federation: Federation) -> None:
    held = {**hours(0, 3), "zone": "Europe/London", "place": "London", "strand": "careers"}
    wanted = {"hold": "iop/spring", "partners": ["bcs"], "held": held}
    assert await refused(federation, "bcs", "events", "hold-date", wanted) == "not-our-hold"
    await done(federation, "iop", "events", "hold-date", wanted)

    async def known() -> bool:
        return [each["hold"] for each in await federation["bcs"].read("events", "holds")] == ["iop/spring"]

    await eventually(known)
    query = {"starts": held["starts"], "ends": held["ends"]}
    admin, member = federation["bcs"].bearer("body-admin"), federation["bcs"].bearer("member", person=CAT)
    for bearer, warned in ((admin, ["iop/spring"]), (member, [])):
        answer = await federation["bcs"].client.get("/events/v1/bcs/clashes", params=query, headers=bearer)
        assert [each["name"] for each in answer.json()["clashes"] if each["kind"] == "hold"] == warned
    event = "bcs/same-day"
    await done(federation, "bcs", "events", "draft-agreement", {"subject": event, "terms": terms(event, STARTS)})
    led = await federation["bcs"].read("events", "led/same-day")
    assert "iop/spring" in {each["name"] for each in led["clashes"]}
    denied = await federation["bcs"].client.get("/events/v1/bcs/holds", headers=member)
    assert denied.status_code == httpx2.codes.FORBIDDEN
    await done(federation, "iop", "events", "release-hold", {"hold": "iop/spring"})

    async def gone() -> bool:
        return not await federation["bcs"].read("events", "holds")

    await eventually(gone)


async def test_a_series_is_written_as_parts_and_a_time_that_there_is_not_is_refused(federation: Federation) -> None:
    bearer = federation["bcs"].bearer("body-admin")
    rule = {"part": "talks", "title": "Talks", "zone": "Europe/London", "minutes": 60, "capacity": 9}
    rule |= {"hosts": ["bcs", "iop"], "first": "2027-03-25T18:00:00", "times": 2}

    async def write(**changed: Any) -> httpx2.Response:
        address = "/events/v1/bcs/advice/series"
        return await federation["bcs"].client.post(address, json={**rule, **changed}, headers=bearer)

    parts = (await write()).json()["parts"]
    assert [(each["host"], each["starts"]) for each in parts] == [
        ("bcs", "2027-03-25T18:00:00Z"),
        ("iop", "2027-04-25T18:00:00+01:00"),
    ]
    with_its_offset = (await write(first="2027-03-28T01:30:00Z", times=1)).json()["parts"]
    assert [each["starts"] for each in with_its_offset] == ["2027-03-28T02:30:00+01:00"]
    gap = (await write(first="2027-03-28T01:30:00")).json()
    assert (gap["code"], gap["field"]) == ("time-in-gap", "first")
    assert gap["detail"]


async def ask(federation: Federation, body: str, person: str, part: str, **more: Any) -> None:
    await done(
        federation, body, "events", "ask-for-places", {"person": person, "event": EVENT, "parts": [part], **more}
    )


async def registration(federation: Federation, body: str, person: str) -> dict[str, Any]:
    (own,) = await federation[body].read("events", f"people/{person}/registrations")
    found: dict[str, Any] = own
    return found


async def answered(federation: Federation, body: str, person: str, part: str) -> dict[str, Any]:
    """What became of a wish, once it is answered."""
    return await until(federation, body, person, part, "granted", "waiting", "refused")


async def until(federation: Federation, body: str, person: str, part: str, *statuses: str) -> dict[str, Any]:
    found: dict[str, Any] = {}

    async def there() -> bool:
        parts = (await registration(federation, body, person))["parts"]
        found.update(next((each for each in parts if each["part"] == part), {}))
        return found.get("status") in statuses

    await eventually(there)
    return found
