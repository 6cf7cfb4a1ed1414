"""Sign-in with the organisation's OpenID provider: authorisation code with PKCE (OpenID Connect Core 1.0, RFC 7636).

The access token is the one that the node's API takes. What it says of roles only chooses pages here: the API judges
each request by it anew.
"""

import base64
import json
import secrets
import time
from typing import Any, Final
from urllib.parse import urlencode

import httpx
import structlog
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.base import OAuth2Error
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kith_chassis.http.tokens import ALGORITHMS
from kith_console.sessions import Session
from kith_console.settings import ConsoleSettings
from kith_console.words import N_
from kith_contracts.access.table import Role
from kith_contracts.words import OFFICE

log = structlog.get_logger()
RETURN: Final = "/sign-in/return"
TIMEOUT: Final = 10.0
DESCRIPTION: Final = "/.well-known/openid-configuration"
FRESH: Final = 600.0
"""Seconds for which its description and its keys are kept."""
LEEWAY: Final = 30
OFFLINE: Final = "offline_access"
"""Asks for a refresh token, which many give only if the person is asked (OpenID Connect Core 1.0, section 11)."""
NOT_FINISHED: Final = N_("The sign-in was not finished, or took too long. Nothing has happened: try again.")
FAULTS: Final = (OAuthError, OAuth2Error, httpx.HTTPError, JoseError, ValueError, KeyError)


class SignInFailed(Exception):
    """The provider did not sign anybody in; the sentence says what to do."""


class Provider:
    """An OpenID provider, as one of its clients."""

    def __init__(self, settings: ConsoleSettings) -> None:
        self._settings = settings
        self._about: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._read = 0.0

    async def begin(self) -> tuple[str, dict[str, str]]:
        """Where to send the browser, and what it must come back with; raises SignInFailed."""
        about = await self._described()
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        more = {"prompt": "consent"} if OFFLINE in self._settings.scope.split() else {}
        async with self._client() as client:
            address, state = client.create_authorization_url(
                about["authorization_endpoint"], nonce=nonce, code_verifier=verifier, **more
            )
        return address, {"state": state, "nonce": nonce, "verifier": verifier}

    async def finish(self, began: dict[str, str], query: dict[str, str]) -> Session:
        """The session of whoever comes back from the provider; raises SignInFailed."""
        if not began or query.get("state") != began["state"] or "code" not in query:
            raise SignInFailed(NOT_FINISHED)
        about = await self._described()
        if query.get("iss", about["issuer"]) != about["issuer"]:  # of another provider (RFC 9207)
            raise SignInFailed(NOT_FINISHED)
        try:
            async with self._client() as client:
                tokens = await client.fetch_token(
                    about["token_endpoint"], code=query["code"], code_verifier=began["verifier"]
                )
            self._check(tokens["id_token"], began["nonce"], about["issuer"])
            return _with(Session(), tokens)
        except FAULTS as error:
            log.warning("a sign-in failed", why=type(error).__name__)
            raise SignInFailed(
                N_("Your organisation's sign-in did not answer as it should. Try again later.")
            ) from None

    async def renew(self, session: Session) -> bool:
        """Get a new access token for this session; whether there is one."""
        if not session.renewal:
            return False
        before = (session.body, session.person)
        try:
            about = await self._described()
            async with self._client() as client:
                tokens = await client.refresh_token(about["token_endpoint"], refresh_token=session.renewal)
            _with(session, tokens)
        except (*FAULTS, SignInFailed) as error:
            log.info("a session could not be renewed", why=type(error).__name__)
            return False
        return (session.body, session.person) == before

    async def end_address(self, back: str) -> str:
        """Where the provider ends its own session (OpenID Connect RP-Initiated Logout 1.0); empty if nowhere."""
        try:
            end = (await self._described()).get("end_session_endpoint", "")
        except SignInFailed:
            return ""
        query = urlencode({"client_id": self._settings.client_id, "post_logout_redirect_uri": back})
        return f"{end}?{query}" if end else ""

    def _client(self) -> Any:
        secret = self._settings.secret_of_client
        return AsyncOAuth2Client(
            self._settings.client_id,
            secret or None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope=self._settings.scope,
            redirect_uri=f"{self._settings.base}{RETURN}",
            code_challenge_method="S256",
            timeout=TIMEOUT,
            trust_env=False,
        )

    async def _described(self) -> dict[str, Any]:
        """What the provider says of itself; raises SignInFailed."""
        if self._about and time.monotonic() - self._read < FRESH:
            return self._about
        issuer = self._settings.issuer
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
                about = (await client.get(f"{issuer.rstrip('/')}{DESCRIPTION}")).raise_for_status().json()
                if about["issuer"] != issuer:
                    raise ValueError("it describes another issuer")
                keys = (await client.get(about["jwks_uri"])).raise_for_status().json()
            self._about, self._keys, self._read = about, KeySet.import_key_set(keys), time.monotonic()
        except FAULTS as error:
            log.warning("the provider for sign-in does not answer as it should", why=type(error).__name__)
            raise SignInFailed(N_("Your organisation's sign-in does not answer now. Try again later.")) from None
        return self._about

    def _check(self, token: str, nonce: str, issuer: str) -> None:
        """The ID token must be for us, for this sign-in, and signed (OpenID Connect Core 1.0, section 3.1.3.7)."""
        assert self._keys
        found = jwt.decode(token, self._keys, algorithms=list(ALGORITHMS))
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": self._settings.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(found.claims)


def _with(session: Session, tokens: dict[str, Any]) -> Session:
    """The session with what these tokens say; raises ValueError or KeyError if they say too little."""
    claims = _claims(tokens["access_token"])
    roles = tuple(role for role in claims.get("roles", ()) if role in {*Role} - {Role.SYSTEM})
    if not roles:
        raise ValueError("the token names no role of a person")
    body = str(claims["kith_body"])
    session.body = "" if body == OFFICE else body
    session.person, session.subject, session.roles = str(claims.get("kith_person", "")), str(claims["sub"]), roles
    session.serves = tuple(claims.get("kith_networks", ()))
    session.token, session.until = tokens["access_token"], float(claims["exp"])
    session.renewal = tokens.get("refresh_token") or session.renewal
    return session


def _claims(token: str) -> dict[str, Any]:
    """What our own API's token says. It came from the provider itself; the API checks its signature."""
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found
