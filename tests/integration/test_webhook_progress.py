"""How far a webhook is, what is sent again, and what leaves the journal: on a real database."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.flow import Ground
from support.speaking import keyed_for

from kith_notify.journal.journal import Entry
from kith_notify.journal.worker import KEPT, let_go
from kith_notify.webhooks.progress import LEASE, Attempt, Progress, Retry

CRM, HR = "bcs/crm", "bcs/hr"
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
async def database(ground: Ground) -> Any:
    found = ground.client[f"webhooks_{uuid4().hex[:8]}"]
    await Progress(found, "").prepare()
    return found


def attempt(number: int, status: int | None, following: datetime | None, attempts: int = 0, round: str = "") -> Attempt:
    return Attempt(Retry(number, attempts, NOW, round), NOW, status, "" if status else "too-slow", 0.1, "", following)


async def test_one_process_sends_and_another_goes_on_once_it_is_silent(database: Any) -> None:
    first, second = Progress(database, "first"), Progress(database, "second")
    held = await first.hold(CRM, 7, NOW)
    assert held
    assert held["position"] == 7
    assert await second.hold(CRM, 7, NOW) is None
    await second.advance(CRM, 99, NOW)
    assert await first.position(CRM) == 7, "only who holds it moves it on"
    await first.advance(CRM, 12, NOW)
    taken = await second.hold(CRM, 7, NOW + LEASE + timedelta(seconds=1))
    assert taken
    assert taken["position"] == 12
    assert await first.hold(CRM, 7, NOW + LEASE) is None


async def test_what_was_not_taken_is_due_when_its_pause_is_over_until_it_is_taken_or_given_up(database: Any) -> None:
    progress, soon, later = Progress(database, "me"), NOW + timedelta(seconds=5), NOW + timedelta(hours=1)
    await progress.note(CRM, [attempt(1, 503, soon), attempt(2, None, later), attempt(3, 204, None)])
    assert await progress.waiting(CRM) == (2, soon)
    assert await progress.due(CRM, NOW, 10) == []
    (first,) = await progress.due(CRM, soon, 10)
    assert (first.number, first.attempts) == (1, 1)
    await progress.note(CRM, [attempt(1, 204, None, attempts=1), attempt(2, 500, None, attempts=9)])
    assert await progress.waiting(CRM) == (0, None)
    assert await progress.waiting(HR) == (0, None)
    shown = [(each["number"], each["attempt"], each["taken"]) for each in await progress.attempts(CRM, 10)]
    assert sorted(shown) == [(1, 1, False), (1, 2, True), (2, 1, False), (2, 10, False), (3, 1, True)]
    assert await progress.last_taken(CRM) == NOW
    assert await progress.last_taken(HR) is None


async def test_a_replay_waits_beside_the_first_time(database: Any) -> None:
    progress, soon = Progress(database, "me"), NOW + timedelta(seconds=5)
    await progress.note(CRM, [attempt(1, 503, soon), attempt(1, 503, soon, round="a.1")])
    assert (await progress.waiting(CRM))[0] == 2
    await progress.hold(CRM, 0, NOW)
    await progress.replayed(CRM, "a.1", 40)
    held = await progress.hold(CRM, 0, NOW)
    assert held
    assert held["replays"] == {"a_1": 40}
    await progress.replayed(CRM, "a.1", None)
    over = await progress.hold(CRM, 0, NOW)
    assert over
    assert over["replays"] == {}


async def test_the_question_whether_a_server_agrees_is_of_a_version_and_no_fact(database: Any) -> None:
    progress, soon = Progress(database, "me"), NOW + timedelta(seconds=5)
    asked, when = await progress.handshake(CRM, 1, NOW)
    assert when == NOW
    await progress.note(CRM, [Attempt(asked, NOW, 404, "", 0.1, "", soon)])
    assert (await progress.handshake(CRM, 1, NOW))[1] == soon
    assert (await progress.handshake(CRM, 2, NOW))[1] == NOW, "another address is asked at once"
    assert await progress.due(CRM, soon, 10) == []
    assert await progress.waiting(CRM) == (0, None)
    await progress.forget_handshakes(CRM)
    assert (await progress.handshake(CRM, 1, NOW))[1] == NOW


async def test_a_removed_webhook_leaves_nothing(database: Any) -> None:
    progress, soon = Progress(database, "me"), NOW + timedelta(seconds=5)
    for name in (CRM, HR):
        await progress.hold(name, 0, NOW)
        await progress.note(name, [attempt(1, 503, soon)])
    await progress.forget_all_but({HR})
    assert (await progress.waiting(CRM), await progress.attempts(CRM, 10)) == ((0, None), [])
    assert await progress.position(CRM) is None
    assert (await progress.waiting(HR))[0] == 1


async def test_what_is_older_than_thirty_days_leaves_the_journal(database: Any) -> None:
    days = [NOW, NOW - KEPT + timedelta(days=1), NOW - KEPT - timedelta(days=1), NOW - 3 * KEPT]
    states = database["states"]
    for number, day in enumerate(days, 1):
        entry = Entry(
            number=number,
            message="m",
            source="s",
            type="t",
            appended=day,
            key="k",
            correlation="",
            names=(),
            data={},
        )
        await states.insert_one({"_id": entry.path, "tags": list(entry.tags(keyed_for("bcs")))})
    await states.insert_one({"_id": "other/x", "tags": ["day/2000-01-01"]})
    assert await let_go(states, NOW) == 2
    left = {each["_id"] async for each in states.find({})}
    assert left == {"journal-entry/facts/000000000001", "journal-entry/facts/000000000002", "other/x"}
