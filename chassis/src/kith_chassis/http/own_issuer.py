"""Tokens that a node makes for its own web pages, for who has not signed in and for who has done so by a mailed link.

The key follows from the node's secret, so all processes of a node agree on it and it is stored nowhere.
"""

import base64
import json
import time
from typing import Any, Final
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jws
from joserfc.jwk import OKPKey

from kith_chassis.http.issuer import Tokens
from kith_chassis.http.tokens import BadToken, Expected
from kith_contracts.access.grants import OWN_PAGES
from kith_contracts.access.table import Principal, Role

LIFE: Final = 120
"""Seconds for which one is good."""
OF_PEOPLE: Final = frozenset({Role.MEMBER, Role.GUEST})
"""What a person can be by a mailed link. Which offices they hold the directory knows; who speaks for the organisation
signs in at its provider.
"""


class OwnIssuer:
    """Makes tokens for one audience."""

    def __init__(self, secret: bytes, audience: str) -> None:
        seed = HKDF(SHA256(), 32, None, b"kith console tokens").derive(secret)
        self._key = OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(seed), {"kid": "console", "alg": "Ed25519"})
        self.audience = audience

    @property
    def tokens(self) -> Tokens:
        """What makes principals of these tokens."""

        async def keys() -> dict[str, Any]:
            return {"keys": [self._key.as_dict(private=False)]}

        return Tokens(keys, Expected(OWN_PAGES, self.audience))

    def visitor(self, body: str, who: str) -> str:
        """For somebody who has not signed in: a client without any scope, who may read what everyone may find.

        `who` tells visitors apart, so that one who asks too often holds up no other.
        """
        return self._token(body, Role.SYSTEM, who)

    def person(self, body: str, person: str, role: Role) -> str:
        """For a person at home in the body, `member` or `guest`; raises ValueError for another role."""
        if role not in OF_PEOPLE:
            raise ValueError(f"the pages make no token of the role {role}")
        return self._token(body, role, person, kith_person=person)

    def _token(self, body: str, role: Role, subject: str, **more: str) -> str:
        now = int(time.time())
        claims = {
            "iss": OWN_PAGES,
            "aud": self.audience,
            "sub": subject,
            "client_id": "console",
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + LIFE,
            "roles": [role],
            "kith_body": body,
            **more,
        }
        header = {"alg": "Ed25519", "typ": "at+jwt", "kid": "console"}
        return jws.serialize_compact(header, json.dumps(claims), self._key, algorithms=["Ed25519"])


class TwoIssuers:
    """The tokens of the organisation's provider, and those of the node's own pages."""

    def __init__(self, provider: Tokens, own: Tokens, *, people: bool = False) -> None:
        """`people`: whether the node's own tokens may name a person; else they are of visitors alone."""
        self._provider, self._own, self._people = provider, own, people

    async def principal(self, token: str) -> Principal:
        """Who holds the token; raises BadToken, or IssuerAway when it cannot be judged."""
        if _claimed(token) != OWN_PAGES:
            return await self._provider.principal(token)
        principal = await self._own.principal(token)
        visits = principal.person is None and principal.roles == {Role.SYSTEM} and not principal.scopes
        signed_in = self._people and principal.person is not None and principal.roles <= OF_PEOPLE
        if not visits and not signed_in:
            raise BadToken("claims", "The pages of this node sign nobody in, or not in this role.")
        return principal


def _claimed(token: str) -> object:
    """The issuer that a token names, before anything of it is believed: it says whose keys to judge it by."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return claims.get("iss")
    except (IndexError, ValueError, AttributeError, RecursionError):
        return None
