"""Names of servers, looked up as the system does, in threads of its own: a slow name server holds up nothing else."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

LOOK_UPS: Final = 32
"""Names that are looked up at the same time."""

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""All addresses of a name; raises OSError if there are none."""


class Names:
    """Looks up names; a `Resolve`."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOK_UPS, "names")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        look = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, look)
        return [str(place[0]) for *_, place in found]

    def close(self) -> None:
        """Wait for no answer any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
