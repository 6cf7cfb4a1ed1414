"""The process that has what the others leave of the processor: it tests what needs no server.

Tests on real servers wait for a third of their time. One process more would fill it, but tests of timing fail on a
machine that is slow. This one gives way to all others, so none of them is slower.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

PLAIN: Final = ("unit", "contracts", "architecture")
"""Folders whose tests need no server."""
FEWEST: Final = 3
"""With fewer processes none is kept for them."""
NICE: Final = 10
"""Enough to give way, and not so much that it stands still where the others leave nothing."""
GROUP: Final = Path("/proc/self/autogroup")
"""Linux may weigh sessions against each other, and processes only within theirs."""


def is_plain(nodeid: str) -> bool:
    """Whether a test needs no server."""
    return nodeid.startswith(tuple(f"tests/{folder}/" for folder in PLAIN))


def spare(processes: int, nodeids: Iterable[str]) -> str:
    """The name that xdist gives this process, the last; none if they are few, or the tests of one kind only."""
    kinds = {is_plain(each) for each in nodeids}
    return f"gw{processes - 1}" if processes >= FEWEST and len(kinds) > 1 else ""


def give_way() -> None:
    """Let other processes go first, from now on, and those of other sessions too."""
    os.nice(NICE)
    os.setsid()
    with suppress(OSError):  # elsewhere, or where that is not allowed, it gives way within its session only
        GROUP.write_text(str(NICE))
