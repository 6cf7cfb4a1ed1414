"""Makes tokens: good ones, and any other that somebody could think of."""

import base64
import hmac
import json
import time
import warnings
from enum import Enum
from typing import Any, Final, NamedTuple
from uuid import uuid4

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

Claims = dict[str, Any]


class Gone(Enum):
    """A claim or header parameter that is left out."""

    GONE = "gone"


GONE: Final = Gone.GONE


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def compact(value: Any) -> bytes:
    return json.dumps(value).encode()


class Maker:
    """An issuer with one key of each kind, which can also sign what nobody should take."""

    def __init__(self, issuer: str, audience: str, body: str) -> None:
        self.issuer, self.audience, self.body = issuer, audience, body
        self.keys: dict[str, Any] = {
            "Ed25519": OKPKey.generate_key("Ed25519", {"kid": "ed"}),
            "ES256": ECKey.generate_key("P-256", {"kid": "ec"}),
            "RS256": RSAKey.generate_key(2048, {"kid": "rsa"}),
        }
        self.keys |= {"EdDSA": self.keys["Ed25519"], "PS256": self.keys["RS256"]}
        self.stranger = OKPKey.generate_key("Ed25519", {"kid": "ed"})
        with warnings.catch_warnings(action="ignore"):
            self.weak = RSAKey.generate_key(1024, {"kid": "weak"})
        self.curve = ECKey.generate_key("P-384", {"kid": "p384"})
        self.shared = OctKey.import_key(b"s" * 32, {"kid": "shared"})

    @property
    def jwks(self) -> dict[str, Any]:
        """What the issuer publishes: the good keys, and some that may sign no token."""
        good = [self.keys[name].as_dict(private=False) for name in ("Ed25519", "ES256", "RS256")]
        for_secrets = {**OKPKey.generate_key("Ed25519", {"kid": "enc"}).as_dict(private=False), "use": "enc"}
        others = [self.weak.as_dict(private=False), self.curve.as_dict(private=False), self.shared.as_dict()]
        return {"keys": [*good, *others, for_secrets, {"kty": "OKP"}, {"kid": "x", "kty": "RSA"}, "no key", None]}

    def claims(self, **changes: Any) -> Claims:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": "crm",
            "client_id": "crm",
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + 600,
            "roles": ["body-admin", "officer", "member", "system"],
            "scope": "networks:read networks:write events:read events:write agreements:answer people:write "
            "webhooks:write",
            "kith_body": self.body,
            "kith_networks": [f"{self.body}/womens-forum"],
            "kith_person": "p-0123456789",
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not GONE}

    def token(self, alg: str = "Ed25519", header: Claims | None = None, key: Any = None, **changes: Any) -> str:
        """A token that is good, but for what is changed."""
        return self.signed(compact(self.claims(**changes)), alg, header, key)

    def signed(self, payload: bytes, alg: str = "Ed25519", header: Claims | None = None, key: Any = None) -> str:
        key = key or self.keys[alg]
        whole = {"alg": alg, "typ": "at+jwt", "kid": key.kid, **(header or {})}
        whole = {name: value for name, value in whole.items() if value is not GONE}
        return self.raw(compact(whole), payload, alg, key)

    def with_header(self, header: Claims) -> str:
        """A token that is good, but for its whole header."""
        kept = {name: value for name, value in header.items() if value is not GONE}
        return self.raw(compact(kept), compact(self.claims()), "Ed25519", self.keys["Ed25519"])

    def raw(self, header: bytes, payload: bytes, alg: str, key: Any) -> str:
        """Signed over just these bytes, whatever they are."""
        start = f"{b64(header)}.{b64(payload)}"
        if isinstance(key, bytes):
            signature = hmac.digest(key, start.encode(), f"sha{alg[2:]}")
        else:
            signature = jws.JWSRegistry.algorithms[alg].sign(start.encode(), key)
        return f"{start}.{b64(signature)}"


class Hostile(NamedTuple):
    """A token, and what is wrong with it."""

    name: str
    token: str
