"""Finds Java, and says how it is called so that Kafka starts fast and stays small."""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from kith_cli.errors import StackError
from kith_lab.servers.commands import run

OLDEST = 17

# One small collector, no optimising compiler: start-up and memory count here, not throughput.
FLAGS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")

OR_OWN_CLUSTER = "or set KITH_KAFKA_BOOTSTRAP to the address of a Kafka cluster of your own."


@dataclass(frozen=True)
class Java:
    binary: Path
    build: str
    """A short hash of what `java -version` says: class archives fit one build only."""


async def find_java() -> Java:
    """The Java of JAVA_HOME, else of the PATH; StackError when there is none or it is too old."""
    binary = shutil.which("java", path=_search_path())
    if not binary:
        raise StackError(f"No Java found. {_advice()}")
    finished = await run(binary, "-version")
    version = re.search(r'version "(\d+)', finished.err)
    if finished.code or not version:
        raise StackError(f"{binary} does not run. {_advice()}")
    if int(version[1]) < OLDEST:
        raise StackError(f"{binary} is Java {version[1]}. {_advice()}")
    return Java(Path(binary), hashlib.sha256(finished.err.encode()).hexdigest()[:12])


def _search_path() -> str:
    home = os.environ.get("JAVA_HOME")
    path = os.environ.get("PATH", "")
    return os.pathsep.join((str(Path(home) / "bin"), path)) if home else path


def _advice() -> str:
    return (
        f"Kafka needs Java {OLDEST} or newer: install it (Debian, Ubuntu: apt install "
        f"openjdk-{OLDEST}-jre-headless; macOS: brew install openjdk), {OR_OWN_CLUSTER}"
    )
