"""Named points at which a fault test kills its own process, as a power cut would. Nothing happens unless asked for.

On the path of a message, in order: taken-over, before-read, decided, before-commit (inside the transaction), committed,
before-send, after-send, after-mark. Besides, releasing: before a letter that was held is handled; repairing: before
`kith repair` changes a partition; replaying: after `kith parked replay` has sent a record. Services add points of their
own.
"""

import os
import signal

_armed: dict[str, int] = {}


def arm(request: str) -> None:
    """Arm a point from `KITH_CRASH`, `<point>[:<nth time it is passed>]`; an empty request disarms all."""
    _armed.clear()
    if request:
        name, _, nth = request.partition(":")
        _armed[name] = int(nth or 1)


def point(name: str) -> None:
    """Pass a point; die here, with SIGKILL, if it is the time that was asked for."""
    if not _armed or name not in _armed:
        return
    _armed[name] -= 1
    if _armed[name] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
