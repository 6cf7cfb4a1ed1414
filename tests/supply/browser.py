"""Finds a Chromium for tests of pages, or fetches one: Debian's package, else Playwright's own below this folder.

What is fetched is the one without a window, where the system has it.
"""

import os
import shutil
import subprocess
import sys

from support.browser import FETCHED, NoBrowser, chromium


def main() -> int:
    try:
        print(f"The pages are tried in {chromium()}.")
    except NoBrowser:
        fetch()
        print(f"The pages are tried in {chromium()}.")
    return 0


def fetch() -> None:
    """Raises CalledProcessError."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Chromium, from the packages of this system")
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        install = ["apt-get", "install", "-qq", "--no-install-recommends"]
        if subprocess.run([*install, "chromium-headless-shell"], check=False).returncode:
            subprocess.run([*install, "chromium"], check=True)
        return
    print(f"Chromium, from Playwright into {FETCHED}")
    where = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(FETCHED)}
    subprocess.run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], check=True, env=where)


if __name__ == "__main__":
    sys.exit(main())
