"""Whether the tests find the bugs that they are for: each of `bugs.toml` is put into a copy of this tree, and the tests
that should notice run there. Writes reports/seeded.json and exits with 1 if a bug escapes.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kith_lab.servers.stack import KAFKA_VARIABLE, KEYS_VARIABLE, MONGO_VARIABLE, Stack

ROOT: Final = Path(__file__).parents[2]
BUGS: Final = Path(__file__).with_name("bugs.toml")
REPORT: Final = ROOT / "reports" / "seeded.json"
AT_ONCE: Final = 2
LONGEST: Final = 600
"""Seconds for the tests of one bug; one that makes them hang is found too."""
FOUND: Final = re.compile(r"^(?:FAILED|ERROR) (tests/.+?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Bug:
    """One wrong line, and the tests that are to find it."""

    name: str
    breaks: str
    """What goes wrong then, for a reader."""
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def put_into(self, tree: Path) -> None:
        """Break this tree; raises ValueError where the line is not there once."""
        path = tree / self.file
        text = path.read_text()
        if (count := text.count(self.old)) != 1:
            raise ValueError(
                f"{self.name}: its old lines stand {count} times in {self.file}; they must stand there once"
            )
        path.write_text(text.replace(self.old, self.new))


def all_bugs() -> list[Bug]:
    """As `bugs.toml` has them."""
    found = tomllib.loads(BUGS.read_text())["bug"]
    return [Bug(**{**each, "tests": tuple(each["tests"])}) for each in found]


def copy_of_tree(at: Path) -> Path:
    """All files that git knows of, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-c", "-o", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (at / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, at / name)
    return at


class Workshop:
    """A copy of the tree in which one bug after the other is tried."""

    def __init__(self, tree: Path, servers: Mapping[str, str]) -> None:
        self._tree = copy_of_tree(tree)
        sources = [str(path) for pattern in ("*/src", "services/*/src") for path in sorted(self._tree.glob(pattern))]
        self._environment = {**os.environ, **servers, "PYTHONPATH": os.pathsep.join(sources)}

    async def try_out(self, bug: Bug) -> str:
        """The test that has found it, or an empty text."""
        before = (self._tree / bug.file).read_bytes()
        bug.put_into(self._tree)
        try:
            return await self.first_failure(bug.tests)
        finally:
            (self._tree / bug.file).write_bytes(before)

    async def first_failure(self, tests: Iterable[str]) -> str:
        """Run these tests until one fails; its name, or an empty text."""
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-n",
            "0",
            "--assert=plain",
            "-p",
            "no:cacheprovider",
            *tests,
        ]
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=self._tree,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            async with asyncio.timeout(LONGEST):
                told, _ = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()
            return f"no end within {LONGEST} s"
        if process.returncode == 0:
            return ""
        found = FOUND.search(told.decode())
        if process.returncode != 1 or found is None:
            sys.stderr.write(told.decode()[-4000:])
            raise SystemExit(f"the tests {' '.join(tests)} could not run: pytest exited with {process.returncode}")
        return found[1]


async def run(bugs: list[Bug]) -> dict[str, Any]:
    """Try all of these; the report."""
    needs_servers = any("/unit/" not in test and "/contracts/" not in test for bug in bugs for test in bug.tests)
    with tempfile.TemporaryDirectory(prefix="kith-seeded-") as name:
        folder = Path(name)
        async with Stack(folder / "stack") if needs_servers else nullcontext() as stack:
            servers = {}
            if stack:
                office = stack.office
                servers = {
                    KAFKA_VARIABLE: office.bootstrap,
                    KEYS_VARIABLE: str(office.keys),
                    MONGO_VARIABLE: stack.mongo_url,
                }
            shops = [Workshop(folder / f"tree-{number}", servers) for number in range(AT_ONCE)]
            await _demand_all_pass(shops[0], bugs)
            return await _try_all(shops, bugs)


async def _demand_all_pass(shop: Workshop, bugs: list[Bug]) -> None:
    """Without a bug nothing fails: otherwise a failure would say nothing."""
    tests = sorted({test for bug in bugs for test in bug.tests})
    print(f"without a bug: {len(tests)} files of tests", flush=True)
    if failed := await shop.first_failure(tests):
        raise SystemExit(f"{failed} fails without any bug. Mend that first.")


async def _try_all(shops: list[Workshop], bugs: list[Bug]) -> dict[str, Any]:
    waiting, by = list(reversed(bugs)), dict.fromkeys([bug.name for bug in bugs], "")

    async def work(shop: Workshop) -> None:
        while waiting:
            bug = waiting.pop()
            begun = time.monotonic()
            by[bug.name] = await shop.try_out(bug)
            verdict = f"found by {by[bug.name]}" if by[bug.name] else "ESCAPED"
            print(f"{time.monotonic() - begun:6.1f} s  {bug.name} ({bug.breaks}): {verdict}", flush=True)

    await asyncio.gather(*[work(shop) for shop in shops])
    return {"patches": len(bugs), "caught": sum(map(bool, by.values())), "by": by}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="make seeded", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these bugs; then no report is written")
    chosen = parser.parse_args().names
    bugs = all_bugs()
    if unknown := set(chosen) - {bug.name for bug in bugs}:
        parser.error(f"there is no bug of the name {', '.join(sorted(unknown))}")
    report = asyncio.run(run([bug for bug in bugs if bug.name in chosen or not chosen]))
    if not chosen:
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(json.dumps(report, indent=2) + "\n")
        print(f"{report['caught']} of {report['patches']} found; see reports/seeded.json")
    sys.exit(0 if report["caught"] == report["patches"] else 1)


if __name__ == "__main__":
    main()
