"""Who may do what: every operation with real credentials on a real broker, at rest and while it is restarted."""

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from support.eventually import elapse, eventually
from support.evidence import record

from kith_cli.cluster.admin import Admin
from kith_cli.cluster.attempts import attempts
from kith_cli.cluster.matrix import Check, access_matrix, unexpected
from kith_cli.cluster.question import Verdict
from kith_cli.keys import equip
from kith_cli.office import admit_bodies
from kith_contracts.access.cluster import Right
from kith_contracts.consortium import BodyRegistered
from kith_lab.servers.kafka import EmbeddedKafka

OWN, OTHER = "alpha", "alphabet"
"""The slug of one begins like that of the other: a prefix without its dot would let the first in everywhere."""


@pytest.fixture(scope="module")
async def kafka(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedKafka]:
    broker = EmbeddedKafka(tmp_path_factory.mktemp("matrix") / "kafka")
    await broker.start()
    equip(broker.office.keys, ())
    bodies = [BodyRegistered(body=body, name=body, kind="other", version=1) for body in (OWN, OTHER)]
    await admit_bodies(broker.office, bodies)
    yield broker
    await broker.stop()


# kafka-python leaves a socket to the garbage collector when a connection is refused.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_everyone_may_do_what_they_should_and_no_more_also_while_the_broker_is_restarted(
    kafka: EmbeddedKafka,
) -> None:
    at_rest = await access_matrix(kafka.office, OWN, OTHER, kafka.inside)
    restless = await _while_it_is_restarted(kafka)
    assert len(at_rest) >= 45
    assert [each.what for each in restless] == [each.what for each in at_rest]
    gc.collect()
    waited, more = (sum(each.repeats for each in checks) for checks in (at_rest, restless))
    assert more > waited, "nothing was tried while the broker was away"
    found = Counter(each.found for each in at_rest)
    assert found[Verdict.ALLOWED] > 30, "a cluster that refuses everything proves nothing"
    assert found[Verdict.DENIED] > 60
    wrong = [*unexpected(at_rest), *unexpected(restless)]
    assert not wrong, "\n".join(map(str, wrong))
    record("matrix", checks=len(at_rest) + len(restless), unexpected=len(wrong))


async def test_a_right_too_many_and_a_right_too_few_are_found(kafka: EmbeddedKafka) -> None:
    too_many = Right(OWN, "read", "topic", "prefixed", "kith.people.")
    too_few = Right(OTHER, "read", "group", "prefixed", f"{OTHER}.")
    hole, gap = (OWN, f"read kith.people.{OTHER}.events.facts"), (OTHER, f"join {OTHER}.events")
    await asyncio.to_thread(_change, kafka, [too_many], [too_few])
    try:
        await eventually(lambda: _is(kafka, hole, Verdict.ALLOWED))
        await eventually(lambda: _is(kafka, gap, Verdict.DENIED))
    finally:
        await asyncio.to_thread(_change, kafka, [too_few], [too_many])
    await eventually(lambda: _is(kafka, hole, Verdict.DENIED))
    await eventually(lambda: _is(kafka, gap, Verdict.ALLOWED))


async def _while_it_is_restarted(kafka: EmbeddedKafka) -> list[Check]:
    trying = asyncio.create_task(access_matrix(kafka.office, OWN, OTHER, kafka.inside))
    await elapse(0.5, because="some are to be tried before and after")
    await kafka.restart()
    await elapse(0.5, because="some are to be tried before and after")
    await kafka.stop()
    await kafka.start()
    return await trying


async def _is(kafka: EmbeddedKafka, what: tuple[str, str], verdict: Verdict) -> bool:
    """Whether this line of the matrix comes out so; a broker learns of rights a moment after they are given."""
    [attempt] = [each for each in attempts(kafka.office, OWN, OTHER, ()) if (each.who, each.what) == what]
    return (await attempt.made())[0] is verdict


def _change(kafka: EmbeddedKafka, give: list[Right], take: list[Right]) -> None:
    with Admin(kafka.office) as admin:
        admin.allow(give)
        admin.revoke(take)
