"""What a programmer with a shell and curl does first: the commands of docs/systems.md, as they stand there."""

import asyncio
import json
import os
import re
import sys
from pathlib import Path

from support.eventually import eventually

from kith_lab.demo.federation import Federation, Surroundings
from kith_lab.issuer import FOLDER

PAGE = (
    (Path(__file__).parents[2] / "docs" / "systems.md").read_text("utf-8").replace("bcs/book-club", "bcs/first-steps")
)
"""With a network that no other test founds."""
READ = 'curl -H "authorization: Bearer $KITH_TOKEN"'
KITH = Path(sys.executable).with_name("kith")


def shown(begins: str) -> str:
    """The first block of the page that begins so."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    return str(next(each for each in blocks if each.startswith(begins)))


async def typed(script: str, settings: dict[str, str]) -> str:
    shell = await asyncio.create_subprocess_exec(
        "sh", "-ec", script, env=os.environ | settings, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await shell.communicate()
    assert shell.returncode == 0, said
    return said.decode()


async def test_with_curl_alone_a_command_is_sent_its_outcome_asked_and_its_fact_read(
    federation: Federation, around: Surroundings
) -> None:
    issuers = around.logs.parent / FOLDER
    token = shown("export KITH_TOKEN").replace(".venv/bin/kith token", f"{KITH} token --issuers {issuers}")
    settings = {"KITH_NODE_URL": federation["bcs"].url}
    settings["KITH_TOKEN"] = (await typed(f"{token}\nprintenv KITH_TOKEN", settings)).strip()

    assert "202 Accepted" in await typed(shown("curl -i -X POST"), settings)

    ask = shown(f"{READ} $KITH_NODE_URL/directory")

    async def is_done() -> bool:
        return bool(json.loads(await typed(ask, settings))["status"] == "done")

    await eventually(is_done)
    page, stream = shown(f'{READ} "$KITH_NODE_URL/notify').splitlines()
    assert "-N" in stream
    after = 0

    async def is_told() -> bool:
        nonlocal after
        told = json.loads(await typed(page.replace("after=0&most=3", f"after={after}&most=200"), settings))
        after = told["next"]
        return "network-1" in {each.get("correlationid") for each in told["facts"]}

    await eventually(is_told)
    assert 1 <= len(json.loads(await typed(page, settings))["facts"]) <= 3
