"""JSON that any page may hold: whatever people wrote in it, it ends no script element and begins no markup."""

import re
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_JSON: Final = re.compile(r"^[\w.+-]+/([\w.+-]+\+)?json\b")
_ESCAPED: Final = {
    "<": rb"\u003c",
    ">": rb"\u003e",
    "&": rb"\u0026",
    "\u2028": rb"\u2028",
    "\u2029": rb"\u2029",
}
"""What means something in HTML; and what ends a line in older JavaScript and in no JSON."""


def harmless(json: bytes) -> bytes:
    """The same JSON in UTF-8, with escapes for what could mean something around it. Such characters stand in strings
    alone, and no byte of one is a part of another character; so the bytes can be replaced as they are.
    """
    for each, escape in _ESCAPED.items():
        json = json.replace(each.encode(), escape)
    return json


def is_json(media_type: str) -> bool:
    """Whether content of this type is JSON, or some kind of it."""
    return bool(_JSON.match(media_type))


class Harmless:
    """ASGI middleware that makes every answer in JSON harmless; what is compressed was so before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message | None = None
        content = bytearray()

        async def harmlessly(message: Any) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if is_json(headers.get("content-type", "")) and "content-encoding" not in headers:
                    start = message
                else:
                    await send(message)
            elif start is None:
                await send(message)
            else:
                content.extend(message.get("body", b""))
                if not message.get("more_body"):
                    body = harmless(bytes(content))
                    MutableHeaders(scope=start)["content-length"] = str(len(body))
                    await send(start)
                    await send({**message, "body": body})

        await self._app(scope, receive, harmlessly if scope["type"] == "http" else send)
