"""The documents before the linters and the parser that others use: `make clients`. What is installed is pinned."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from kith_cli.published.asyncapi import document
from kith_cli.published.command import SERVICES, openapi

HERE: Final = Path(__file__).parent
OPENAPI: Final = openapi(*SERVICES)
ASYNCAPI: Final = document()
NOWHERE: Final = {"$ref": "#/components/messages/nowhere"}
CHECKS: Final = (("redocly", OPENAPI), ("spectral", OPENAPI), ("spectral", ASYNCAPI), ("parser", ASYNCAPI))


@pytest.fixture(scope="module")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everything is installed, with the settings."""
    shutil.copytree(HERE / "linters", copy := tmp_path_factory.mktemp("documents") / "linters")
    code, told = await _run(copy, "npm", "ci", "--no-audit", "--no-fund")
    assert code == 0, told
    return copy


async def _run(folder: Path, *command: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    told = (await process.communicate())[0].decode()
    return process.returncode, told[-5000:]


async def _checked(folder: Path, script: str, content: dict[str, Any]) -> tuple[int | None, str]:
    (folder / "document.json").write_text(json.dumps(content, indent=2))
    return await _run(folder, "npm", "run", "--silent", script, "--", "document.json")


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("script", "content"), CHECKS)
async def test_nothing_is_wrong_with_a_document(folder: Path, script: str, content: dict[str, Any]) -> None:
    code, told = await _checked(folder, script, content)
    assert code == 0, told


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("script", "content"), CHECKS)
async def test_a_part_that_is_not_there_is_seen(folder: Path, script: str, content: dict[str, Any]) -> None:
    parts: dict[str, dict[str, Any]] = content.get("channels", {}) | content.get("paths", {})
    name, part = next(iter(parts.items()))
    kind = "channels" if "asyncapi" in content else "paths"
    nested = {"messages": {"one": NOWHERE}} if kind == "channels" else {"parameters": [NOWHERE]}
    code, _ = await _checked(folder, script, content | {kind: {**parts, name: {**part, **nested}}})
    assert code != 0
