"""The embedded stack on real servers: it starts, keeps what it was given, and leaves nothing behind."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiosmtplib
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from motor.motor_asyncio import AsyncIOMotorClient

from kith_cli.errors import StackError
from kith_lab.servers.folder import StackFolder, State, recorded
from kith_lab.servers.mail import MailCatcher
from kith_lab.servers.processes import Process, identify, is_alive
from kith_lab.servers.stack import KAFKA_VARIABLE, MONGO_VARIABLE, Stack
from kith_lab.stack import FAILED, FINE, reset, status, stop, survey

ELSEWHERE = "kafka.example:9092"
NOBODY = 2**22 + 1  # Linux gives no process such a number

# Runs a stack in the folder that it is given, and says when it is ready.
KEEPER = """
import asyncio, pathlib, signal, sys
from kith_lab.servers.stack import Stack
async def main():
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
    async with Stack(pathlib.Path(sys.argv[1]), name="keeper") as stack:
        print(stack.mongo.pid, flush=True)
        await asked.wait()
asyncio.run(main())
"""


@pytest.fixture(scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    with pytest.MonkeyPatch.context() as environment:
        for name in (KAFKA_VARIABLE, MONGO_VARIABLE):
            environment.delenv(name, raising=False)
        async with Stack(tmp_path_factory.mktemp("kith") / "own") as running:
            yield running


@pytest.fixture
def kafka_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the database is started, which is quicker."""
    monkeypatch.setenv(KAFKA_VARIABLE, ELSEWHERE)
    monkeypatch.delenv(MONGO_VARIABLE, raising=False)


@pytest.fixture
def all_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KAFKA_VARIABLE, ELSEWHERE)
    monkeypatch.setenv(MONGO_VARIABLE, "mongodb://mongo.example")


async def test_a_record_outlives_a_killed_broker(stack: Stack) -> None:
    topic = await _new_topic(stack)
    await _send(stack, topic, b"before")
    assert stack.kafka is not None
    before = stack.kafka.address, stack.kafka.pid
    await stack.kafka.restart()
    await _send(stack, topic, b"after")
    assert await _read(stack, topic, count=2) == [b"before", b"after"]
    assert (stack.kafka.address, stack.kafka.pid != before[1]) == (before[0], True)


async def test_a_committed_transaction_outlives_a_killed_database_and_an_aborted_one_leaves_nothing(
    stack: Stack,
) -> None:
    assert stack.mongo is not None
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(stack.mongo_url)
    people = client[uuid4().hex]["people"]
    await people.insert_one({"_id": "ada"})
    async with await client.start_session() as session:
        async with session.start_transaction():
            await people.insert_one({"_id": "bob"}, session=session)
        session.start_transaction()
        await people.insert_one({"_id": "eve"}, session=session)
        await session.abort_transaction()
    await stack.mongo.restart()
    found = [person["_id"] async for person in people.find().sort("_id")]
    client.close()
    assert found == ["ada", "bob"]


async def test_a_running_stack_is_reused_and_survives_its_guest(stack: Stack) -> None:
    async with Stack(stack.folder.path, reuse=True, fresh=True) as guest:
        assert not guest.owned
        assert guest.kafka_bootstrap == stack.kafka_bootstrap
        assert guest.mongo_url == stack.mongo_url
    assert stack.kafka is not None
    assert stack.kafka.pid


async def test_a_second_start_is_refused_and_names_process_and_folder(stack: Stack) -> None:
    with pytest.raises(StackError, match=rf"Process {os.getpid()} .*{stack.folder.path}"):
        await Stack(stack.folder.path).start()


async def test_status_shows_what_runs_and_reset_refuses_it(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    data = stack.folder.path.parent
    stack.record("node bcs", os.getpid(), "http://127.0.0.1:1")
    assert status(data=data, as_json=True) == FAILED, "that node does not answer"
    (shown,) = json.loads(capsys.readouterr().out)
    assert (shown["state"], len(shown["troubles"])) == ("in trouble", 1)
    assert shown["troubles"][0].startswith("node bcs does not answer")
    by_name = {one["name"]: one for one in shown["processes"]}
    assert set(by_name) == {"stack", "kafka", "mongodb", "node bcs"}
    assert by_name["kafka"]["address"] == stack.kafka_bootstrap
    assert by_name["kafka"]["memory_bytes"] > 50_000_000
    with pytest.raises(StackError, match="is running"):  # its state, in words
        reset(data=data, yes=True)
    stack.forget("node bcs")
    assert status(data=data, as_json=True) == FINE, "what is to be gone is no trouble"


@pytest.mark.usefixtures("kafka_elsewhere")
async def test_a_killed_parent_takes_its_servers_with_it_and_the_next_start_works(tmp_path: Path) -> None:
    keeper, database = await _keeper(tmp_path / "one")
    born = identify(database)
    keeper.kill()
    await keeper.wait()
    async with Stack(tmp_path / "one") as stack:
        assert born
        assert not is_alive(born)
        assert stack.kafka_bootstrap == ELSEWHERE
        assert stack.mongo
        assert stack.kafka is None


@pytest.mark.usefixtures("kafka_elsewhere")
async def test_stop_ends_the_process_that_runs_a_stack_and_reset_removes_its_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper, database = await _keeper(tmp_path / "one")
    (tmp_path / "theirs").mkdir()
    assert await stop("one", data=tmp_path) == FINE
    assert await keeper.wait() == 0
    assert identify(database) is None
    assert await stop(data=tmp_path) == FAILED
    assert status(data=tmp_path) == FAILED
    assert reset(data=tmp_path, yes=True) == FINE
    assert _names(tmp_path) == ["theirs"]
    assert "stopped keeper, mongodb" in capsys.readouterr().out


@pytest.mark.usefixtures("all_elsewhere")
async def test_leftovers_of_a_killed_run_are_ended_but_not_who_got_their_number(tmp_path: Path) -> None:
    sleeper = await asyncio.create_subprocess_exec("sleep", "60")
    gone = recorded("stack", NOBODY, "")
    ours, other = recorded("node", sleeper.pid, ""), recorded("kafka", os.getppid(), "")
    reused = replace(other, process=Process(other.process.pid, "another birth"))
    folder = StackFolder(tmp_path / "one")
    assert folder.claim()
    folder.write(State(gone, processes=(ours, reused)))
    folder.release()
    assert survey(tmp_path)[0].state == "left over"
    async with Stack(tmp_path / "one"):
        assert await sleeper.wait() == -signal.SIGTERM
    assert other.alive


@pytest.mark.usefixtures("all_elsewhere")
async def test_fresh_removes_what_an_earlier_run_left_and_follows_no_link(tmp_path: Path) -> None:
    one, kept = tmp_path / "one", tmp_path / "kept"
    kept.mkdir()
    (kept / "letter").touch()
    async with Stack(one):
        (one / "old").touch()
        (one / "link").symlink_to(kept)
    async with Stack(one, fresh=True):
        assert not {"old", "link"} & set(_names(one))
    assert (kept / "letter").exists()


async def test_a_folder_of_somebody_else_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter").touch()
    with pytest.raises(StackError, match="not a folder of Kith's"):
        await Stack(tmp_path, fresh=True).start()
    assert _names(tmp_path) == ["letter"]


async def test_missing_java_is_one_line_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv(MONGO_VARIABLE, "mongodb://mongo.example")
    for name in (KAFKA_VARIABLE, "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(StackError, match=r"No Java found.*17.*KITH_KAFKA_BOOTSTRAP") as refused:
        await Stack(tmp_path / "one").start()
    assert "\n" not in str(refused.value)


async def test_a_server_that_dies_at_its_start_shows_the_end_of_its_log(tmp_path: Path, kafka_elsewhere: None) -> None:
    one = tmp_path / "one"
    (one / "mongodb").mkdir(parents=True)
    (one / ".kith-stack").touch()
    (one / "mongodb" / "data").write_text("not a folder")
    with pytest.raises(StackError, match=r"(?s)mongodb ended while starting.*mongodb\.log.*data"):
        await Stack(one).start()
    assert [stack.state for stack in survey(tmp_path)] == ["stopped"]


async def test_the_mail_catcher_keeps_a_mail_with_its_envelope(tmp_path: Path) -> None:
    letter = "From: a@bcs.example\r\nTo: all@bcs.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nhello\r\n"
    async with MailCatcher(tmp_path) as catcher:
        port = int(catcher.url.rpartition(":")[2])
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as client:
            await client.sendmail("a@bcs.example", ["b@iop.example"], letter)
    (caught,) = catcher.mails
    assert caught.recipients == ("b@iop.example",)
    assert caught.message["Subject"] == "Grüße"
    assert catcher.sent_to("b@iop.example") == [caught.message]
    assert (tmp_path / "000001.eml").read_bytes() == letter.encode()


def _names(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


async def _keeper(folder: Path) -> tuple[asyncio.subprocess.Process, int]:
    """A process that runs a stack, and the process id of its database."""
    keeper = await asyncio.create_subprocess_exec(sys.executable, "-c", KEEPER, str(folder), stdout=PIPE)
    assert keeper.stdout
    return keeper, int(await keeper.stdout.readline())


async def _new_topic(stack: Stack) -> str:
    topic = uuid4().hex
    admin = AIOKafkaAdminClient(**stack.office.arguments())
    await admin.start()
    await admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
    await admin.close()
    return topic


async def _send(stack: Stack, topic: str, value: bytes) -> None:
    async with AIOKafkaProducer(**stack.office.arguments(), enable_idempotence=True) as producer:
        await producer.send_and_wait(topic, value)


async def _read(stack: Stack, topic: str, count: int) -> list[bytes | None]:
    consumer = AIOKafkaConsumer(topic, **stack.office.arguments(), auto_offset_reset="earliest")
    async with asyncio.timeout(20), consumer:
        return [(await consumer.getone()).value for _ in range(count)]
