"""One process of the events service, for a benchmark that starts several. Its settings come as JSON, by standard input.

It says `ready` when it listens, and ends when standard input does.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any, Final, TextIO

from bench.race import LEAD, Race

from kith_chassis import logs
from kith_chassis.kafka.cluster import Cluster
from kith_chassis.kafka.registry import Registry
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.trust import Trust
from kith_chassis.mongo import connect
from kith_chassis.service import BodyService
from kith_chassis.settings import Settings
from kith_cli.keys import office_of

STOPS_WITHIN: Final = 10.0


async def _main(parent: TextIO) -> None:
    given: dict[str, Any] = json.loads(sys.stdin.readline())
    settings = Settings.model_validate(given)
    assert settings.keys
    registry = Registry(Cluster(settings.kafka_bootstrap, LEAD, Path(settings.keys)), office_of(settings.keys))
    await registry.read()
    following = asyncio.create_task(registry.follow(lambda _bodies: None))
    trust = Trust(LEAD, Keyring(settings.keys, LEAD), registry)
    service = BodyService(Race.service, LEAD, settings, connect(settings.mongo_url.get_secret_value()), trust=trust)
    await service.prepare()
    await service.start({LEAD})
    print("ready", file=parent, flush=True)
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    failures: list[asyncio.Future[Any]] = [flow.failure for flow in service.flows]
    await asyncio.wait([ended, *failures], return_when=asyncio.FIRST_COMPLETED)
    following.cancel()
    async with asyncio.timeout(STOPS_WITHIN):  # the servers may be gone already
        await service.stop()
        await registry.stop()
    for failure in failures:
        if failure.done():
            failure.result()


if __name__ == "__main__":
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as ours:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what is logged is for people
        logs.configure("error")
        asyncio.run(_main(ours))
