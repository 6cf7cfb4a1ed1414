"""The mails of a demo as a page on this machine: lists and texts, no script, and nothing of a mail is ever a page."""

import asyncio
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, Self

from kith_chassis.http.pages import policy_of
from kith_lab.servers.html import page, table
from kith_lab.servers.mailbox import Kept, kept, one
from kith_lab.servers.ports import HOST

STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}"
    "main{max-width:70rem;margin:0 auto;padding:1rem}table{border-collapse:collapse;width:100%}"
    "caption{text-align:left;padding:.5rem 0}th,td{text-align:left;padding:.35rem .75rem .35rem 0;"
    "border-bottom:1px solid #767676;vertical-align:top}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f4f4;padding:.75rem}a{color:#0b5394}"
)
TIMEOUT: Final = 5.0
DIGITS: Final = 6


class MailPage:
    """A server for the pages, on a free port of this machine. It answers to no other name: no other page reads it."""

    def __init__(self, folder: Path) -> None:
        self._server = ThreadingHTTPServer((HOST, 0), _handler(folder))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_port}/"

    async def __aenter__(self) -> Self:
        self._thread.start()
        return self

    async def __aexit__(self, *_of: object) -> None:
        await asyncio.to_thread(self._server.shutdown)
        self._server.server_close()


def _handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = TIMEOUT

        def do_GET(self) -> None:
            """Answer with a page, or with the mail as it was sent."""
            if self.headers.get("host") != f"{HOST}:{self.connection.getsockname()[1]}":
                return self._answer(421, "text/plain", b"This page is for this machine alone.\n")
            number, _, raw = self.path.strip("/").partition("/")
            found = one(folder, int(number)) if number.isdecimal() and len(number) <= DIGITS else None
            if not number:
                return self._answer(200, "text/html", listed(kept(folder)).encode())
            if found is None or raw not in ("", "raw"):
                return self._answer(404, "text/plain", b"There is no mail of this number.\n")
            if raw:
                return self._answer(200, "text/plain", found.content)
            return self._answer(200, "text/html", shown(found).encode())

        def log_message(self, *_of: object) -> None:
            """Nobody has to know what was looked at."""

        def _answer(self, status: int, media_type: str, content: bytes) -> None:
            html = content.decode() if media_type == "text/html" else ""
            self.send_response(status)
            self.send_header("content-type", f"{media_type}; charset=utf-8")
            self.send_header("content-length", str(len(content)))
            self.send_header("content-security-policy", f"{policy_of(html)}; frame-ancestors 'none'")
            self.send_header("x-content-type-options", "nosniff")
            self.send_header("referrer-policy", "no-referrer")
            self.send_header("cache-control", "no-store")
            self.end_headers()
            self.wfile.write(content)

    return Handler


def listed(mails: list[Kept]) -> str:
    """All mails, the newest first."""
    rows = [
        (f'<a href="/{each.number}">{each.number}</a>', *[_escaped(each, name) for name in ("To", "Subject", "Date")])
        for each in reversed(mails)
    ]
    body = table(f"{len(mails)} mails", ("number", "to", "subject", "date"), rows)
    return page("Mails of the demo", STYLE, f"<h1>Mails of the demo</h1>\n{body}")


def shown(mail: Kept) -> str:
    """One mail: its headers, and each of its forms as text, HTML too."""
    headers = table("Headers", ("name", "value"), [(name, escape(value)) for name, value in mail.headers.items()])
    forms = "\n".join(f"<h2>{escape(kind)}</h2>\n<pre>{escape(text)}</pre>" for kind, text in mail.parts)
    links = f'<p><a href="/">All mails</a> · <a href="/{mail.number}/raw">As it was sent</a></p>'
    subject = _escaped(mail, "Subject")
    return page(subject, STYLE, f"{links}\n<h1>{subject}</h1>\n{headers}\n{forms}")


def _escaped(mail: Kept, name: str) -> str:
    return escape(mail.headers.get(name, ""))
