"""The audit of dependencies says what it found, or that it could not ask; nobody waits for it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

AUDIT: Final = Path(__file__).parents[1] / "supply" / "audit.py"
FLAW: Final = {
    "id": "PYSEC-2099-1",
    "summary": "A flaw.",
    "affected": [
        {
            "package": {"name": "h11", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "0.99"}]}],
        }
    ],
}


@contextmanager
def service(*vulnerable: str) -> Iterator[tuple[str, list[str]]]:
    """A service in the form of OSV, that knows these as vulnerable: its address, and what it was asked about."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["content-length"])))
            name = question["package"]["name"]
            asked.append(name)
            content = json.dumps({"vulns": [FLAW]} if name in vulnerable else {}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """A test is silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query", asked
        server.shutdown()


def audit(folder: Path, url: str) -> tuple[int, str]:
    """The exit code, and what it says."""
    lock = folder / "pins.lock"
    if not lock.exists():
        lock.write_text("".join(f"{name} --hash=sha256:{'0' * 64}\n" for name in ("h11==0.16.0", "idna==3.10")))
    command = [sys.executable, str(AUDIT), str(lock), str(folder / "audit.json"), url]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert not done.stderr
    return done.returncode, done.stdout


def test_a_vulnerable_pin_is_named_and_fails_until_it_is_gone(tmp_path: Path) -> None:
    with service("h11") as (url, asked):
        for _ in range(2):
            code, said = audit(tmp_path, url)
            assert (code, said) == (1, "audit: h11 0.16.0 has PYSEC-2099-1; fixed in 0.99\n")
    assert sorted(asked) == ["h11", "h11", "idna", "idna"]


def test_sound_pins_are_asked_about_once_a_day(tmp_path: Path) -> None:
    with service() as (url, asked):
        assert audit(tmp_path, url) == audit(tmp_path, url) == (0, "")
        assert sorted(asked) == ["h11", "idna"]
        (tmp_path / "pins.lock").touch()
        assert audit(tmp_path, url) == (0, "")
        assert sorted(asked) == ["h11", "h11", "idna", "idna"]


def test_a_service_that_is_away_is_told_and_fails_nothing(tmp_path: Path) -> None:
    with service() as (url, _):
        pass
    code, said = audit(tmp_path, url)
    assert (code, said.partition(".")[0]) == (0, "audit: NOT DONE")
