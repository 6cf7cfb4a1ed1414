"""A node over HTTP, for commands that ask it more than once: with a token, and patient if it is busy."""

import json
import time
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import httpx2

from kith_cli.environment import given
from kith_cli.errors import StackError

PATIENCE: Final = 120.0
"""Seconds in which an answer must come."""
TRIES: Final = 5
LONGEST_PAUSE: Final = 10.0
BUSY: Final = frozenset({429, 503})
WITHOUT: Final = "KITH_TOKEN is not set. It is a token with the role system of your organisation."


class Told(NamedTuple):
    """An answer of the node."""

    status: int
    content: Any

    @property
    def fine(self) -> bool:
        return self.status in (200, 202)


class NodeApi:
    """One organisation at one node."""

    def __init__(self, url: str, body: str) -> None:
        """Raises StackError if there is no token."""
        if not (token := given("KITH_TOKEN")):
            raise StackError(WITHOUT)
        self._base, self._body, self._url = url.rstrip("/"), body, url
        self._client = httpx2.Client(timeout=PATIENCE, headers={"authorization": f"Bearer {token.strip()}"})

    def get(self, service: str, path: str, **query: Any) -> Told:
        """Read something. Raises StackError if the node does not answer."""
        return self._ask("GET", service, path, params=query)

    def send(self, service: str, command: str, data: Mapping[str, Any], key: str) -> Told:
        """Send a command; with the same key it takes effect once."""
        headers = {"content-type": "application/json", "idempotency-key": key}
        return self._ask("POST", service, f"commands/{command}", content=json.dumps(data), headers=headers)

    def hand(self, service: str, path: str, table: bytes, **query: Any) -> Told:
        """Hand over a table."""
        return self._ask("POST", service, path, content=table, headers={"content-type": "text/csv"}, params=query)

    def close(self) -> None:
        """End its connections."""
        self._client.close()

    def _ask(self, method: str, service: str, path: str, **more: Any) -> Told:
        url = f"{self._base}/{service}/v1/{self._body}/{path}"
        for left in range(TRIES, 0, -1):
            try:
                answer = self._client.request(method, url, **more)
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                why = type(error).__name__
                raise StackError(f"The node at {self._url} does not answer ({why}). Is it running?") from None
            if answer.status_code in BUSY and left > 1:
                time.sleep(_pause(answer.headers.get("retry-after", "")))
                continue
            break
        try:
            return Told(answer.status_code, answer.json())
        except ValueError:
            raise StackError(
                f"What answers at {self._url} ({answer.status_code}) is no node: it does not answer in JSON."
            ) from None


def _pause(wanted: str) -> float:
    return min(float(wanted), LONGEST_PAUSE) if wanted.isascii() and wanted.isdigit() else 1.0
