"""What is said of a server that does not answer, and of one that refuses a password."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError, SaslAuthenticationFailed
from pymongo.errors import OperationFailure, ServerSelectionTimeoutError
from support.eventually import eventually

from kith_chassis import servers
from kith_chassis.kafka.cluster import Cluster
from kith_chassis.servers import AWAY_AFTER, Server

Ask = Callable[[], Awaitable[object]]


class Clock:
    """Stands still until it is told otherwise; nobody pauses meanwhile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(servers, "PAUSE", 0.0)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


async def _asked(server: Server, times: int, count: Callable[[], int]) -> None:
    watch = asyncio.create_task(server.watch())

    async def often_enough() -> bool:
        return count() >= times

    await eventually(often_enough)
    watch.cancel()


async def test_a_server_is_away_once_it_has_not_answered_for_some_seconds(clock: Clock) -> None:
    asked, away = 0, True

    async def ask() -> None:
        nonlocal asked
        asked += 1
        if away:
            raise KafkaConnectionError("gone")

    server = Server("Kafka", ask, lambda error: f"because: {error}", clock)
    await _asked(server, 2, lambda: asked)
    assert server.trouble == "", "a hiccup is no outage"
    clock.now = AWAY_AFTER
    assert "because: KafkaConnectionError: gone (Last answer: 20" in server.trouble
    away = False
    await _asked(server, asked + 2, lambda: asked)
    assert server.trouble == ""
    clock.now *= 2
    assert server.trouble == "", "it answered the last question"


async def test_a_question_without_an_answer_counts_as_none(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "ANSWER_WITHIN", 0.01)
    server = Server("database", asyncio.Event().wait, str, clock)
    clock.now = AWAY_AFTER

    async def trouble() -> str:
        return server.trouble

    watch = asyncio.create_task(server.watch())
    assert "no answer" in await eventually(trouble)
    watch.cancel()


@pytest.mark.usefixtures("clock")
async def test_a_refused_password_is_told_at_once() -> None:
    class Refusing:
        admin = None

    async def refuse(_command: str) -> None:
        raise OperationFailure("authentication failed", 18)

    refusing = Refusing()
    refusing.admin = type("Admin", (), {"command": staticmethod(refuse)})  # type: ignore[assignment]
    server = servers.database(refusing, "mongodb://kith:secret@db1:1,db2:2/?tls=true")

    async def trouble() -> str:
        return server.trouble

    watch = asyncio.create_task(server.watch())
    told = await eventually(trouble)
    watch.cancel()
    assert "The database at db1:1,db2:2 refuses the user kith: authentication failed" in told
    assert "KITH_MONGO_URL" in told
    assert "secret" not in told


def test_each_kind_of_failure_has_its_remedy(tmp_path: Path) -> None:
    kafka = servers.broker(Cluster("kafka.example:9093", "bcs", tmp_path), list)
    refused, away = kafka._remedy(SaslAuthenticationFailed("no")), kafka._remedy(KafkaConnectionError("no"))
    assert "refuses the user bcs" in refused
    assert str(tmp_path / "bcs" / "kafka.json") in refused
    assert "KITH_KAFKA_BOOTSTRAP" in away
    assert "refuses" not in away
    database = servers.database(None, "mongodb://db.example:27017/?directConnection=true")
    assert "The database at db.example:27017 does not answer" in database._remedy(ServerSelectionTimeoutError("no"))
