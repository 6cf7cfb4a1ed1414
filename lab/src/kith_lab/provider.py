"""An OpenID provider for trials: real endpoints (OpenID Connect Core 1.0, with PKCE), and people who sign in with a
click. It has the issuer of each node, and gives out the same access tokens. Not for production.
"""

import asyncio
import base64
import hashlib
import html
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, Self
from urllib.parse import parse_qs, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kith_chassis.http.connections import Limits
from kith_chassis.http.server import Front, Server
from kith_lab.demo.waits import eventually, silent
from kith_lab.issuer import Issuer
from kith_lab.servers.ports import free_port

CLIENT: Final = "kith-console"
CODE_SECONDS: Final = 60
LIMITS: Final = Limits(10, 30, 100, 1000)
STYLE: Final = """
body { font: 18px/1.5 system-ui; max-width: 36rem; margin: 3rem auto; padding: 0 1rem }
a { display: block; padding: 0.8rem 1rem; margin: 0.5rem 0; border: 1px solid #767268; border-radius: 0.5rem }
a { color: #0d5c60 } small { color: #565c6b; display: block }
"""
PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in for trials</title>
<meta name="viewport" content="width=device-width"><style>{style}</style>
<h1>Who are you today?</h1><p>These people are invented. A real provider asks for a password.</p>{choices}</html>"""


class Guise(NamedTuple):
    """Somebody as whom one can sign in."""

    name: str
    """How the page calls them."""
    about: str
    roles: tuple[str, ...]
    person: str | None = None
    networks: tuple[str, ...] = ()
    """For an officer: the networks that they serve."""
    body: str = ""
    """Another body than the node's: `office` for the consortium's."""


class TrialProvider:
    """The providers of all nodes of a trial, each at `/<body>` of one server."""

    def __init__(self, issuers: Mapping[str, Issuer]) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.guises: dict[str, list[Guise]] = {body: [] for body in issuers}
        self._issuers = dict(issuers)
        self._codes: dict[str, dict[str, Any]] = {}
        self._renewals: dict[str, tuple[str, Guise]] = {}
        self._server: Server | None = None
        self._serving: Any = None

    def issuer_of(self, body: str) -> str:
        """The address by which a console finds the provider of this node."""
        return f"{self.url}/{body}"

    async def __aenter__(self) -> Self:
        routes = [
            Route("/{body}/.well-known/openid-configuration", self._about),
            Route("/{body}/keys", self._keys),
            Route("/{body}/authorize", self._authorize),
            Route("/{body}/token", self._token, methods=["POST"]),
            Route("/{body}/end", self._end),
        ]
        port = int(self.url.rpartition(":")[2])
        self._server = Server(Front("127.0.0.1", port, Starlette(routes=routes)), LIMITS)
        self._serving = asyncio.create_task(self._server.answer())
        await eventually("the provider for sign-in answers", self._is_up, silent)
        return self

    async def _is_up(self) -> bool:
        return self._server is not None and self._server.started

    async def __aexit__(self, *_error: object) -> None:
        if self._server:
            self._server.should_exit = True
            await self._serving

    async def _about(self, request: Request) -> Response:
        at = self.issuer_of(request.path_params["body"])
        return JSONResponse(
            {
                "issuer": at,
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
                "jwks_uri": f"{at}/keys",
                "end_session_endpoint": f"{at}/end",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["Ed25519"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none"],
            }
        )

    async def _keys(self, request: Request) -> Response:
        return JSONResponse(self._issuers[request.path_params["body"]].keys)

    async def _authorize(self, request: Request) -> Response:
        """Ask who it is; with `as` in the address, send them back with a code."""
        body, query = request.path_params["body"], dict(request.query_params)
        if query.get("client_id") != CLIENT or query.get("code_challenge_method") != "S256":
            return Response("The client is not known here, or does without PKCE.", 400)
        guises = self.guises[body]
        if (chosen := query.pop("as", "")) and chosen.isdigit() and int(chosen) < len(guises):
            code = secrets.token_urlsafe(24)
            guise = guises[int(chosen)]
            self._codes[code] = {**query, "body": body, "guise": guise, "until": time.monotonic() + CODE_SECONDS}
            back = urlencode({"code": code, "state": query.get("state", "")})
            return RedirectResponse(f"{query['redirect_uri']}?{back}", 303)
        return HTMLResponse(PAGE.format(style=STYLE, choices=_choices(guises, query)))

    async def _token(self, request: Request) -> Response:
        body = request.path_params["body"]
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if form.get("grant_type") == "refresh_token":
            known = self._renewals.pop(form.get("refresh_token", ""), None)
            return self._answer(*known) if known and known[0] == body else _wrong()
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or asked["body"] != body or asked["until"] < time.monotonic():
            return _wrong()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            return _wrong()
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return _wrong()
        return self._answer(body, asked["guise"], asked.get("nonce", ""))

    def _answer(self, body: str, guise: Guise, nonce: str = "") -> Response:
        issuer, renewal, now = self._issuers[body], secrets.token_urlsafe(24), int(time.time())
        self._renewals[renewal] = (body, guise)
        subject = guise.person or "-".join(guise.roles)
        about = {"iss": self.issuer_of(body), "aud": CLIENT, "sub": subject, "iat": now, "exp": now + 300}
        id_token = issuer.signed({**about, **({"nonce": nonce} if nonce else {})})
        access = issuer.token(
            guise.body or body, *guise.roles, person=guise.person, networks=guise.networks, client=CLIENT, sub=subject
        )
        return JSONResponse(
            {
                "access_token": access,
                "id_token": id_token,
                "refresh_token": renewal,
                "token_type": "Bearer",
                "expires_in": 3600,
            },
            headers={"cache-control": "no-store"},
        )

    async def _end(self, request: Request) -> Response:
        back = request.query_params.get("post_logout_redirect_uri", "")
        return RedirectResponse(back, 303) if back.startswith("http://127.0.0.1:") else Response("Signed out.")


def console_settings(url: str, issuer: str) -> dict[str, str]:
    """What a node must be told so that its pages are there, and people sign in to them at this provider."""
    return {
        "KITH_CONSOLE_PORT": url.rpartition(":")[2],
        "KITH_CONSOLE_URL": url,
        "KITH_CONSOLE_ISSUER": issuer,
        "KITH_CONSOLE_CLIENT_ID": CLIENT,
    }


def _choices(guises: Sequence[Guise], query: Mapping[str, str]) -> str:
    lines = [
        f'<a href="?{html.escape(urlencode({**query, "as": number}))}">{html.escape(each.name)}'
        f"<small>{html.escape(each.about)}</small></a>"
        for number, each in enumerate(guises)
    ]
    return "".join(lines)


def _wrong() -> Response:
    return JSONResponse({"error": "invalid_grant"}, 400)
