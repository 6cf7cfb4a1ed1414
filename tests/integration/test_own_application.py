"""The documented FastStream application of an organisation, run as it stands, with the password of its systems."""

import asyncio
import os
import sys
from pathlib import Path

from support.flow import Ground, envelope
from support.signing import Sent

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "examples" / "network_list.py"


async def test_the_documented_application_founds_a_network_hears_of_it_and_of_a_refusal(ground: Ground) -> None:
    home = await ground.new_home(admitted=True)
    await ground.send([Sent(home.shared, b"", b"not ours", envelope("directory.unheard-of", "/nobody/directory"))])
    process = await home.start_ready()
    network = f"{home.slug}/night-shift: Night shift"
    assert "refused" not in "".join(await _said_until(network, home.slug, ground))
    await _said_until("refused: A network of this name exists; choose another short name.", home.slug, ground)
    await process.stop()


def test_the_page_shows_the_application_that_was_tried() -> None:
    assert EXAMPLE.read_text() in (DOCS / "faststream.md").read_text()


async def _said_until(wanted: str, body: str, ground: Ground) -> list[str]:
    """Start the application, and stop it once it has said this. Its log is here too."""
    settings = {"BODY": body, "KITH_KEYS": str(ground.keys), "KITH_KAFKA_BOOTSTRAP": ground.office.bootstrap}
    application = await asyncio.create_subprocess_exec(
        sys.executable, EXAMPLE, env=os.environ | settings, stdout=asyncio.subprocess.PIPE
    )
    assert application.stdout
    said = list[str]()
    try:
        async with asyncio.timeout(60):
            while wanted not in said:
                line = await application.stdout.readline()
                assert line, said
                said.append(line.decode().rstrip())
    finally:
        if application.returncode is None:
            application.terminate()
        await application.communicate()
    return said
