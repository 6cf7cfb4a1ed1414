"""Whether a pinned package has a known vulnerability: `audit.py LOCK REPORT [URL]`. pip-audit asks OSV about each.

Work goes on without a network: where OSV cannot be asked, this says so and passes. Nobody waits for it at each check:
an answer about the same pins counts for a day.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import urlopen

OSV: Final = "https://api.osv.dev/v1/query"
PATIENCE: Final = 3
"""Seconds until a service that does not answer is away."""
LONGEST: Final = 120
DAY: Final = 24 * 3600


def main(lock: Path, report: Path, url: str = OSV) -> int:
    """The exit code: 1 if a package has a known vulnerability."""
    if not _is_fresh(report, lock):
        report.parent.mkdir(parents=True, exist_ok=True)
        report.unlink(missing_ok=True)
        if _answers(url):
            _ask(lock, report, url)
    if not report.exists():
        print(f"audit: NOT DONE. {url} could not be asked whether a pinned package has a known vulnerability.")
        return 0
    found = json.loads(report.read_bytes())["dependencies"]
    for each in found:
        for vulnerability in each.get("vulns", ()):
            fixed = ", ".join(vulnerability["fix_versions"]) or "no version yet"
            print(f"audit: {each['name']} {each['version']} has {vulnerability['id']}; fixed in {fixed}")
        if reason := each.get("skip_reason"):
            print(f"audit: {each['name']} was NOT asked about: {reason}")
    return int(any(each.get("vulns") for each in found))


def _is_fresh(report: Path, lock: Path) -> bool:
    """Whether these pins were asked about today, and nothing was found."""
    if not report.exists() or report.stat().st_mtime < max(lock.stat().st_mtime, time.time() - DAY):
        return False
    found: list[dict[str, Any]] = json.loads(report.read_bytes())["dependencies"]
    return all(each.get("vulns") == [] for each in found)


def _answers(url: str) -> bool:
    """Whether anybody answers there, be it with an error; looking up the name may take no longer either."""
    heard: list[int] = []

    def ask() -> None:
        try:
            with urlopen(url, timeout=PATIENCE) as answer:
                heard.append(answer.status)
        except HTTPError as error:
            heard.append(error.code)
        except OSError:
            return

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(PATIENCE)
    return bool(heard)


def _ask(lock: Path, report: Path, url: str) -> None:
    """Write the report, unless the service goes away meanwhile."""
    tool = [str(Path(sys.executable).with_name("pip-audit")), "--progress-spinner", "off", "--format", "json"]
    service = ["--vulnerability-service", "osv", "--osv-url", url, "--timeout", str(PATIENCE)]
    pins = ["--disable-pip", "--require-hashes", "--requirement", str(lock), "--output", str(report)]
    try:
        subprocess.run([*tool, *service, *pins], check=False, capture_output=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        report.unlink(missing_ok=True)


if __name__ == "__main__":
    lock, report, *url = sys.argv[1:]
    sys.exit(main(Path(lock), Path(report), *url))
