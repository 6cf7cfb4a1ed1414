"""One run in several processes: what shares servers stays together, and what takes long begins first."""

import os
from pathlib import Path

import pytest
from support.evidence import gather

SHARED = ("faults", "federation", "integration")
"""Folders whose tests share servers; elsewhere each file has its own, if it needs any."""
OWN = ("test_demo", "test_embedded", "test_office")
"""Files there that start servers of their own."""
FIRST = ("federation/test_demo", "faults", "federation", "trust", "integration")
"""What takes long, in the order in which it begins; what is quick fills the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say to pytest-xdist what belongs together; alone, tests run in the order of their files."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    for item in items:
        folder = item.path.parent.name
        together = folder if folder in SHARED and item.path.stem not in OWN else f"{folder}/{item.path.stem}"
        item.add_marker(pytest.mark.xdist_group(together))
    items.sort(key=lambda item: _rank(item.path))


def _rank(path: Path) -> int:
    place = "/".join(path.with_suffix("").parts[-2:])
    return next((at for at, first in enumerate(FIRST) if place.startswith(first)), len(FIRST))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Once, when all processes have ended."""
    if not hasattr(session.config, "workerinput"):
        gather()
