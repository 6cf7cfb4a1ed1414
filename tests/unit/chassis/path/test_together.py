"""Who asks at the same time is asked about together; who comes later, in the next question; a failure is of all."""

import asyncio

import pytest

from kith_chassis.together import Together


async def test_those_who_ask_at_the_same_time_are_one_question() -> None:
    asked = list[set[int]]()

    async def ask(wanted: set[int]) -> dict[int, int]:
        asked.append(wanted)
        await asyncio.sleep(0)
        return {each: each * 2 for each in wanted}

    together = Together(ask)
    found = await asyncio.gather(*[together([each]) for each in range(100)])
    assert [answer[each] for each, answer in enumerate(found)] == [each * 2 for each in range(100)]
    assert asked == [set(range(100))]


async def test_who_comes_while_a_question_is_under_way_is_in_the_next() -> None:
    asked, answer = list[set[str]](), asyncio.Event()

    async def ask(wanted: set[str]) -> set[str]:
        asked.append(wanted)
        await answer.wait()
        return wanted

    together = Together(ask)
    first = asyncio.create_task(together(["a"]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    later = [asyncio.create_task(together([each])) for each in "bc"]
    await asyncio.sleep(0)
    answer.set()
    assert await first == {"a"}
    assert await asyncio.gather(*later) == [{"b", "c"}] * 2
    assert asked == [{"a"}, {"b", "c"}]


async def test_a_failure_is_raised_to_all_and_the_next_is_asked_again() -> None:
    fails = [True]

    async def ask(wanted: set[str]) -> set[str]:
        if fails.pop():
            raise OSError("away")
        return wanted

    together = Together(ask)
    for outcome in await asyncio.gather(together(["a"]), together(["b"]), return_exceptions=True):
        assert isinstance(outcome, OSError)
    fails.append(False)
    assert await together(["a"]) == {"a"}


async def test_who_gives_up_ends_no_question_of_others() -> None:
    answer = asyncio.Event()

    async def ask(wanted: set[str]) -> set[str]:
        await answer.wait()
        return wanted

    together = Together(ask)
    impatient, patient = asyncio.create_task(together(["a"])), asyncio.create_task(together(["b"]))
    await asyncio.sleep(0)
    impatient.cancel()
    answer.set()
    assert await patient == {"a", "b"}
    with pytest.raises(asyncio.CancelledError):
        await impatient
