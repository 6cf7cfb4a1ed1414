"""The demo itself, as its user runs it: every check holds, and the report has what it promises."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

FIELDS = {
    "ok",
    "seconds",
    "ready_seconds",
    "bodies",
    "networks",
    "shared",
    "seats",
    "messages",
    "lag",
    "refused",
    "checks",
}


async def kith(*arguments: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kith_cli.main", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, progress = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), progress.decode()


@pytest.mark.timeout(800)
async def test_the_demo_plays_the_whole_story_and_every_check_holds(tmp_path: Path) -> None:
    code, out, progress = await kith("demo", "--once", "--json", "--data", str(tmp_path))
    assert out, progress
    report: dict[str, Any] = json.loads(out)
    assert report.keys() == FIELDS
    assert [check for check in report["checks"] if not check["ok"]] == []
    assert (code, report["ok"]) == (0, True)
    assert len(report["bodies"]) == 7
    assert len(report["networks"]) == 10
    turns = {"iop": 4, "bcs": 2, "ni": 1}
    shared = {"network": "iop/returners", "owners": [*turns], "turns": turns, "paid": 198_000, "lead": "bcs"}
    assert report["shared"] == shared
    seats = report["seats"]
    assert (seats["capacity"], seats["oversold"], seats["unanswered"]) == (120, 0, 0)
    assert 0 < seats["granted"] <= 120
    assert report["messages"]["due"] == report["messages"]["told"] > 175
    assert (report["messages"]["doubled"], report["messages"]["lost"], report["lag"]) == (0, 0, 0)
    assert "catches up" in progress
    assert not (tmp_path / "demo" / "stack.json").exists(), "something was left running"
