"""Clients in three languages are made of what a node says of itself, built, and call that node: `make clients`.

It needs Go and npm, so it is no part of `make test`. What may be installed is pinned beside each client.
"""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.lone import NETWORK, lone_node

from kith_lab.demo.federation import NodeProcess

HERE: Final = Path(__file__).parent
UV: Final = HERE.parents[1] / ".tools" / "bin" / "uv"
TOOL: Final = ("go", "tool", "oapi-codegen", "-package", "kith", "-generate", "types,client")
EXPECTED: Final = {"status": "done", "networks": [NETWORK], "refused": 403}


@pytest.fixture(scope="module")
async def node(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[NodeProcess]:
    async with lone_node(tmp_path_factory.mktemp("lone")) as (running, _):
        yield running


@pytest.fixture
async def folder(node: NodeProcess, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the client in this language, beside the document of the node."""
    language: str = request.param
    shutil.copytree(HERE / language, copy := tmp_path / language)
    (copy / "openapi.json").write_bytes((await node.client.get("/openapi.json")).content)
    return copy


async def run(folder: Path, *command: str | Path, **more: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=os.environ | more, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    told = (await process.communicate())[0].decode()
    assert process.returncode == 0, told[-5000:]
    return told


async def calls(node: NodeProcess, folder: Path, *command: str | Path) -> dict[str, Any]:
    """What the client has learnt of the node."""
    token = node.bearer("body-admin")["authorization"].removeprefix("Bearer ")
    told = await run(folder, *command, KITH_NODE_URL=node.url, KITH_TOKEN=token)
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("folder", ["python"], indirect=True)
async def test_a_client_in_python(node: NodeProcess, folder: Path) -> None:
    python = folder / "venv" / "bin" / "python"
    await run(folder, UV, "venv", "--quiet", "--python", sys.executable, "venv")
    pinned = ("--require-hashes", "-r", "requirements.lock")
    await run(folder, UV, "pip", "install", "--quiet", "--python", python, *pinned)
    making = ("generate", "--path", "openapi.json", "--meta", "none", "--output-path", "kith_client")
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    told = await run(
        folder,
        python.parent / "openapi-python-client",
        *making,
        "--config",
        "config.yaml",
        "--fail-on-warning",
        PATH=path,
    )
    assert "WARNING" not in told, told
    await run(folder, python, "-m", "compileall", "-q", "kith_client")
    assert await calls(node, folder, python, "client.py") == EXPECTED


@pytest.mark.timeout(900)
@pytest.mark.parametrize("folder", ["typescript"], indirect=True)
async def test_a_client_in_typescript(node: NodeProcess, folder: Path) -> None:
    await run(folder, "npm", "ci", "--no-audit", "--no-fund")
    for step in ("make", "build"):
        await run(folder, "npm", "run", step)
    assert await calls(node, folder, "node", "out/client.js") == EXPECTED


@pytest.mark.timeout(900)
@pytest.mark.parametrize("folder", ["go"], indirect=True)
async def test_a_client_in_go(node: NodeProcess, folder: Path) -> None:
    (folder / "kith").mkdir()
    await run(folder, *TOOL, "-o", "kith/kith.go", "openapi.json")
    await run(folder, "go", "build", "-o", "client", ".")
    assert await calls(node, folder, "./client") == EXPECTED
