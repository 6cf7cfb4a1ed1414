"""What is decided for a time to come: each is kept, and each takes effect once, at its time by the broker's clock."""

import asyncio
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from support.vaults import new_vault

from kith_chassis.bell import Bell
from kith_chassis.catalogue import on
from kith_chassis.decision import Circumstances, Decision, Due
from kith_chassis.kafka.clock import BrokerClock
from kith_chassis.path.decide import Decider
from kith_chassis.path.inbox import Entry, Part, claim_of
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.load import Loaded
from kith_chassis.path.timers import Timers
from kith_chassis.path.wire import Record
from kith_chassis.path.work import Owned
from kith_contracts.directory.networks import PublishProfile
from kith_contracts.events.draws import DrawPlaces, HoldDraw
from kith_contracts.message import Message
from kith_contracts.registry import read

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASKED = PublishProfile(body="bcs", name="BCS", region="London")


class Timed:
    """An in-memory service that sets timers, and fires them by a clock that is ahead."""

    def __init__(self) -> None:
        self.now, self.timers, self.claims = NOW, dict[str, dict[str, Any]](), set[bytes]()
        self.plans: dict[str, tuple[Due, ...]] = {}
        self.done: list[tuple[datetime, Message]] = []
        self.firings = 0
        acts = [on(each, self._act)() for each in (DrawPlaces, HoldDraw)]
        asked = on(PublishProfile, lambda at, _message: Decision(due=self.plans[at.id]))()
        self._decider = Decider("bcs", "events", [asked, *acts], Ledger(None, defaultdict(object)), new_vault())

    def _act(self, at: Circumstances, message: Message) -> Decision:
        self.done.append((at.now, message))
        return Decision()

    def ask(self, *due: Due) -> None:
        """Something comes in that has these consequences later."""
        id = f"m{len(self.plans)}"
        self.plans[id] = due
        topic = ASKED.contract.topic("bcs")
        headers = (("ce_specversion", b"1.0"), ("ce_type", ASKED.contract.type.encode()), ("ce_id", id.encode()))
        source = ("ce_source", b"urn:kith:source:bcs/systems/crm")
        self._take(Record(topic, 0, b"bcs", ASKED.model_dump_json().encode(), [*headers, source]))

    def fire(self, ahead: timedelta = timedelta(0)) -> None:
        """Fire what a clock that is so far ahead takes for due; each twice, as two replicas may."""
        due = [each for each in self.timers.values() if each["due"] <= self.now + ahead]
        for each in due:
            del self.timers[each["_id"]]
        for each in due * 2:
            self.firings += 1
            self._take(Record(*each["record"]))

    def _take(self, sent: Record) -> None:
        milliseconds = round(self.now.timestamp() * 1000)
        record = SimpleNamespace(**sent._asdict(), offset=self.firings, timestamp=milliseconds)
        envelope = read(sent.topic, sent.headers, sent.value, key=sent.key, appended=self.now)
        loaded = Loaded(claims={claim_of(envelope)} & self.claims)
        part = Part(Owned("s", 1, self.firings, 0, {}), [Entry(record, envelope)])
        work = asyncio.run(self._decider.decide([part], loaded))
        self.claims |= work.claims.keys()
        self.timers |= {each["_id"]: each for each in work.timers}


commands = st.builds(
    lambda kind, event, part: kind(event=f"bcs/{event}", part=part),
    st.sampled_from((DrawPlaces, HoldDraw)),
    st.sampled_from(("a-day", "another")),
    st.sampled_from(("lectures", "dinner", "fund")),
)
moments = st.builds(lambda hours, later: NOW + hours * HOUR + later, st.integers(1, 3), st.timedeltas(HOUR * 0, HOUR))
dues = st.builds(Due, moments, commands)


class TimersLife(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.service, self.decided = Timed(), Counter[Message]()

    @rule(due=st.lists(dues, max_size=6, unique=True))
    def decide(self, due: list[Due]) -> None:
        self.service.ask(*due)
        self.decided += Counter(each.command for each in due)

    @rule(minutes=st.integers(0, 90), ahead=st.sampled_from((0, 0, 30, 120)))
    def time_passes(self, minutes: int, ahead: int) -> None:
        self.service.now += timedelta(minutes=minutes)
        self.service.fire(timedelta(minutes=ahead))

    def teardown(self) -> None:
        self.service.now += 100 * HOUR
        self.service.fire()
        assert Counter(command for _, command in self.service.done) == self.decided
        assert not self.service.timers


TestTimersLife = TimersLife.TestCase
TestTimersLife.settings = settings(max_examples=25, stateful_step_count=8, deadline=None)


def test_two_timers_of_one_type_key_and_time_are_two() -> None:
    service = Timed()
    both = [DrawPlaces(event="bcs/a-day", part=part) for part in ("lectures", "dinner")]
    service.ask(*[Due(NOW + HOUR, each) for each in both])
    assert len(service.timers) == 2
    service.now += HOUR
    service.fire()
    assert [command for _, command in service.done] == both


def test_what_fires_early_is_put_back_undecided_and_takes_effect_in_time() -> None:
    service = Timed()
    due = NOW + HOUR + timedelta(microseconds=1)
    service.ask(Due(due, DrawPlaces(event="bcs/a-day", part="lectures")))
    before = {id: {**each} for id, each in service.timers.items()}
    service.fire(2 * HOUR)
    assert {id: {**each, "put_back": None} for id, each in service.timers.items()} == {
        id: {**each, "put_back": None} for id, each in before.items()
    }
    assert not service.done
    service.now = due + timedelta(milliseconds=1)
    service.fire()
    assert [at for at, _ in service.done] == [service.now]


def test_nobody_elses_command_is_put_back() -> None:
    service = Timed()
    topic, value = DrawPlaces.contract.topic("bcs"), DrawPlaces(event="bcs/a-day", part="lectures").model_dump_json()
    headers = {"ce_specversion": "1.0", "ce_type": DrawPlaces.contract.type, "ce_id": "m1"}
    headers |= {"ce_source": "urn:kith:source:bcs/systems/crm", "kith-due": "2030-01-01T00:00:00Z"}
    service._take(Record(topic, 0, b"bcs/a-day", value.encode(), [(k, v.encode()) for k, v in headers.items()]))
    assert (len(service.done), service.timers) == (1, {})


class Waiting(dict[str, Any]):
    """A collection of timers in memory, as far as they are fired from it."""

    def __init__(self, *timers: dict[str, Any]) -> None:
        super().__init__({each["_id"]: each for each in timers})

    def find(self, query: dict[str, Any]) -> "Waiting":
        return Waiting(*[each for each in self.values() if each["due"] <= query["due"]["$lte"]])

    def sort(self, _field: str, _way: int) -> "Waiting":
        return self

    async def to_list(self, _most: int) -> list[dict[str, Any]]:
        return list(self.values())

    async def bulk_write(self, deletions: list[Any]) -> None:
        for each in deletions:
            if self.get(each._filter["_id"], {}).get("put_back") == each._filter["put_back"]:
                del self[each._filter["_id"]]


@pytest.mark.parametrize("ahead", [-2, 0, 2])
async def test_a_node_whose_clock_is_wrong_soon_fires_by_the_brokers(ahead: int) -> None:
    now, sent = [NOW], list[datetime]()
    clock = BrokerClock(lambda: now[0] + ahead * HOUR)
    due = NOW + HOUR
    timer = {"_id": "t", "due": due, "record": ["kith.x", 0, b"", b"", []]}
    collection = Waiting(timer)

    class Broker:
        async def send(self, records: list[Record]) -> None:
            sent.extend([now[0]] * len(records))
            clock.taken(round(now[0].timestamp() * 1000))
            if now[0] < due:  # as the flow does, and it may be faster than the deletion
                collection["t"] = {**timer, "put_back": "0/1"}

    timers = Timers(collection, Broker(), new_vault(), clock, Bell())  # type: ignore[arg-type]
    clock.read(round((NOW - HOUR).timestamp() * 1000))
    for minute in range(0, 90, 5):
        now[0] = NOW + timedelta(minutes=minute)
        if ahead < 0:
            clock.read(round(now[0].timestamp() * 1000))
        await timers._fire()
    early = [at for at in sent if at < due]
    assert len(early) == (ahead > 0), "once, and then it knows"
    assert [at for at in sent if at >= due] == [due]
    assert not collection
