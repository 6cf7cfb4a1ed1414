"""Free ports on the loopback address, chosen once per folder and kept."""

import asyncio
import json
import os
import random
import socket
import ssl
from collections import deque
from collections.abc import Sequence
from pathlib import Path

HOST = "127.0.0.1"
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For HTTP clients that speak to this machine without TLS: to load all certificates for each would cost 80 ms."""

# Below the range from which systems take the ports of outgoing connections: a client that retries while a
# server is down could otherwise be given the server's own port, connect to itself and keep the server out.
_FIRST, _LAST = 20_000, 29_999
_TRIES = 200
_taken: deque[int] = deque(maxlen=100)
"""Descriptors of UDP sockets on the ports that were given out last: nobody gets the same before its server listens."""


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on now, and that no process of Kith's is about to; ports the system hands out are the
    last resort.
    """
    for _ in range(_TRIES):
        port = random.randint(_FIRST, _LAST)
        if is_free(port) and _take(port):
            return port
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _take(port: int) -> bool:
    sign = socket.socket(type=socket.SOCK_DGRAM)
    try:
        sign.bind((HOST, port))
    except OSError:
        sign.close()
        return False
    if len(_taken) == _taken.maxlen:
        os.close(_taken.popleft())
    _taken.append(sign.detach())
    return True


def kept_ports(file: Path, names: Sequence[str]) -> dict[str, int]:
    """The ports of an earlier start, read from `file`; one that somebody else has taken since is chosen anew."""
    kept: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    ports: dict[str, int] = {}
    for name in names:
        port = kept.get(name, 0)
        while not port or port in ports.values() or not is_free(port):
            port = free_port()
        ports[name] = port
    file.write_text(json.dumps(ports))
    return ports


async def listens(port: int) -> bool:
    """Whether something accepts connections at `port`."""
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
