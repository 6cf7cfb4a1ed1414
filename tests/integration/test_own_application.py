"""The documented FastStream application of a body, run as it stands: it sends a command, and hears the fact of it."""

import asyncio
import os
import sys
from pathlib import Path

from support.flow import Ground

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "examples" / "network_list.py"


async def test_the_documented_application_starts_a_network_and_hears_of_it(ground: Ground) -> None:
    home = await ground.new_home(admitted=True)
    process = await home.start_ready()
    credential = ground.office.credential()
    environment = {
        "BODY": home.slug,
        "KAFKA": ground.office.bootstrap,
        "KAFKA_USER": credential.user,
        "KAFKA_PASSWORD": credential.password,
    }
    application = await asyncio.create_subprocess_exec(
        sys.executable, EXAMPLE, env=os.environ | environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert application.stdout
        wanted, heard = f"{home.slug}/night-shift: Night shift\n", list[str]()
        async with asyncio.timeout(60):
            while wanted not in heard:  # FastStream's log is there too
                heard.append((await application.stdout.readline()).decode())
                assert heard[-1], heard
    finally:
        if application.returncode is None:
            application.terminate()
        await application.communicate()
        await process.stop()


def test_the_page_shows_the_application_that_was_tried() -> None:
    assert EXAMPLE.read_text() in (DOCS / "faststream.md").read_text()
