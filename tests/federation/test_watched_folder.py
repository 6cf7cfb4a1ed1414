"""Lists that are put into a folder are taken in: tried first, once, whatever is killed, and told without names."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from support import tool
from support.eventually import eventually

from kith_lab.demo.federation import Federation, NodeProcess

LONG_AGO: Final = (1_000_000_000, 1_000_000_000)


class Folder:
    """A folder, and the tool that watches it."""

    def __init__(self, node: NodeProcess, path: Path) -> None:
        self.node, self.path, self.mark = node, path, uuid4().hex[:8]
        token = node.bearer("system", scopes=["people:write"])["authorization"].removeprefix("Bearer ")
        self.environment = {**os.environ, "KITH_TOKEN": token, "KITH_NODE_URL": node.url}
        self.words = ["people", "watch", node.body, str(path), "--json"]

    def content(self, *names: str) -> str:
        lines = [f"{self.mark}-{name},{name} Canary,{name.lower()}@example.org" for name in names]
        return "\n".join(["number,name,email", *lines, ""])

    def put(self, name: str, content: str) -> None:
        (self.path / name).write_text(content)
        os.utime(self.path / name, LONG_AGO)

    async def once(self, *more: str, crash: str = "") -> tuple[int, list[dict[str, Any]]]:
        code, said = await tool.run([*self.words, "--once", *more], {**self.environment, "KITH_CRASH": crash})
        return code, [json.loads(line) for line in said.splitlines() if line.startswith("{")]

    def kept(self, where: str) -> dict[str, Any]:
        """All results in `done` or `refused`, by the name of the file."""
        found = (self.path / where).glob("*.result.json")
        return {told["file"]: told for told in (json.loads(each.read_text()) for each in found)}

    async def known(self, *names: str) -> None:
        """Wait until the node knows these people."""
        headers = self.node.bearer("system", scopes=["people:write"]) | {"content-type": "text/csv"}
        url = f"/directory/v1/{self.node.body}/people/list?trial=true"

        async def all_known() -> bool:
            told = (await self.node.client.post(url, content=self.content(*names), headers=headers)).json()
            return bool(told["unchanged"] == len(names))

        await eventually(all_known)


@pytest.fixture
def folder(federation: Federation, tmp_path: Path) -> Folder:
    return Folder(federation["iop"], tmp_path)


async def test_a_list_is_taken_in_once_and_who_is_left_out_is_proposed(folder: Folder) -> None:
    folder.put("members.csv", folder.content("Ada", "Bo"))
    code, (told,) = await folder.once()
    assert (code, told["status"], told["new"], told["done"]) == (0, "done", 2, True)
    await folder.known("Ada", "Bo")
    assert await folder.once() == (0, []), "it is moved away"
    folder.put("again.csv", folder.content("Ada", "Bo"))
    _, (again,) = await folder.once()
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    folder.put("less.csv", folder.content("Ada"))
    _, (less,) = await folder.once()
    assert f"forget={less['left_out']}" in less["proposed"]
    await folder.known("Ada", "Bo")
    assert folder.kept("done").keys() == {"members.csv", "again.csv", "less.csv"}
    assert "Canary" not in json.dumps(folder.kept("done"))


async def test_a_wrong_list_is_refused_with_its_lines_and_without_names(folder: Folder) -> None:
    folder.put("wrong.csv", folder.content("Ada") + "2,Bo Canary,nowhere\n3,,x\n")
    folder.put("large.csv", "x" * 4_000_001)
    folder.put("right.csv", folder.content("Cy"))
    code, told = await folder.once()
    assert (code, sorted(each["status"] for each in told)) == (2, ["done", "refused", "refused"])
    refused = folder.kept("refused")
    assert [each["field"] for each in refused["wrong.csv"]["errors"]] == ["3.address", "4.name", "4.address"]
    assert refused["large.csv"]["errors"][0]["code"] == "too-large"
    assert "Canary" not in json.dumps(refused)
    assert "x" * 100 not in json.dumps(refused)


async def test_a_file_that_is_still_written_waits(folder: Folder) -> None:
    (folder.path / "members.csv").write_text(folder.content("Ada"))
    assert await folder.once("--settle", "3600") == (0, [])
    assert (folder.path / "members.csv").exists()


@pytest.mark.parametrize("point", ["list-tried", "list-taken"])
async def test_killed_in_the_middle_it_goes_on_and_nothing_is_lost(folder: Folder, point: str) -> None:
    folder.put("members.csv", folder.content("Ada", "Bo"))
    code, told = await folder.once(crash=point)
    assert (code, told) == (-signal.SIGKILL, [])
    assert (folder.path / "members.csv").exists()
    if point == "list-taken":
        await folder.known("Ada", "Bo")
    code, (told_again,) = await folder.once()
    assert (code, told_again["lines"], told_again["status"]) == (0, 2, "done")
    await folder.known("Ada", "Bo")


async def test_two_watchers_take_each_file_once(folder: Folder) -> None:
    for number in range(6):
        folder.put(f"{number}.csv", folder.content(f"Person{number}"))
    ends = await asyncio.gather(*[folder.once() for _ in range(3)])
    assert all(code == 0 for code, _ in ends)
    taken = [each["file"] for _, told in ends for each in told]
    assert sorted(taken) == [f"{number}.csv" for number in range(6)]


async def test_without_the_right_token_or_a_node_the_file_stays(folder: Folder) -> None:
    folder.put("members.csv", folder.content("Ada"))
    other = folder.node.bearer("system", scopes=["events:read"])["authorization"].removeprefix("Bearer ")
    for wrong in ({"KITH_TOKEN": other}, {"KITH_NODE_URL": "http://127.0.0.1:9"}, {"KITH_TOKEN": ""}):
        code, said = await tool.run([*folder.words, "--once"], {**folder.environment, **wrong})
        assert (code, said.startswith("kith: ")) == (1, True), said
    assert (folder.path / "members.csv").exists()


def heeding_interrupts() -> None:
    """Shells have what they start in the background ignore them, and all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


async def test_it_watches_until_it_is_stopped(folder: Folder) -> None:
    words = [sys.executable, "-m", "kith_cli.main", *folder.words, "--every", "0.2"]
    process = await asyncio.create_subprocess_exec(
        *words,
        env=folder.environment,
        stdout=asyncio.subprocess.PIPE,
        preexec_fn=heeding_interrupts,
    )
    assert process.stdout
    try:
        for name in ("one.csv", "two.csv"):
            folder.put(name, folder.content("Ada"))
            async with asyncio.timeout(60):
                assert json.loads(await process.stdout.readline())["file"] == name
    finally:
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 130
