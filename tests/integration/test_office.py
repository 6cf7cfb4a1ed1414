"""The office's commands on a real cluster: they arrive, they say what differs, and what ends them does no harm."""

import asyncio
import contextlib
import io
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest
from support import tool
from support.eventually import eventually

from kith_chassis.kafka.cluster import FILE, Cluster
from kith_cli.admission import admit
from kith_cli.bodies import list_bodies, remove, rotate, suspend
from kith_cli.cluster.admin import Admin
from kith_cli.cluster.passwords import prove
from kith_cli.cluster.state import State, ours
from kith_cli.errors import StackError
from kith_cli.keys import equip
from kith_cli.reach import Reach
from kith_cli.topics import apply, plan
from kith_contracts.access.cluster import Right, principals_of, rights_of
from kith_contracts.registry import topics_for
from kith_lab.servers.kafka import EmbeddedKafka


class Office(NamedTuple):
    """A cluster of its own, and the folder for what is given to bodies."""

    kafka: EmbeddedKafka
    reach: Reach
    into: Path

    async def run(self, command: Callable[..., object], *args: str, **more: object) -> tuple[int, str]:
        """Exit code and output of a command, in this process."""

        def work() -> tuple[int, str]:
            with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
                code = command(*args, reach=self.reach, **more)
            return (code if isinstance(code, int) else 0), out.getvalue()

        return await asyncio.to_thread(work)

    async def spawn(self, *args: str, crash: str = "") -> tuple[int, str]:
        """The same as a process, which kills itself at a point."""
        reach = {"KITH_KAFKA_BOOTSTRAP": self.reach.kafka, "KITH_KEYS": str(self.reach.keys), "KITH_CRASH": crash}
        return await tool.run(args, os.environ | reach)

    async def found(self, body: str) -> State:
        return await asyncio.to_thread(self._found, body)

    def _found(self, body: str) -> State:
        with Admin(self.kafka.office) as admin:
            names = [topic.name for topic in topics_for([body]) if f".{body}." in topic.name]
            whole = ours(admin.observe(names), principals_of(body))
        own = principals_of(body)
        return State(
            whole.topics,
            whole.users & set(own),
            frozenset(right for right in whole.rights if right.principal in own),
            {principal: quota for principal, quota in whole.quotas.items() if principal in own},
        )

    async def change(self, work: Callable[[Admin], None]) -> None:
        def at_the_office() -> None:
            with Admin(self.kafka.office) as admin:
                work(admin)

        await asyncio.to_thread(at_the_office)

    async def admit(self, body: str) -> None:
        await self.run(admit, body, body.upper(), into=self.into)


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    kafka = EmbeddedKafka(folder / "kafka")
    await kafka.start()
    equip(kafka.office.keys, ())
    yield Office(kafka, Reach(kafka.address, kafka.office.keys), folder / "given")
    await kafka.stop()


@pytest.fixture
def body() -> str:
    return f"b{uuid4().hex[:8]}"


async def test_a_body_is_admitted_and_a_second_apply_has_nothing_to_do(office: Office, body: str) -> None:
    await office.admit(body)
    found = await office.found(body)
    assert found.rights == rights_of(body)
    assert found.users == set(principals_of(body)) == found.quotas.keys()
    for principal in principals_of(body):
        file = office.into / principal / FILE
        assert file.stat().st_mode & 0o077 == 0
        await asyncio.to_thread(prove, _known_as(office, principal))
    assert await office.run(plan) == (0, "0 changes, 0 deletions to be named, 0 faults.\n")
    code, told = await office.run(apply)
    assert (code, told) == (0, "0 changes.\n")
    _, listed = await office.run(list_bodies, as_json=True)
    assert body in {each["body"] for each in json.loads(listed)}


async def _told(office: Office, changes: int) -> tuple[int, str]:
    """What the plan says, once the broker knows of so many changes."""
    code, told = await office.run(plan)
    assert f"{changes} changes" in told
    return code, told


async def _holds(office: Office, body: str, right: Right) -> bool:
    return right in (await office.found(body)).rights


async def test_drift_exits_with_2_and_is_mended(office: Office, body: str) -> None:
    await office.admit(body)
    topic, right = f"kith.inbox.{body}.events", next(iter(rights_of(body)))
    await office.change(lambda admin: admin.configure({topic: (("retention.ms", "1"), ("segment.ms", "60000"))}))
    await office.change(lambda admin: admin.revoke([right]))
    await office.change(lambda admin: admin.set_quotas({body: None}))
    code, told = await eventually(lambda: _told(office, 3))
    assert code == 2
    assert f"configure topic {topic}: retention.ms = 2592000000, segment.ms = default" in told
    code, told = await office.run(apply)
    assert (code, told.splitlines()[-1]) == (0, "3 changes.")
    assert (await office.run(plan))[0] == 0


async def test_what_nobody_named_stays(office: Office, body: str) -> None:
    await office.admit(body)
    extra = Right(body, "read", "topic", "prefixed", "kith.people.")
    await office.change(lambda admin: admin.allow([extra]))
    await eventually(lambda: _holds(office, body, extra))
    code, told = await office.run(apply)
    assert (code, told.splitlines()[0]) == (2, "0 changes.")
    assert f"--delete rights:{body}" in told
    assert extra in (await office.found(body)).rights
    assert await office.run(apply, delete=(f"rights:{body}",)) == (0, "revoke: 1\n1 changes.\n")
    assert extra not in (await office.found(body)).rights
    with pytest.raises(StackError, match="nothing to delete"):
        await office.run(apply, delete=("kith.shared.nobody.events",))


async def test_a_plan_is_not_carried_out_when_the_cluster_has_changed(office: Office, body: str) -> None:
    await office.admit(body)
    await office.change(lambda admin: admin.set_quotas({body: None}))
    await eventually(lambda: _told(office, 1))
    _, told = await office.run(plan, as_json=True)
    digest = json.loads(told)["digest"]
    await office.change(lambda admin: admin.revoke([next(iter(rights_of(body)))]))
    await eventually(lambda: _told(office, 2))
    with pytest.raises(StackError, match="has changed since"):
        await office.run(apply, plan=digest)
    assert (await office.run(apply))[0] == 0


CHANGES = [f"{when}-change:{at}" for at in range(1, 5) for when in ("before", "after")]
POINTS = [*CHANGES, "password-kept:1", "password-kept:2"]


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_any_step_and_run_again_it_arrives(office: Office, body: str, point: str) -> None:
    command = ("bodies", "admit", body, "A body", "--into", str(office.into))
    killed, _ = await office.spawn(*command, crash=point)
    assert killed == -signal.SIGKILL
    await office.run(admit, body, "A body", into=office.into)
    found = await office.found(body)
    assert found.rights == rights_of(body)
    assert found.users == set(principals_of(body)) == found.quotas.keys()
    for principal in principals_of(body):
        await asyncio.to_thread(prove, _known_as(office, principal))
    assert (await office.run(plan))[0] == 0


async def test_two_at_once_do_no_harm(office: Office, body: str) -> None:
    command = ("bodies", "admit", body, "A body", "--into", str(office.into))
    ended = await asyncio.gather(*[office.spawn(*command) for _ in range(2)])
    assert [code for code, _ in ended] == [0, 0], ended
    for principal in principals_of(body):
        await asyncio.to_thread(prove, _known_as(office, principal))
    assert (await office.run(plan))[0] == 0


async def test_new_passwords_work_before_they_are_given_out(office: Office, body: str) -> None:
    await office.admit(body)
    before = {principal: (office.into / principal / FILE).read_bytes() for principal in principals_of(body)}
    killed, _ = await office.spawn("bodies", "rotate", body, "--into", str(office.into), crash="password-set")
    assert killed == -signal.SIGKILL
    assert (office.into / body / FILE).read_bytes() == before[body], "what is not proven is not given out"
    _, told = await office.run(rotate, body, into=office.into)
    for principal, old in before.items():
        assert (new := (office.into / principal / FILE).read_bytes()) != old
        assert json.loads(new)["password"] not in told
        await asyncio.to_thread(prove, _known_as(office, principal))
    (office.into / body / FILE).write_bytes(before[body])
    with pytest.raises(StackError, match="cannot log in"):
        await asyncio.to_thread(prove, _known_as(office, body), 1.0)


async def test_a_body_is_suspended_comes_back_and_leaves(office: Office, body: str) -> None:
    await office.admit(body)
    assert (await office.run(suspend, body))[0] == 0
    found = await office.found(body)
    assert not found.rights
    assert found.users == set(principals_of(body))
    assert await _status(office, body) == ("suspended", 2)
    assert (await office.run(plan))[0] == 0, "so it should be"
    await office.run(suspend, body)
    assert await _status(office, body) == ("suspended", 2), "again, it says nothing new"
    await office.run(admit, body)
    assert (await office.found(body)).rights == rights_of(body)
    assert await _status(office, body) == ("admitted", 3)
    topic = f"kith.inbox.{body}.events"
    with pytest.raises(StackError, match="no topics of"):
        await office.run(remove, body, delete_topics=("kith.registry",))
    _, told = await office.run(remove, body, delete_topics=(topic,))
    assert "brings it back" not in told
    found = await office.found(body)
    assert (found.rights, found.users, found.quotas) == (frozenset(), frozenset(), {})
    assert topic not in found.topics
    assert f"kith.shared.{body}.events" in found.topics
    assert (await office.run(plan))[0] == 0


async def test_who_is_not_the_office_sees_no_empty_cluster(office: Office, body: str) -> None:
    await office.admit(body)
    with pytest.raises(StackError, match="office's credential"), Admin(_known_as(office, body)) as admin:
        admin.observe()


async def test_no_password_is_in_the_list_of_processes_or_in_the_log(office: Office) -> None:
    office_password = office.kafka.office.credential().password
    arguments = await asyncio.to_thread(_command_lines)
    assert b"server.properties" in arguments, "the broker's own line is there"
    assert office_password.encode() not in arguments
    log = next(office.into.parent.rglob("kafka.log")).read_text()
    assert office_password not in log
    assert not list(office.into.parent.rglob("format.arguments"))


def _command_lines() -> bytes:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            found.append(path.read_bytes())
    return b"".join(found)


def _known_as(office: Office, principal: str) -> Cluster:
    return Cluster(office.reach.kafka, principal, office.into)


async def _status(office: Office, body: str) -> tuple[str, int]:
    _, listed = await office.run(list_bodies, as_json=True)
    [found] = [each for each in json.loads(listed) if each["body"] == body]
    return found["status"], found["version"]
