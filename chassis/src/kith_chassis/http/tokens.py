"""Access tokens (RFC 9068): a signed text becomes a `Principal` or is refused with a reason. No clock, no network.

What joserfc does not check, or checks more kindly than we want, is checked here: types, dates, names that stand twice,
and header parameters that offer a key of their own.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, NamedTuple

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kith_contracts.access.table import Principal, Role, Scope
from kith_contracts.words import OFFICE, BodySlug, FullName, PersonId

ALGORITHMS: Final[Mapping[str, tuple[str, str]]] = {
    "Ed25519": ("OKP", "Ed25519"),
    "EdDSA": ("OKP", "Ed25519"),
    "ES256": ("EC", "P-256"),
    "RS256": ("RSA", ""),
    "PS256": ("RSA", ""),
}
"""What a token may be signed with, and the type and curve of key that belongs to it."""
TYPES: Final = frozenset({"at+jwt", "application/at+jwt"})
NOT_OURS: Final = frozenset({"jwk", "jku", "x5u", "x5c", "crit", "b64", "enc", "zip", "cty"})
"""Header parameters that bring a key along, or change what is signed. We take keys from the issuer alone."""
LONGEST: Final = 8_192
"""Characters."""
LEEWAY: Final = 30
"""Seconds that clocks may differ."""
LONGEST_LIFE: Final = 86_400
"""Seconds from issue to expiry. Tokens cannot be called back, so one that lives for longer is refused."""
SMALLEST_RSA: Final = 2048
MOST_NETWORKS: Final = 100


class _Registry(jws.JWSRegistry):
    """The algorithms of `ALGORITHMS` and no others. Header parameters that nobody knows are passed over (RFC 7515)."""

    def __init__(self) -> None:
        super().__init__(algorithms=list(ALGORITHMS), strict_check_header=False)

    def get_alg(self, name: str) -> Any:
        """Without the warning that `EdDSA` is now called `Ed25519`: providers still write it."""
        return self.algorithms[name]


class BadToken(Exception):
    """The token admits nobody. `code` is stable; `sentence` quotes nothing of the token."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence


class UnknownKey(BadToken):
    """Signed with a key that the issuer is not known to have; it may be new."""

    def __init__(self) -> None:
        super().__init__("key-unknown", "The token is signed with a key that its issuer does not publish.")


class Expected(NamedTuple):
    """What every token must say."""

    issuer: str
    audience: str


class KeyId(NamedTuple):
    """By what the key of a token is found. One id may name keys of several types."""

    kid: str
    type: str
    curve: str


Seconds = Annotated[int | float, Field(ge=0, le=2**53)]
"""Since 1970."""


class _Claims(BaseModel):
    """The claims that we read; an issuer may add others. Nothing is converted: a number in quotes is no number."""

    model_config = ConfigDict(strict=True, extra="ignore")

    iss: str = Field(max_length=2000)
    sub: str = Field(min_length=1, max_length=255)
    aud: str | list[str]
    client_id: str = Field(min_length=1, max_length=255)
    jti: str = Field(min_length=1, max_length=255)
    exp: Seconds
    iat: Seconds
    nbf: Seconds = 0
    roles: list[str] = Field(default=[], max_length=100)
    scope: str = Field(default="", max_length=2000)
    kith_body: str
    kith_networks: list[FullName] = Field(default=[], max_length=MOST_NETWORKS)
    kith_person: PersonId | None = None


_BODY: Final = TypeAdapter(BodySlug)


def keys_in(document: object) -> dict[KeyId, Key]:
    """The keys of a JWK set that may sign tokens; others in it are left out. Raises ValueError for no JWK set."""
    entries = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ValueError("this is no JWK set")  # noqa: TRY004 - a document that is wrong, not a caller
    return {id: key for entry in entries if (found := _key(entry)) for id, key in [found]}


def _key(entry: Any) -> tuple[KeyId, Key] | None:
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig" or not isinstance(entry.get("kid"), str):
        return None
    makers: dict[str, type[Key]] = {"OKP": OKPKey, "EC": ECKey, "RSA": RSAKey}
    type_, curve = str(entry.get("kty")), str(entry.get("crv", ""))
    if (type_, curve) not in ALGORITHMS.values():
        return None
    public = {name: value for name, value in entry.items() if name in ("kty", "crv", "x", "y", "n", "e", "kid", "alg")}
    try:
        if type_ == "RSA" and int.from_bytes(_decoded(public["n"])).bit_length() < SMALLEST_RSA:
            return None
        return KeyId(entry["kid"], type_, curve), makers[type_].import_key(public)
    except (BadToken, JoseError, ValueError, TypeError, KeyError):
        return None


def principal_of(token: str, keys: Mapping[KeyId, Key], expected: Expected, now: float) -> Principal:
    """Who holds this token; raises BadToken. `now` is in seconds since 1970."""
    header = _header(token)
    if (key := keys.get(KeyId(header["kid"], *ALGORITHMS[header["alg"]]))) is None:
        raise UnknownKey
    if key.alg not in (None, header["alg"]) and {key.alg, header["alg"]} != {"EdDSA", "Ed25519"}:
        raise BadToken("algorithm", "The key of this token is for another algorithm.")
    try:
        payload = jws.deserialize_compact(token, key, registry=_Registry()).payload
    except (JoseError, ValueError, TypeError):
        raise BadToken("signature", "The signature of the token is not valid.") from None
    claims = _claims(payload or b"")
    _check_dates(claims, now)
    if claims.iss != expected.issuer:
        raise BadToken("issuer", "The token is from another issuer.")
    if expected.audience not in ([claims.aud] if isinstance(claims.aud, str) else claims.aud):
        raise BadToken("audience", "The token is for another audience.")
    return _principal(claims)


def _header(token: str) -> dict[str, Any]:
    if len(token) > LONGEST or not token.isascii() or token.count(".") != 2:  # noqa: PLR2004 - header, claims, signature
        raise BadToken("form", "This is not a signed token, or it is too long.")
    header = _strictly(_decoded(token.partition(".")[0]))
    alg, kid, typ = (header.get(name) for name in ("alg", "kid", "typ"))
    if not (isinstance(alg, str) and alg in ALGORITHMS):
        raise BadToken("algorithm", "Tokens are signed with Ed25519, ES256, RS256 or PS256.")
    if not (isinstance(typ, str) and typ.lower() in TYPES):
        raise BadToken("type", "An access token has the type at+jwt.")
    if not isinstance(kid, str):
        raise BadToken("key-unknown", "The token does not name its key.")
    if NOT_OURS & header.keys():
        raise BadToken("header", "The header of the token has a parameter that is not allowed here.")
    return header


def _decoded(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise BadToken("form", "The token is not written in base64url.") from None


def _strictly(text: bytes) -> dict[str, Any]:
    """The object that this JSON is; one that has a name twice is read differently by others, so nobody reads it."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadToken("form", "A part of the token is not plain JSON.") from None
    if not isinstance(found, dict):
        raise BadToken("form", "A part of the token is not a JSON object.")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _claims(payload: bytes) -> _Claims:
    try:
        return _Claims.model_validate(_strictly(payload))
    except ValidationError as error:
        where = error.errors(include_input=False, include_url=False)[0]["loc"][0]
        raise BadToken("claims", f"The claim {where} is missing, or is not as it should be.") from None


def _check_dates(claims: _Claims, now: float) -> None:
    if claims.exp + LEEWAY <= now:
        raise BadToken("expired", "The token has expired. Get a new one.")
    if max(claims.iat, claims.nbf) > now + LEEWAY:
        raise BadToken("not-yet", "The token is not valid yet.")
    if claims.exp - claims.iat > LONGEST_LIFE:
        raise BadToken("lifetime", "The token lives for longer than a day.")


def _principal(claims: _Claims) -> Principal:
    roles = frozenset(Role(each) for each in claims.roles if each in {*Role})
    if not roles:
        raise BadToken("claims", "The token has no role that is known here.")
    if claims.kith_body != OFFICE:
        try:
            _BODY.validate_python(claims.kith_body)
        except ValidationError:
            raise BadToken("claims", "The claim kith_body is no short name of a body.") from None
    return Principal(
        issuer=claims.iss,
        subject=claims.sub,
        client=claims.client_id,
        body=claims.kith_body,
        roles=roles,
        scopes=_known_scopes(claims.scope.split(" ")),
        networks=frozenset(claims.kith_networks),
        person=claims.kith_person,
    )


def _known_scopes(words: Iterable[str]) -> frozenset[Scope]:
    return frozenset(Scope(word) for word in words if word in {*Scope})
