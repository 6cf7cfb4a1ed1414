"""The keys of the issuer: from a file or by discovery over HTTP, kept for a while, and never asked for too often."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.eventually import turns
from support.maker import Maker

from kith_chassis.http.issuer import FRESH, LARGEST, PAUSE, STALE, IssuerAway, Tokens, is_safe, tokens
from kith_chassis.http.tokens import BadToken, Expected, UnknownKey

MAKER = Maker("https://issuer.example", "https://kith.example", "bcs")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Provider:
    """What the issuer publishes, and how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.answer, self.away = 0, MAKER.jwks, False

    async def __call__(self) -> Any:
        self.asked += 1
        await asyncio.sleep(0)
        if self.away:
            raise OSError
        return self.answer


def verifier() -> tuple[Tokens, Provider, Clock]:
    provider, clock = Provider(), Clock()
    return Tokens(provider, Expected(MAKER.issuer, MAKER.audience), clock), provider, clock


async def test_a_flood_of_unknown_keys_asks_the_issuer_once_a_minute() -> None:
    verify, provider, clock = verifier()
    await verify.principal(MAKER.token())
    assert provider.asked == 1
    unknown = MAKER.token(header={"kid": "new"})
    for minute in range(1, 4):
        clock.now = minute * (PAUSE + 1)
        refused = await asyncio.gather(*[verify.principal(unknown) for _ in range(50)], return_exceptions=True)
        assert all(isinstance(each, UnknownKey) for each in refused)
        assert provider.asked == 1 + minute


async def test_a_new_key_is_taken_as_soon_as_it_is_published() -> None:
    verify, provider, clock = verifier()
    provider.answer = {"keys": [MAKER.keys["ES256"].as_dict(private=False)]}
    await verify.principal(MAKER.token("ES256"))
    with pytest.raises(UnknownKey):
        await verify.principal(MAKER.token())
    provider.answer = MAKER.jwks
    clock.now = PAUSE + 1
    assert (await verify.principal(MAKER.token())).client == "crm"


async def test_a_key_that_is_published_no_more_is_forgotten() -> None:
    verify, provider, clock = verifier()
    await verify.principal(MAKER.token())
    provider.answer = {"keys": [MAKER.keys["ES256"].as_dict(private=False)]}
    clock.now = FRESH
    await verify.principal(MAKER.token())
    await turns()
    with pytest.raises(UnknownKey):
        await verify.principal(MAKER.token())


async def test_the_issuer_may_be_away_for_a_day() -> None:
    verify, provider, clock = verifier()
    await verify.principal(MAKER.token())
    provider.away = True
    clock.now = STALE - 1
    assert await verify.principal(MAKER.token())
    await turns()
    clock.now = STALE
    with pytest.raises(IssuerAway):
        await verify.principal(MAKER.token())
    provider.away = False
    clock.now += PAUSE
    assert await verify.principal(MAKER.token())


@pytest.mark.parametrize("answer", [None, {}, {"keys": []}, {"keys": "x"}, {"keys": [{"kty": "oct", "k": "AA"}]}])
async def test_an_answer_without_a_key_admits_nobody(answer: Any) -> None:
    verify, provider, _ = verifier()
    provider.answer = answer
    with pytest.raises(IssuerAway):
        await verify.principal(MAKER.token())


async def test_keys_may_lie_in_a_file(tmp_path: Path) -> None:
    (file := tmp_path / "jwks.json").write_text(json.dumps(MAKER.jwks))
    verify = tokens(MAKER.issuer, MAKER.audience, file)
    assert (await verify.principal(MAKER.token())).body == "bcs"
    with pytest.raises(BadToken):
        await verify.principal(MAKER.token(key=MAKER.stranger))


# Over HTTP


@asynccontextmanager
async def served(pages: dict[str, Callable[[], bytes]]) -> AsyncIterator[str]:
    """A small server on this machine: path to whole answer."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        writer.write(pages[path]() if path in pages else b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def ok(content: bytes, status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-length: {len(content)}\r\n{more}\r\n".encode() + content


WELL_KNOWN = "/.well-known/openid-configuration"


async def verified(pages: dict[str, Callable[[str], bytes]]) -> bool:
    """Whether a token of the issuer that answers so is taken."""
    found: dict[str, Callable[[], bytes]] = {}
    async with served(found) as url:
        found |= {path: partial(make, url) for path, make in pages.items()}
        verify = tokens(url, MAKER.audience, None)
        try:
            return (await verify.principal(MAKER.token(iss=url))).issuer == url
        except IssuerAway:
            return False


def described(url: str, **changes: Any) -> bytes:
    return ok(json.dumps({"issuer": url, "jwks_uri": f"{url}/keys", **changes}).encode())


def keys(_url: str) -> bytes:
    return ok(json.dumps(MAKER.jwks).encode())


async def test_keys_are_found_by_openid_discovery() -> None:
    assert await verified({WELL_KNOWN: described, "/keys": keys})


@pytest.mark.parametrize(
    "pages",
    [
        {},
        {WELL_KNOWN: described},
        {WELL_KNOWN: lambda url: described(url, issuer="https://other.example"), "/keys": keys},
        {WELL_KNOWN: lambda url: described(url, issuer=f"{url}/"), "/keys": keys},
        {WELL_KNOWN: lambda url: described(url, jwks_uri="http://keys.example/keys"), "/keys": keys},
        {WELL_KNOWN: lambda url: described(url, jwks_uri="file:///etc/passwd"), "/keys": keys},
        {WELL_KNOWN: lambda url: described(url, jwks_uri=5), "/keys": keys},
        {WELL_KNOWN: lambda _url: ok(b"[]"), "/keys": keys},
        {WELL_KNOWN: lambda _url: ok(b"not json"), "/keys": keys},
        {WELL_KNOWN: lambda url: ok(b"", "302 Found", f"location: {url}/keys\r\n"), "/keys": keys},
        {WELL_KNOWN: described, "/keys": lambda _url: ok(json.dumps(MAKER.jwks).encode() + b" " * LARGEST)},
        {WELL_KNOWN: described, "/keys": lambda _url: ok(b"", "500 Internal Server Error")},
        {WELL_KNOWN: described, "/keys": lambda _url: b"garbage\r\n\r\n"},
    ],
)
async def test_a_provider_that_answers_otherwise_is_not_believed(pages: dict[str, Callable[[str], bytes]]) -> None:
    assert not await verified(pages)


def test_the_issuer_is_asked_over_https_or_on_this_machine() -> None:
    safe = ("https://issuer.example", "https://issuer.example:8443/realm", "http://127.0.0.1:8080", "http://[::1]:80")
    assert all(is_safe(url) for url in safe)
    unsafe = (
        *(
            "http://issuer.example",
            "http://127.0.0.1.example",
            "http://127.0.0.1@evil.example",
            "https://u:p@x.example",
        ),
        *("ftp://127.0.0.1", "file:///keys", "https://", "//issuer.example", "", "http://[::1", "urn:kith:issuer"),
    )
    assert not [url for url in unsafe if is_safe(url)]
