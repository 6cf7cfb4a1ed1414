"""Routes that answer HEAD and OPTIONS besides GET (RFC 9110, section 9.3), also to pages of other sites."""

from typing import Final

from fastapi import Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

BESIDE: Final = ("HEAD", "OPTIONS")
ALLOWED: Final = "GET, HEAD, OPTIONS"
PREFLIGHT: Final = {
    "allow": ALLOWED,
    "access-control-allow-origin": "*",
    "access-control-allow-methods": ALLOWED,
    "access-control-allow-headers": "If-None-Match, If-Modified-Since",
    "access-control-max-age": "86400",
}


class Readable(APIRoute):
    """A route of GET. The OpenAPI document names GET alone: the two follow from it."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, more = super().matches(scope)
        beside = match is Match.PARTIAL and scope["method"] in BESIDE
        return (Match.FULL if beside else match), more

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """HEAD is GET; OPTIONS says what may be asked, and how from another site."""
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send)
        else:  # the server knows that it was asked for HEAD, and leaves the content out
            await super().handle({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, send)
