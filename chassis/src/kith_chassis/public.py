"""What everyone may read without a token: counted by address, kept by whoever likes, shown on any page."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from kith_chassis.gate import Gate

FRESH: Final = 300
"""Seconds for which an answer may be kept without asking again."""
OPEN_TO_ALL: Final = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": f"public, max-age={FRESH}",
}
UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "Nothing has changed since"}}


class LinkedData(JSONResponse):
    """JSON-LD."""

    media_type = "application/ld+json"


class Public(APIRoute):
    """A route without the gate, for what `kith_contracts.access.OPEN` names. Strangers are counted by their address."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def counted(request: Request) -> Response:
            gate: Gate = request.app.state.gate
            gate.count_stranger(request.client.host if request.client else "")
            return await handle(request)

        return counted


def conditional(request: Request, content: bytes, media_type: str, changed: datetime | None) -> Response:
    """The content, with what it takes to ask for it again only if it has changed (RFC 9110, section 13); or 304."""
    tag = f'"{blake2b(content, digest_size=16).hexdigest()}"'
    headers = {**OPEN_TO_ALL, "etag": tag}
    if changed:
        headers["last-modified"] = format_datetime(changed.astimezone(UTC).replace(microsecond=0), usegmt=True)
    if _is_known(request, tag, changed):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def _is_known(request: Request, tag: str, changed: datetime | None) -> bool:
    """Whether the one who asks has this already. If they name a tag, a date does not count."""
    if (given := request.headers.get("if-none-match")) is not None:
        return given.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in given.split(",")]
    since = _date(request.headers.get("if-modified-since", ""))
    return changed is not None and since is not None and changed.replace(microsecond=0) <= since


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
