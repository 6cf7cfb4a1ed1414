"""An agreement from draft to withdrawal, and what people hear of it; each on real servers."""

from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar
from support.eventually import eventually
from support.joint import but, terms
from support.story import accept, done, enrolled, open_event, refused, registration, status

from kith_lab.demo.federation import Federation
from kith_lab.servers.mail import MailCatcher

WHY = "We have no money left this year."


async def agreement(federation: Federation, body: str, event: str, **wanted: Any) -> dict[str, Any]:
    """The agreement as this body sees it, once it has these values."""

    async def so() -> bool:
        page = await federation[body].read("events", f"agreements/{event}")
        return bool(page) and {name: page[name] for name in wanted} == wanted

    await eventually(so)
    found: dict[str, Any] = await federation[body].read("events", f"agreements/{event}")
    return found


async def suggestions(federation: Federation, body: str, event: str, *wanted: str) -> list[dict[str, Any]]:
    """What was suggested, as this body sees it, once these are its states."""

    async def so() -> bool:
        found = await federation[body].read("events", f"agreements/{event}/suggestions") or []
        return sorted(each["suggestion"]["status"] for each in found) == sorted(wanted)

    await eventually(so)
    found: list[dict[str, Any]] = await federation[body].read("events", f"agreements/{event}/suggestions")
    return found


def three(event: str, **more: Any) -> dict[str, Any]:
    """IOP, BCS and ONS; BCS bears most, ONS a little."""
    shares = [("iop", 40, 50), ("bcs", 50, 30), ("ons", 10, 20)]
    parties = [
        {"body": body, "networks": [f"{body}/forum"], "cash_percent": cash, "kind_percent": kind}
        for body, cash, kind in shares
    ]
    seats = [
        {"part": "talk", "quotas": {"iop": 1, "bcs": 1, "ons": 1}, "pool": 1},
        {"part": "circle", "block": 4, "quotas": {"iop": 1, "bcs": 1, "ons": 1}},
    ]
    return terms(event, parties=parties, seats=seats, **more)


def entries(mail: EmailMessage) -> list[Any]:
    found = []
    for each in (part for part in mail.walk() if part.get_content_type() == "text/calendar"):
        content = each.get_payload(decode=True)
        assert isinstance(content, bytes)
        found += Calendar.from_ical(content).walk("VEVENT")
    return found


async def test_a_draft_is_private_and_a_suggestion_goes_into_the_next_version(federation: Federation) -> None:
    event = "iop/drafted"
    await done(federation, "iop", "events", "draft-agreement", {"subject": event, "terms": terms(event)})
    led = await federation["iop"].read("events", "led/drafted")
    assert (led["status"], led["terms"]["cost_pence"]) == ("drafted", 10_000)
    assert await federation["bcs"].read("events", f"agreements/{event}") is None
    await done(federation, "iop", "events", "propose-agreement", {"subject": event})
    first = await agreement(federation, "bcs", event, status="proposed")
    await accept(federation, event, ("iop",))
    waiting = [{"body": "bcs", "on_behalf": "body"}, {"body": "bcs", "on_behalf": "network"}]
    await agreement(federation, "bcs", event, status="partly-accepted", missing=waiting)

    change = {"parties": [{"body": "iop", "cash_percent": 70}, {"body": "bcs", "cash_percent": 30}]}
    wish = {"subject": event, "hash": first["hash"], "change": change, "why": WHY}
    await done(federation, "bcs", "events", "suggest-change", wish)
    (seen,) = await suggestions(federation, "iop", event, "open")
    assert (seen["suggestion"]["why"], seen["suggestion"]["by"]) == (WHY, ["bcs"])
    assert [(each["clause"], each["new"]) for each in seen["changes"]] == [
        ("share of iop", "70 % in cash (£70.00), 50 % in kind"),
        ("share of bcs", "30 % in cash (£30.00), 50 % in kind"),
    ]
    taken = {"subject": event, "suggestions": [seen["suggestion"]["suggestion"]]}
    await done(federation, "iop", "events", "take-suggestion", taken)
    (told,) = await suggestions(federation, "bcs", event, "taken")
    assert told["suggestion"]["reason"] == "It is in version 2."
    stale = {"subject": event, "hash": first["hash"], "on_behalf": "body", "answer": "accepted"}
    await agreement(federation, "bcs", event, status="partly-accepted")
    assert await refused(federation, "bcs", "events", "answer-agreement", stale) == "stale-hash"
    diff = await federation["bcs"].read("events", f"agreements/{event}/versions/1/diff/2")
    assert [(each["clause"], each["needs"], each["concerns"]) for each in diff] == [
        ("share of iop", "body", ["iop"]),
        ("share of bcs", "body", ["bcs"]),
    ]
    assert await federation["ons"].read("events", f"agreements/{event}/versions/1/diff/2") is None
    led = await federation["iop"].read("events", "led/drafted")
    assert ["iop", "network"] not in led["missing"], "what IOP's network has accepted is unchanged"
    await accept(federation, event)
    await status(federation, event, "open")
    await agreement(federation, "bcs", event, status="active", missing=[])


async def test_a_suggestion_is_declined_with_a_reason(federation: Federation) -> None:
    event = "iop/declined"
    await done(federation, "iop", "events", "propose-agreement", {"subject": event, "terms": terms(event)})
    seen = await agreement(federation, "bcs", event, status="proposed")
    wish = {"subject": event, "hash": seen["hash"], "change": {"cost_pence": 5}, "why": WHY}
    await done(federation, "bcs", "events", "suggest-change", wish)
    (asked,) = await suggestions(federation, "iop", event, "open")
    reason = "The rooms are booked."
    declined = {"subject": event, "suggestion": asked["suggestion"]["suggestion"], "reason": reason}
    await done(federation, "iop", "events", "decline-suggestion", declined)
    (told,) = await suggestions(federation, "bcs", event, "declined")
    assert told["suggestion"]["reason"] == reason


async def test_a_party_withdraws_and_the_rest_goes_on_without_it(federation: Federation, catcher: MailCatcher) -> None:
    event = "iop/withdrawn"
    text = three(event, rule="majority")
    await done(federation, "iop", "events", "propose-agreement", {"subject": event, "terms": text})
    await accept(federation, event, ("iop", "bcs", "ons"))
    await status(federation, event, "open")
    await enrolled(federation, "ons", "p-stays-here")
    wish = {"person": "p-stays-here", "event": event, "parts": ["talk"]}
    await done(federation, "ons", "events", "ask-for-places", wish)
    await told(catcher, "p-stays-here", 1)

    await done(federation, "ons", "events", "withdraw-agreement", {"subject": event, "why": WHY})
    assert await refused(federation, "ons", "events", "withdraw-agreement", {"subject": event}) == "body-not-party"
    await status(federation, event, "reopened")
    led = await federation["iop"].read("events", "led/withdrawn")
    shares = {party["body"]: (party["cash_percent"], party["kind_percent"]) for party in led["terms"]["parties"]}
    assert shares == {"iop": (44, 63), "bcs": (56, 37)}
    assert (led["departed"], led["terms"]["seats"][0]["pool"]) == ({"ons": WHY}, 2)
    await accept(federation, event)
    await status(federation, event, "open")
    shown = await federation["ons"].read("events", f"events/{event}")
    assert [host["body"] for host in shown["hosts"]] == ["iop", "bcs"]
    page = await agreement(federation, "ons", event, status="withdrawn")
    assert page["terms"]["version"] == 1, "it receives the text no longer"

    mails = await told(catcher, "p-stays-here", 2)
    words = mails[-1].get_body(("plain",))
    assert words
    assert "your organisation does not take part any more" in words.get_content()
    assert await registration(federation, "ons", "p-stays-here") == {"talk": "granted"}
    await enrolled(federation, "ons", "p-too-late")
    late = {"person": "p-too-late", "event": event, "parts": ["talk"]}
    assert await refused(federation, "ons", "events", "ask-for-places", late) == "body-not-party"


async def test_who_has_a_place_is_told_once_of_another_venue_and_once_that_it_is_called_off(
    federation: Federation, catcher: MailCatcher
) -> None:
    event = "iop/moved"
    await open_event(federation, event)
    await enrolled(federation, "bcs", "p-moved-one")
    wish = {"person": "p-moved-one", "event": event, "parts": ["talk"]}
    await done(federation, "bcs", "events", "ask-for-places", wish)
    await told(catcher, "p-moved-one", 1)
    led = await federation["iop"].read("events", "led/moved")
    moved = but(but(led["terms"], "version", 2), "plan.venue", "2 Low Road")
    await done(federation, "iop", "events", "amend-agreement", {"subject": event, "terms": moved})
    await accept(federation, event)
    await status(federation, event, "open")
    await told(catcher, "p-moved-one", 2)
    await done(federation, "iop", "events", "withdraw-agreement", {"subject": event})
    await status(federation, event, "cancelled")
    decided, changed, cancelled = await told(catcher, "p-moved-one", 3)
    begins = ("Your place on", "Something about", "Called off:")
    for mail, words in zip((decided, changed, cancelled), begins, strict=True):
        assert str(mail["Subject"]).startswith(words)
    found = [entry for mail in (decided, changed, cancelled) for entry in entries(mail)]
    assert len({str(each["uid"]) for each in found}) == 1
    assert [(each["sequence"], str(each["status"]), str(each["location"])) for each in found] == [
        (0, "CONFIRMED", "1 High Street"),
        (1, "CONFIRMED", "2 Low Road"),
        (2, "CANCELLED", "2 Low Road"),
    ]
    again = {"person": "p-moved-one", "event": event, "parts": ["circle"]}
    assert await refused(federation, "bcs", "events", "ask-for-places", again) == "event-cancelled"
    amended = {"subject": event, "terms": but(moved, "version", 3)}
    assert await refused(federation, "iop", "events", "amend-agreement", amended) == "agreement-over"
    (own,) = await federation["bcs"].read("events", "people/p-moved-one/registrations")
    assert own["status"] == "cancelled"
    assert [(part["status"], part["code"]) for part in own["parts"]] == [("refused", "event-cancelled")]
    messages = await federation["bcs"].read("notify", "people/p-moved-one/messages")
    assert sorted(each["occasion"] for each in messages) == ["cancelled", "changed", "decision"]


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        ("plan.zone", "Europe/Atlantis", "zone-unknown", "terms.plan.zone"),
        ("plan.venue_capacity", 15, "venue-too-small", "terms.plan.parts.0.capacity"),
        ("seats.0.quotas", {"nobody": 1}, "body-not-party", "terms.seats.0.quotas.nobody"),
    ],
)
async def test_a_draft_that_cannot_be_is_refused_and_nothing_is_kept(
    federation: Federation, path: str, value: Any, code: str, field: str
) -> None:
    event = "iop/impossible"
    draft = {"subject": event, "terms": but(terms(event), path, value)}
    answer = await federation["iop"].command("events", "draft-agreement", draft)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (404 if code == "zone-unknown" else 409, code)
    assert problem["field"] == field or problem["field"].startswith("terms.seats.0.quotas")
    assert problem["title"]
    assert await federation["iop"].read("events", "led/impossible") is None


async def told(catcher: MailCatcher, person: str, many: int) -> list[EmailMessage]:
    """The mails to this person, in order, once there are so many; and there are no more."""
    address = f"{person}@mail.example"

    async def arrived() -> bool:
        return len(catcher.sent_to(address)) >= many

    await eventually(arrived)
    found = list(catcher.sent_to(address))
    assert len(found) == many
    return found
