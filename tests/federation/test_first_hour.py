"""A new organisation is live, with its first event published, by the steps of docs/joining.md and deploy/README.md: the
same commands, in their order, with what each gives to the next.
"""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import httpx2
from support import tool
from support.eventually import eventually

from kith_lab.demo.federation import Federation, NodeProcess, Surroundings

BODY: Final = "newcomer"
EVENT: Final = f"{BODY}/first-day"


async def kith(keys: Path, around: Surroundings, *words: str) -> str:
    """A command of the operator's tool, with this folder of keys."""
    cluster = {"KITH_KAFKA_BOOTSTRAP": around.office.bootstrap, "KITH_KAFKA_PROTOCOL": around.office.protocol}
    code, said = await tool.run(words, os.environ | cluster | {"KITH_KEYS": str(keys)})
    assert code == 0, said
    return said


async def test_a_new_organisation_is_live_with_its_first_event_published(
    federation: Federation, around: Surroundings, tmp_path: Path
) -> None:
    own, given, half = tmp_path / "keys", tmp_path / "given", tmp_path / f"{BODY}.public.json"
    assert around.office.keys
    await kith(own, around, "keys", "new", BODY, "--out", str(half))
    words = ("bodies", "admit", BODY, "Newcomers", "professional-society", "--key", str(half), "--into", str(given))
    await kith(around.office.keys, around, *words)
    for user in (BODY, f"{BODY}-systems"):
        shutil.copytree(given / user, own / user, dirs_exist_ok=True)
    assert BODY in await kith(own, around, "bodies", "list", "--as", BODY)

    office = (own / BODY / "office.json").read_text()
    node = NodeProcess(BODY, around, KITH_KEYS=str(own), KITH_OFFICE_KEY=office)
    await node.start()
    await node.ready()
    await sent(node, "directory", "publish-profile", {"body": BODY, "name": "Newcomers"})
    day = datetime.now(UTC) + timedelta(days=30)
    times = {"starts": day.isoformat(), "ends": (day + timedelta(hours=2)).isoformat(), "zone": "Europe/London"}
    listing = {"title": "Our first day", "venue": "London", "book_at": "https://newcomer.example/book", **times}
    await sent(node, "events", "list-event", {"event": EVENT, "listing": listing})

    async def everyone_finds_it() -> bool:
        page = await federation["iop"].read("events", f"events/{EVENT}")
        return bool(page and page["listing"]["title"] == "Our first day")

    await eventually(everyone_finds_it)
    shown = await kith(own, around, "facts", f"kith.shared.{BODY}.directory", "--as", f"{BODY}-systems")
    assert "profile-published" in shown
    await node.stop()
    await node.client.aclose()


async def sent(node: NodeProcess, service: str, command: str, data: dict[str, object]) -> None:
    answer = await node.command(service, command, data)
    assert answer.status_code == httpx2.codes.OK, answer.text
