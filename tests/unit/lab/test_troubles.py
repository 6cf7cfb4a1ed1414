"""`kith status` tells what is wrong with a stack whose own process runs."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from kith_lab.servers.folder import Recorded, State, recorded
from kith_lab.servers.processes import Process
from kith_lab.troubles import troubles_of

GONE = Recorded("kafka", Process(2**22 + 1, "never"), "127.0.0.1:9092", "2026-11-29T00:00:00+00:00")
READY = {"status": "ready", "waiting": [], "alarms": {}}
STARTING = {"status": "starting", "waiting": ["bcs/events"], "alarms": {}}
AWAY = {"status": "alarm", "waiting": ["bcs/events"], "alarms": {"Kafka at x:1": "Kafka at x:1 does not answer."}}
STOPPED = {
    "status": "alarm",
    "waiting": ["bcs/events"],
    "alarms": {"bcs.events/t/0": "next is 4, the log holds 5 to 9"},
}


@contextmanager
def node(says: dict[str, Any]) -> Iterator[Recorded]:
    """This process as a node that says this of itself."""

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if says["status"] == "ready" else 503)
            self.end_headers()
            self.wfile.write(json.dumps(says).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Health)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield recorded("node bcs", os.getpid(), f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (READY, ()),
        (STARTING, ("node bcs is not ready yet: bcs/events",)),
        (AWAY, ("node bcs: Kafka at x:1 does not answer.",)),
        (STOPPED, ("node bcs: bcs.events/t/0: next is 4, the log holds 5 to 9",)),
    ],
)
def test_what_a_node_says_of_itself_is_told(says: dict[str, Any], told: tuple[str, ...]) -> None:
    with node(says) as listening:
        assert troubles_of(State(recorded("stack", os.getpid(), ""), True, {}, (listening,))) == told


def test_a_server_that_has_ended_is_told_and_so_is_a_node_that_does_not_answer() -> None:
    silent = recorded("node iop", os.getpid(), "http://127.0.0.1:1")
    ended, unheard = troubles_of(State(recorded("stack", os.getpid(), ""), True, {}, (GONE, silent)))
    assert ended == f"kafka has ended: process {GONE.process.pid}, 127.0.0.1:9092"
    assert unheard.startswith("node iop does not answer within 3 s: http://127.0.0.1:1/health/ready")
