"""Both variants of the directory's path, on servers of their own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from bench.path.course import Course

from kith_chassis.kafka.registry import Registry
from kith_cli.cluster.passwords import prove
from kith_cli.keys import equip, office_of
from kith_cli.office import admit_bodies
from kith_contracts.consortium import BodyRegistered
from kith_lab.servers.stack import Stack

VARIANTS: Final = ("repeated", "distinct")
"""DescribeNetwork over 200 networks; CharterNetwork, each of another one. Each is also the slug of its body."""


@asynccontextmanager
async def courses(folder: Path, messages: int, say: Callable[[str], None]) -> AsyncIterator[list[Course]]:
    """One for each variant, of so many commands; the servers run until the end, and keep their data in this folder."""
    async with Stack(folder, fresh=True, name="bench", say=say) as stack:
        keys = equip(stack.office.keys, VARIANTS)
        bodies = [BodyRegistered(body=name, name=name, kind="other", keys=[keys[name]], version=1) for name in VARIANTS]
        await admit_bodies(stack.office, bodies)
        for name in VARIANTS:
            await asyncio.to_thread(prove, stack.office.for_principal(name))
        registry = Registry(stack.office, office_of(stack.office.keys))
        await registry.read()
        following = asyncio.create_task(registry.follow(lambda _bodies: None))
        try:
            yield [Course(name, messages, stack, registry) for name in VARIANTS]
        finally:
            following.cancel()
            await registry.stop()
