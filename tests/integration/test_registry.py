"""The registry on a real broker: what is asked of it while it is followed."""

import asyncio
import time
from uuid import uuid4

from support.eventually import elapse
from support.flow import Ground

from kith_chassis.kafka.registry import Registry
from kith_cli.keys import office_of

QUESTIONS = 20


async def test_a_question_does_not_wait_for_a_fetch(ground: Ground) -> None:
    """One fetch is under way at all times, and the broker keeps it for half a second when there is nothing new."""
    registry = Registry(ground.office, office_of(ground.keys))
    await registry.read()
    following = asyncio.create_task(registry.follow(lambda _bodies: None))
    try:
        await elapse(0.2, because="a fetch is to be under way")
        began = time.perf_counter()
        for _ in range(QUESTIONS):
            await registry.caught_up()
        assert time.perf_counter() - began < QUESTIONS * 0.5 / 2
    finally:
        following.cancel()
        await registry.stop()


async def test_what_the_office_said_before_the_question_is_known_after_it(ground: Ground) -> None:
    registry = Registry(ground.office, office_of(ground.keys))
    await registry.read()
    following = asyncio.create_task(registry.follow(lambda _bodies: None))
    try:
        for _ in range(3):
            home = await ground.new_home()
            await ground.admit(home.slug, name=uuid4().hex)
            await registry.caught_up()
            assert home.slug in registry.bodies
    finally:
        following.cancel()
        await registry.stop()
