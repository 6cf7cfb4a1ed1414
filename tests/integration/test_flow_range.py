"""The log no longer holds what comes next: nobody guesses what to skip, and the other partitions go on."""

import signal

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from support.eventually import elapse, eventually
from support.flow import Ground, Home, health
from support.processes import Process


async def test_records_deleted_while_it_was_down_raise_an_alarm(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start_ready()
    await home.send(home.charter("n0"))
    await eventually(home.settled)
    assert await process.stop() == 0
    last = await _send_to(home, 0, ["a", "b", "c"])
    await _delete_before(home, 0, last)
    process = await home.start()
    await _send_to(home, 1, ["d"])
    await eventually(lambda: _alarm_of_the_first(home, process))
    await eventually(lambda: _is_chartered(home, "d"))
    assert not await _is_chartered(home, "c")
    assert process.said("a partition has stopped")
    await process.kill()


async def test_records_deleted_under_its_eyes_raise_an_alarm(ground: Ground) -> None:
    home = await ground.new_home()
    process = await home.start_ready(KITH_SESSION_TIMEOUT_MS="60000")
    names = await _deleted_unseen(home, process)
    await eventually(lambda: _alarm_of_the_first(home, process))
    await _send_to(home, 1, ["d"])
    await eventually(lambda: _is_chartered(home, "d"))
    assert not await _is_chartered(home, names[-1])
    await process.kill()


async def _deleted_unseen(home: Home, process: Process) -> list[str]:
    """Send while it sleeps, and delete; again, if a fetch that was under way brought the records all the same."""
    for attempt in range(10):
        names = [f"{name}{attempt}" for name in "abc"]
        process.tell(signal.SIGSTOP)
        await elapse(1.5, because="a fetch ends after a second, and nobody can ask the stopped")
        last = await _send_to(home, 0, names)
        await _delete_before(home, 0, last)
        process.tell(signal.SIGCONT)

        async def noticed(name: str = names[-1]) -> bool:
            return await _alarm_of_the_first(home, process) or await _is_chartered(home, name)

        await eventually(noticed)
        if not await _is_chartered(home, names[0]):
            return names
    raise AssertionError("the records were always fetched before")


async def test_who_comes_later_begins_where_the_log_begins(ground: Ground) -> None:
    home = await ground.new_home()
    last = await _send_to(home, 0, ["a", "b", "c"])
    await _delete_before(home, 0, last)
    process = await home.start_ready()
    await eventually(lambda: _is_chartered(home, "c"))
    assert not await _is_chartered(home, "a")
    assert await process.stop() == 0
    again = await home.start_ready()
    await eventually(home.settled)
    await again.kill()


async def test_a_marker_of_a_transaction_at_the_end_keeps_nobody_waiting(ground: Ground) -> None:
    home = await ground.new_home()
    producer = AIOKafkaProducer(**ground.office.arguments(), transactional_id=home.slug)
    await producer.start()
    async with producer.transaction():
        sent = home.charter("n0")
        await producer.send(sent.topic, sent.value, key=sent.key, headers=list(sent.headers))
    await producer.stop()
    process = await home.start_ready()
    await eventually(lambda: _is_chartered(home, "n0"))
    assert await process.stop() == 0
    again = await home.start_ready()
    await again.kill()


async def _send_to(home: Home, partition: int, names: list[str]) -> int:
    """The place of the last."""
    places = await home.send(*[home.charter(home.placed(partition, name)) for name in names])
    last: int = places[-1].offset
    return last


async def _delete_before(home: Home, partition: int, offset: int) -> None:
    admin = AIOKafkaAdminClient(**home.ground.office.arguments())
    await admin.start()
    try:
        await admin.delete_records({TopicPartition(home.commands, partition): RecordsToDelete(offset)})
    finally:
        await admin.close()


async def _alarm_of_the_first(home: Home, process: Process) -> bool:
    told = await health(process)
    return told.get("status") == "alarm" and list(told["alarms"]) == [f"{home.slug}.directory/{home.commands}/0"]


async def _is_chartered(home: Home, name: str) -> bool:
    known = {"_id": {"$regex": f"^network/{home.slug}/{name}(-[0-9]+)?$"}}
    return bool(await home.database["states"].count_documents(known))
