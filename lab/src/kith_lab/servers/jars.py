"""Kafka's own jars, fetched from Maven Central once per user and kept in the cache folder."""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from kith_cli.errors import StackError
from kith_cli.locks import lock
from kith_lab.servers.commands import run
from kith_lab.servers.java import OR_OWN_CLUSTER

POM = Path(__file__).with_name("pom.xml")
NEEDED = frozenset({"kafka/Kafka.class", "kafka/tools/StorageTool.class"})

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_FLAGS = ("--quiet", "--batch-mode", "--no-transfer-progress", "--strict-checksums", "-Dstyle.color=never")


def cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kith"


async def kafka_jars(say: Callable[[str], None] | None = None) -> Path:
    """The folder with the jars; the first call of a user fetches them, telling `say` before it does.

    Whole or not there: they are fetched beside it under a lock and moved into place.
    """
    digest = hashlib.sha256(POM.read_bytes() + _COPY.encode()).hexdigest()[:12]
    folder = cache_folder() / f"kafka-{digest}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    held = await lock(folder.with_suffix(".lock"))
    try:
        if not folder.is_dir():
            await _fetch(folder, say)
    finally:
        os.close(held)
    return folder


async def _fetch(folder: Path, say: Callable[[str], None] | None) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise StackError(
            "No Maven found, which fetches Kafka's jars: install it (Debian, Ubuntu: apt install maven; "
            f"macOS: brew install maven), {OR_OWN_CLUSTER}"
        )
    if say:
        say(f"fetching Kafka from Maven Central, once, into {folder}")
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)  # of a run that was killed
    part.mkdir()
    try:
        await _copy_dependencies(maven, part)
        _check(part)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)  # nothing is there when it was moved


async def _copy_dependencies(maven: str, part: Path) -> None:
    pom = shutil.copy(POM, part / POM.name)
    finished = await run(
        maven, *_FLAGS, "-f", pom, _COPY, "-DincludeScope=runtime", f"-DoutputDirectory={part}", cwd=part
    )
    if finished.code:
        reason = next((line for line in finished.out.splitlines() if "ERROR" in line), finished.err)
        raise StackError(
            "Maven could not fetch Kafka's jars. Check the way to Maven Central (proxies and mirrors are "
            f"set in ~/.m2/settings.xml), {OR_OWN_CLUSTER}\n{reason}"
        )


def _check(folder: Path) -> None:
    found: set[str] = set()
    for jar in folder.glob("*.jar"):
        with zipfile.ZipFile(jar) as classes:
            found |= NEEDED.intersection(classes.namelist())
    if missing := NEEDED - found:
        raise StackError(f"Maven's jars lack {', '.join(sorted(missing))}: {POM} does not fit.")
