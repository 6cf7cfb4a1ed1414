"""The keys of whoever issues our tokens: found by OpenID discovery or in a file, kept, looked up again with care."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2
import structlog
from joserfc.jwk import Key

from kith_chassis.http.tokens import Expected, KeyId, UnknownKey, keys_in, principal_of
from kith_contracts.access.table import Principal

log = structlog.get_logger()
FRESH: Final = 600.0
"""Seconds after which the keys are looked up again, beside the requests that they still serve."""
PAUSE: Final = 60.0
"""Seconds between two look-ups, however many tokens name unknown keys."""
FIRST_PAUSE: Final = 5.0
"""The same, as long as there are no keys at all."""
STALE: Final = 86_400.0
"""Seconds for which keys serve while the issuer does not answer."""
DEADLINE: Final = 5.0
LARGEST: Final = 256_000
"""Bytes of an answer."""
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})

Fetch = Callable[[], Awaitable[Any]]
Keys = Mapping[KeyId, Key]


class IssuerAway(ConnectionError):
    """No keys are at hand, and the issuer does not give them; it may answer later."""


class Tokens:
    """Makes principals of tokens, with the keys that `fetch` brings."""

    def __init__(self, fetch: Fetch, expected: Expected, clock: Callable[[], float] = time.monotonic) -> None:
        """`fetch` gives a JWK set, or raises OSError or ValueError."""
        self._fetch, self._expected, self._clock = fetch, expected, clock
        self._keys: Keys = {}
        self._fetched = self._tried = -STALE
        self._fetching: asyncio.Task[None] | None = None

    async def principal(self, token: str) -> Principal:
        """Who holds the token; raises BadToken, or IssuerAway when it cannot be judged."""
        if self._clock() - self._fetched >= STALE:
            self._keys = {}
        if not self._keys:
            await self._look_up()
        elif self._clock() - self._fetched >= FRESH:
            self._begin()
        if not self._keys:
            raise IssuerAway("the issuer of tokens is away")
        try:
            return principal_of(token, self._keys, self._expected, time.time())
        except UnknownKey:
            if not await self._look_up():
                raise
        return principal_of(token, self._keys, self._expected, time.time())

    async def _look_up(self) -> bool:
        """Wait for the keys as they are now, unless they were looked up a moment ago; whether there was a look."""
        self._begin()
        if self._fetching is None:
            return False
        await asyncio.shield(self._fetching)
        return True

    def _begin(self) -> None:
        if self._fetching is None and self._clock() - self._tried >= (PAUSE if self._keys else FIRST_PAUSE):
            self._tried = self._clock()
            self._fetching = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        try:
            async with asyncio.timeout(DEADLINE):
                if found := keys_in(await self._fetch()):
                    self._keys, self._fetched = found, self._clock()
                else:
                    log.warning("the token issuer publishes no key of a supported type")
        except (OSError, ValueError, TimeoutError, RecursionError) as error:
            log.warning("cannot fetch the keys of the token issuer", why=type(error).__name__)
        finally:
            self._fetching = None


def tokens(issuer: str, audience: str, jwks_file: Path | None) -> Tokens:
    """Tokens of this issuer for this audience; the keys are in the file, or else where the issuer says."""
    fetch = partial(_from_file, jwks_file) if jwks_file else partial(_discovered, issuer)
    return Tokens(fetch, Expected(issuer, audience))


async def _from_file(path: Path) -> Any:
    return json.loads(await asyncio.to_thread(path.read_bytes))


async def _discovered(issuer: str) -> Any:
    """The JWK set of an OpenID provider; what is not exactly that provider's is refused."""
    async with httpx2.AsyncClient(timeout=DEADLINE, follow_redirects=False, trust_env=False) as client:
        about = await _document(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if not isinstance(about, dict) or about.get("issuer") != issuer or not isinstance(about.get("jwks_uri"), str):
            raise ValueError("the provider does not describe this issuer")
        return await _document(client, about["jwks_uri"])


async def _document(client: httpx2.AsyncClient, url: str) -> Any:
    if not is_safe(url):
        raise ValueError("an issuer is asked over https, or on this machine")
    text = bytearray()
    headers = {"accept": "application/json", "accept-encoding": "identity"}
    try:
        async with client.stream("GET", url, headers=headers) as answer:
            if answer.status_code != httpx2.codes.OK:
                raise ValueError("the provider does not answer as it should")
            async for piece in answer.aiter_raw():
                text += piece
                if len(text) > LARGEST:
                    raise ValueError("the answer is too large")
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise IssuerAway(type(error).__name__) from None
    return json.loads(text)


def is_safe(url: str) -> bool:
    """Whether nobody on the way can change what is said there: https, or the loopback address; no user in it."""
    try:
        parts = urlsplit(url)
        return parts.username is None and (
            (parts.scheme == "https" and bool(parts.hostname))
            or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        )
    except ValueError:
        return False
