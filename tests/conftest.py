"""One run in several processes (`pytest -n 2`): what shares servers stays together, what takes long begins first."""

import gc
import os
from collections.abc import Generator
from pathlib import PurePosixPath
from typing import Final

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import engine
from support.evidence import gather
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from kith_chassis import garbage

engine.MAX_SHRINKING_SECONDS = 30  # there is no setting for it; of the five minutes that it takes few make it plainer
settings.register_profile("kith", deadline=None)  # how long an example takes says how busy the machine is
settings.load_profile("kith")
SHARED: Final = ("console", "faults", "federation", "integration")
"""Folders whose tests share servers; elsewhere each file has its own, if it needs any."""
ON_COMMON_GROUND: Final = ("test_letters", "test_logs")
"""Files of tests/trust that share servers too."""
OWN: Final = ("federation/test_demo", "integration/test_embedded", "integration/test_office")
"""Files there that start servers of their own."""
FIRST: Final = ("federation", "console", "integration", "trust/test_leaks", "trust/test_api", "faults", "trust")
"""What takes long, in the order in which it begins; what is quick fills the end."""


class Together(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Gives a process the next group of tests whenever it has nearly done with its last."""

    def _split_scope(self, nodeid: str) -> str:
        """The group of a test."""
        place = _place(nodeid)
        if place.parent.name == "trust" and place.name in ON_COMMON_GROUND:
            return "common ground"
        shares = place.parent.name in SHARED and "unit" not in place.parts and "/".join(place.parts[-2:]) not in OWN
        return place.parent.name if shares else str(place)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    config.option.loadscopereorder = False  # the order is ours
    return Together(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """While all is imported nothing is garbage; afterwards it is looked for as seldom as in a node."""
    gc.disable()
    try:
        return (yield)
    finally:
        garbage.settle()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    place = "/".join(_place(nodeid).parts[-2:])
    return next((at for at, first in enumerate(FIRST) if place.startswith(first)), len(FIRST))


def _place(nodeid: str) -> PurePosixPath:
    """The file of a test, without its suffix."""
    return PurePosixPath(nodeid.partition("::")[0]).with_suffix("")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Once, when all processes have ended."""
    if not hasattr(session.config, "workerinput"):
        gather()
