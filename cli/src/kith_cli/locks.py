"""A lock on a file that the kernel frees when its holder dies, however it dies."""

import asyncio
import fcntl
import os
from pathlib import Path

_PAUSE = 0.2


def try_lock(file: Path) -> int | None:
    """The descriptor that holds the lock until it is closed, or None while another one holds it."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


async def lock(file: Path) -> int:
    """As `try_lock`, but waits for the other one without blocking the loop."""
    while (descriptor := try_lock(file)) is None:  # noqa: ASYNC110 - another process holds it
        await asyncio.sleep(_PAUSE)
    return descriptor
