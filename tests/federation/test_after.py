"""After an event, on real servers: an action comes back in its own words, the account on day 28, books to the penny.

Nobody waits 28 days: a timer that was decided for a morning to come is looked at, and then made due; where a decision
looks at the day too, that is moved into the past.
"""

import asyncio
from base64 import b64encode
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

import httpx2
import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from support.ended import HOSTS, ZONE, over, settlement
from support.eventually import eventually
from support.joint import charter
from support.kept import in_databases, on_topics
from support.story import done, enrolled, refused

from kith_contracts.events.actions import ReturnAction
from kith_contracts.events.outcomes import PublishOutcome
from kith_contracts.message import Message
from kith_events.event.lead import JointEvent
from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.servers.mail import MailCatcher

AFTER, BOOKS = "iop/after", "iop/books"
WORDS = "Ask Mrs Unmistakeable for one day a week at home."
SHARED = "Read the report on the train."


async def plain_page(federation: Federation, event: str) -> str:
    """The page of what came of it: without a script, and with the one style that its policy allows."""
    page = await federation["ons"].client.get(f"/events/v1/ons/outcomes/{event}.html")
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    style = page.text.partition("<style>")[2].partition("</style>")[0]
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{allowed}'" in page.headers["content-security-policy"]
    return str(page.text)


async def test_what_was_said_comes_back_and_is_told_on_day_28(
    federation: Federation, around: Surroundings, catcher: MailCatcher, days: dict[str, date]
) -> None:
    event, last_day = AFTER, days[AFTER]
    ada, others = "p-after-ada1", [f"p-after-other{number}" for number in range(11)]
    await enrolled(federation, "bcs", ada, *others)
    await the_lead_is_reminded_to_ask_how_it_was(federation, event)
    by = (last_day + timedelta(days=20)).isoformat()
    say = {"event": event, "text": WORDS, "by": by}
    for one in (ada, *others):
        await done(federation, "bcs", "events", "say-action", {"person": one, **say})
    yesterday = {"person": ada, **say, "by": (last_day - timedelta(days=3)).isoformat()}
    assert await refused(federation, "bcs", "events", "say-action", yesterday) == "date-over"
    shared = {"text": SHARED, "shared": True}
    await done(federation, "bcs", "events", "say-action", {"person": others[0], **say, **shared})

    assert await made_due(around, "bcs", ReturnAction, morning(last_day, 1)) == 12
    (mail,) = await told(catcher, ada, 1)
    words = mail.get_body(("plain",))
    assert words
    assert WORDS in words.get_content()
    assert str(mail["Subject"]).startswith("Your note of ")
    for one in (ada, *others[:6]):
        await told(catcher, one, 1)
        await done(federation, "bcs", "events", "finish-action", {"person": one, "event": event, "outcome": "done"})
    assert await made_due(around, "bcs", ReturnAction, morning(last_day, 3)) == 12
    await told(catcher, others[6], 2)
    assert len(catcher.sent_to(f"{ada}@mail.example")) == 1, "it is done, and comes back no more"

    await counted(around, event, done=7, all=12)
    promise = {"event": event, "number": 1, "text": "Answer on part-time work.", "by": by}
    await done(federation, "bcs", "events", "say-body-action", promise)
    kept = {"event": event, "number": 1, "outcome": "done"}
    await done(federation, "bcs", "events", "finish-body-action", kept)
    await made_past(around, "iop", event, timedelta(days=29))
    assert await made_due(around, "iop", PublishOutcome, morning(last_day, 28), event) == 1
    card = await outcome(federation, "ons", event, lambda told: told["outcome"]["people"] is not None)
    assert card["outcome"]["people"] == {"said": "10", "done": "5"}
    assert card["outcome"]["shared"] == [SHARED]
    assert [each["body"] for each in card["outcome"]["bodies"]] == ["bcs"]
    assert "Answer on part-time work." in await plain_page(federation, event)
    await nowhere(federation, around, b"Unmistakeable")
    late = {"person": ada, **say, "text": "Another."}
    assert await refused(federation, "bcs", "events", "say-action", late) == "action-done"


async def test_three_bodies_settle_to_the_penny(federation: Federation, days: dict[str, date]) -> None:
    event = BOOKS
    assert days[event]
    cost = {"event": event, "number": 1, "currency": "GBP", "what": "Rooms and lunch"}
    assert await refused(federation, "bcs", "events", "record-cost", {**cost, "pence": 5, "currency": "EUR"}) == (
        "currency-differs"
    )
    negative = await federation["bcs"].command("events", "record-cost", {**cost, "pence": -1})
    assert (negative.status_code, negative.json()["field"]) == (httpx2.codes.UNPROCESSABLE_CONTENT, "pence")
    for body, pence in (("iop", 70_001), ("bcs", 9_998)):
        await done(federation, body, "events", "record-cost", {**cost, "pence": pence})
    await done(federation, "ons", "events", "record-cost", {**cost, "pence": 40_000, "form": "kind"})

    async def all_recorded() -> bool:
        return len((await federation["iop"].read("events", "led/books/settlement"))["costs"]) == 3

    await eventually(all_recorded)
    await done(federation, "iop", "events", "close-books", {"event": event})
    account = await settlement(federation, "ons", event, "closed")
    assert {each["body"]: each["share"] for each in account["shares"]} == {"iop": 27_199, "bcs": 26_400, "ons": 26_400}
    assert [(each["payer"], each["payee"], each["pence"]) for each in account["payments"]] == [
        ("bcs", "iop", 16_402),
        ("ons", "iop", 26_400),
    ]
    assert [(each["body"], each["pence"]) for each in account["kind"] if each["pence"]] == [("ons", 40_000)]
    assert await refused(federation, "bcs", "events", "record-cost", {**cost, "pence": 6}) == "books-closed"
    for body in HOSTS:
        await settlement(federation, body, event, "closed")
        yes = {"event": event, "round": 1, "verdict": "accepted"}
        await done(federation, body, "events", "answer-books", yes)
    for body in HOSTS:
        await settlement(federation, body, event, "settled")
    payment = {"event": event, "payer": "ons", "payee": "iop"}
    assert await refused(federation, "bcs", "events", "mark-payment", {**payment, "mark": "sent"}) == "not-our-payment"
    await done(federation, "ons", "events", "mark-payment", {**payment, "mark": "sent"})
    await done(federation, "iop", "events", "mark-payment", {**payment, "mark": "received"})

    async def both_marked() -> bool:
        payments = (await settlement(federation, "bcs", event, "settled"))["payments"]
        return [(each["sent"], each["received"]) for each in payments if each["payer"] == "ons"] == [(True, True)]

    await eventually(both_marked)


async def test_a_report_is_read_by_its_reader_alone_and_a_note_by_members(federation: Federation) -> None:
    ann, bea = "p-report-ann1", "p-report-bea1"
    await done(federation, "bcs", "directory", "charter-network", {"network": "bcs/readers", "charter": charter()})
    await enrolled(federation, "bcs", ann, bea)
    await done(federation, "bcs", "directory", "join-network", {"person": ann, "network": "bcs/readers"})
    report = {"person": ann, "event": "iop/after", "network": "bcs/readers", "text": WORDS}
    await done(federation, "bcs", "directory", "send-report", report)
    await done(federation, "bcs", "directory", "send-report", {**report, "network": None, "text": SHARED})
    assert await refused(federation, "bcs", "directory", "send-report", {**report, "person": bea}) == "not-member"

    bcs = federation["bcs"]
    officer, another = (bcs.bearer("officer", networks=[f"bcs/{name}"]) for name in ("readers", "another"))
    (read,) = await bcs.read("directory", "own-networks/readers/reports", officer)
    assert (read["text"], read["name"]) == (WORDS, None)
    assert await bcs.read("directory", "own-networks/readers/reports", another) is None
    assert await bcs.read("directory", "own-networks/readers/reports") is None, "the administrator"
    (read,) = await bcs.read("directory", "reports")
    assert (read["text"], read["name"]) == (SHARED, None)
    assert len(await bcs.read("directory", f"people/{ann}/reports")) == 2

    note = {"network": "bcs/readers", "note": "first-day", "title": "The first day", "text": "A desk by the door."}
    kept = {**note, "review_by": "2099-01-01", "public": True, "author": "A member"}
    answer = await bcs.command("directory", "keep-note", kept, bearer=officer)
    assert answer.status_code == httpx2.codes.OK, answer.text
    assert (await bcs.command("directory", "keep-note", kept, bearer=another)).json()["code"] == "not-allowed"
    library = "own-networks/readers/library"
    (own,) = await bcs.read("directory", library, bcs.bearer("member", person=ann))
    assert (own["author"], own["review_due"]) == ("A member", False)
    assert await bcs.read("directory", library, bcs.bearer("member", person=bea)) is None
    (shown,) = (await bcs.client.get("/directory/v1/bcs/library/readers.json")).json()
    assert (shown["text"], shown["author"]) == ("A desk by the door.", "")
    hidden = charter(findable="invitation", joinable="invited")
    await done(federation, "bcs", "directory", "describe-network", {"network": "bcs/readers", "charter": hidden})
    gone = await bcs.client.get("/directory/v1/bcs/library/readers.json")
    assert gone.status_code == httpx2.codes.NOT_FOUND


@pytest.fixture(scope="module")
async def days(federation: Federation) -> dict[str, date]:
    """By event: its last day. Both are over."""
    return dict(
        zip((AFTER, BOOKS), await asyncio.gather(over(federation, AFTER), over(federation, BOOKS)), strict=True)
    )


async def the_lead_is_reminded_to_ask_how_it_was(federation: Federation, event: str) -> None:
    """Until the practice that the hint names has opened."""

    async def reminded() -> bool:
        led = await federation["iop"].read("events", f"led/{event.partition('/')[2]}")
        return any("start-practice with the template feedback" in hint for hint in led["hints"])

    async def asked() -> bool:
        return not await reminded()

    assert await reminded()
    template = (await federation["iop"].read("events", "templates"))["feedback"]
    practice = {"subject": event, "practice": "how-it-was", "template": template}
    await done(federation, "iop", "events", "start-practice", practice)
    await eventually(asked)


def morning(last_day: date, day: int) -> datetime:
    return datetime.combine(last_day + timedelta(days=day), time(8, 30), ZONE).astimezone(UTC)


async def made_due(around: Surroundings, body: str, command: type[Message], when: datetime, event: str = "") -> int:
    """How many timers there are of this command, about the event, for that moment; it has come now."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(around.mongo_url, tz_aware=True)
    try:
        timers = client[f"{around.database_prefix}_{body}_events"]["timers"]
        words = (command.contract.type, event)
        found = [
            each async for each in timers.find({"due": when}) if all(word in str(each["record"]) for word in words)
        ]
        for each in found:
            each["record"][4] = [header for header in each["record"][4] if header[0] != "kith-due"]
            await timers.update_one(
                {"_id": each["_id"]}, {"$set": {"due": datetime.now(UTC), "record": each["record"]}}
            )
    finally:
        client.close()
    return len(found)


async def made_past(around: Surroundings, body: str, event: str, ago: timedelta) -> None:
    """The lead remembers the event as that much earlier: what looks at its day sees that the day has come."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(around.mongo_url)
    try:
        states = client[f"{around.database_prefix}_{body}_events"]["states"]
        found = await states.find_one({"_id": f"event/{event}"})
        assert found
        kept = JointEvent.model_validate_json(found["state"])
        plan = kept.terms.plan
        earlier = plan.model_copy(update={"starts": plan.starts - ago, "ends": plan.ends - ago})
        past = kept.model_copy(update={"terms": kept.terms.model_copy(update={"plan": earlier})})
        await states.update_one({"_id": f"event/{event}"}, {"$set": {"state": past.model_dump_json()}})
    finally:
        client.close()


async def counted(around: Surroundings, event: str, *, done: int, all: int) -> None:
    """Wait until the lead has heard so many ticks."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(around.mongo_url)
    states = client[f"{around.database_prefix}_iop_events"]["states"]

    async def heard() -> bool:
        ticks = [str(each) async for each in states.find({"_id": {"$regex": f"^tick/{event}/"}})]
        return (len(ticks), sum('"status":"done"' in tick for tick in ticks)) == (all, done)

    try:
        await eventually(heard)
    finally:
        client.close()


async def told(catcher: MailCatcher, person: str, count: int) -> list[Any]:
    async def there() -> bool:
        return len(catcher.sent_to(f"{person}@mail.example")) >= count

    await eventually(there)
    return catcher.sent_to(f"{person}@mail.example")


async def outcome(federation: Federation, body: str, event: str, wanted: Any) -> Any:
    """What a stranger without a token reads of it, anywhere."""
    seen: dict[str, Any] = {}

    async def there() -> bool:
        answer = await federation[body].client.get(f"/events/v1/{body}/outcomes/{event}.json")
        seen.update(answer.json())
        return bool(answer.is_success and wanted(seen))

    await eventually(there)
    return seen


async def nowhere(federation: Federation, around: Surroundings, word: bytes) -> None:
    """It stands in the clear on no topic and in no database, but in the mails."""
    topics = await on_topics(federation, around)
    kept = await in_databases(around, HOSTS, ("events", "notify"), ("states", "timers", "outbox"))
    assert kept
    assert any(b"action-updated" in part for record in topics.values() for part in record)
    assert not [each for record in topics.values() for each in record if word in each]
    assert not [each for each in kept if word in each]
