"""A server on this machine that takes events as a node would, but not always: it notes what a system does then."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import quote, unquote

from kith_cli.conform.sender import BUSY, LOST, RETRY_AFTER, Exchange

SCRIPT: Final = {0: BUSY, 1: LOST}
"""What happens to the first events when they come first; all else is taken in."""
TAKEN: Final = 202
LARGEST: Final = 2_000_000


class StandIn(ThreadingHTTPServer):
    """It answers as a node does, and says nothing of what the events are about."""

    daemon_threads = True

    def __init__(self, port: int, seen: Callable[[Exchange], None]) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.exchanges: list[Exchange] = []
        self._seen, self._lock, self._began = seen, threading.Lock(), time.monotonic()
        self._known: dict[str, None] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def note(self, method: str, path: str, headers: dict[str, str], content: str) -> Exchange:
        """Keep a request, and decide what it is answered."""
        with self._lock:
            at = time.monotonic() - self._began
            exchange = Exchange(method, path, headers, content, at, TAKEN if method == "POST" else 200)
            if method == "POST":
                exchange = exchange._replace(answered=self._answer(exchange))
            self.exchanges.append(exchange)
        self._seen(exchange)
        return exchange

    def _answer(self, exchange: Exchange) -> int:
        ids = [str(each.get("id")) for each in exchange.events if isinstance(each, dict)]
        new = [id for id in ids if id not in self._known]
        turn = len(self._known)
        self._known |= dict.fromkeys(new)
        return SCRIPT.get(turn, TAKEN) if new else TAKEN


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandIn

    def do_POST(self) -> None:
        length = self.headers.get("content-length", "")
        if not length.isascii() or not length.isdigit() or int(length) > LARGEST:
            self.close_connection = True  # what is not read would be taken for the next request
            self._say(413 if length.isdigit() else 411, {"code": "too-large", "detail": "Say how long it is."})
            return
        content = self.rfile.read(int(length)).decode("utf-8", "replace")
        exchange = self.server.note("POST", self.path, self._told(), content)
        if exchange.answered == LOST:
            self.close_connection = True
            return
        if exchange.answered == BUSY:
            detail = {"code": "not-ready", "title": "Not now", "status": BUSY, "detail": "Try again."}
            self._say(BUSY, detail, {"retry-after": str(RETRY_AFTER)})
            return
        outcomes = [self._outcome(str(each.get("id"))) for each in exchange.events if isinstance(each, dict)]
        self._say(TAKEN, outcomes if len(outcomes) != 1 else outcomes[0])

    def do_GET(self) -> None:
        exchange = self.server.note("GET", self.path, self._told(), "")
        id = unquote(exchange.path.rpartition("/")[2])
        done = {**self._outcome(id), "status": "done"}
        if "text/event-stream" in exchange.headers.get("accept", ""):
            content = f"event: outcome\ndata: {json.dumps(done)}\n\n".encode()
            self._send(200, content, {"content-type": "text/event-stream"})
        else:
            self._say(200, done)

    def _told(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _outcome(self, id: str) -> dict[str, Any]:
        where = self.path.partition("/commands")[0]
        return {"id": id, "status": "accepted", "ask": f"{where}/commands/{quote(id, safe='')}"}

    def _say(self, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(content).encode(), {"content-type": "application/json", **(headers or {})})

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what came is shown by the command."""
