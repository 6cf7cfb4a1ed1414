"""Tokens that admit nobody: each altered in one way from one that would, or made by someone who holds no key."""

import base64
import hmac
import json
import time
import warnings
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, Final, NamedTuple
from uuid import uuid4

from joserfc import jwe, jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from kith_chassis.tokens import ALGORITHMS, LEEWAY, LONGEST_LIFE

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
            "scope": "networks:read networks:write events:read events:write agreements:answer people:write",
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


def hostile(maker: Maker) -> list[Hostile]:
    """At least two hundred of them, all different."""
    kinds: list[Callable[[Maker], Iterator[Hostile]]] = [
        _algorithms,
        _secrets,
        _headers,
        _claims,
        _dates,
        _forms,
        _keys,
    ]
    return [each for kind in kinds for each in kind(maker)]


def without_rights(maker: Maker) -> list[Hostile]:
    """Tokens that are good, and allow what everyone may do, or nothing at all."""
    system: Claims = {"roles": ["system"], "kith_person": GONE}
    everything = ["body-admin", "officer", "member", "system"]
    return [
        *(Hostile(f"of {body}", maker.token(kith_body=body, roles=everything)) for body in (f"{maker.body}x", "iop")),
        Hostile("of the office, with the roles of a body", maker.token(kith_body="office", roles=everything)),
        Hostile("a consortium administrator", maker.token(kith_body="office", roles=["consortium-admin"])),
        Hostile("a consortium administrator of a body", maker.token(roles=["consortium-admin"])),
        Hostile("a system without a scope", maker.token(**system, scope="")),
        Hostile("scopes that do not exist", maker.token(**system, scope="* people:* admin people:write:all")),
        Hostile("scopes in capitals", maker.token(**system, scope="PEOPLE:WRITE NETWORKS:READ")),
        Hostile("an officer of nothing", maker.token(roles=["officer"], kith_networks=[])),
        Hostile("an officer elsewhere", maker.token(roles=["officer"], kith_networks=["iop/forum"])),
        Hostile("a member who is nobody", maker.token(roles=["member"], kith_person=GONE)),
    ]


def _algorithms(maker: Maker) -> Iterator[Hostile]:
    for alg in ("none", "None", "NONE", "nOnE", "", " ", "ed25519", "HS256 ", "ES256K", "dir", "A256KW", "null"):
        start = f"{b64(compact({'alg': alg, 'typ': 'at+jwt', 'kid': 'ed'}))}.{b64(compact(maker.claims()))}"
        yield Hostile(f"alg {alg!r}, no signature", f"{start}.")
        yield Hostile(f"alg {alg!r}, another's signature", f"{start}.{maker.token().rpartition('.')[2]}")
    yield Hostile("HS256 with a published secret", maker.token("HS256", None, maker.shared))
    for alg in ("RS384", "RS512", "PS384", "PS512"):
        yield Hostile(f"{alg}, which is not on the list", maker.token(alg, None, maker.keys["RS256"]))
    yield Hostile("ES384", maker.token("ES384", None, maker.curve))
    for claimed in ALGORITHMS:
        for used in ALGORITHMS:
            if maker.keys[claimed] is not maker.keys[used]:
                header = compact({"alg": claimed, "typ": "at+jwt", "kid": maker.keys[claimed].kid})
                token = maker.raw(header, compact(maker.claims()), used, maker.keys[used])
                yield Hostile(f"says {claimed}, is signed with {used}", token)
    for claimed, used in (("RS256", "PS256"), ("PS256", "RS256")):
        header = compact({"alg": claimed, "typ": "at+jwt", "kid": "rsa"})
        yield Hostile(f"says {claimed}, is {used}", maker.raw(header, compact(maker.claims()), used, maker.keys[used]))
    for wrong in (5, None, ["Ed25519"], {"Ed25519": 1}, True, GONE):
        yield Hostile(f"alg {wrong!r}", _raw_header(maker, {"alg": wrong, "typ": "at+jwt", "kid": "ed"}))


def _raw_header(maker: Maker, header: Claims) -> str:
    kept = {name: value for name, value in header.items() if value is not GONE}
    return maker.raw(compact(kept), compact(maker.claims()), "Ed25519", maker.keys["Ed25519"])


def _secrets(maker: Maker) -> Iterator[Hostile]:
    for alg in ("HS256", "HS384", "HS512"):
        for kid, public in (("ed", "Ed25519"), ("ec", "ES256"), ("rsa", "RS256")):
            published = maker.keys[public]
            for form, secret in (
                ("PEM", published.as_pem(private=False)),
                ("DER", published.as_der(private=False)),
                ("JWK", compact(published.as_dict(private=False))),
            ):
                header = compact({"alg": alg, "typ": "at+jwt", "kid": kid})
                token = maker.raw(header, compact(maker.claims()), alg, secret)
                yield Hostile(f"{alg} with the public key {kid} as {form}", token)


def _headers(maker: Maker) -> Iterator[Hostile]:
    for typ in (
        "JWT",
        "jwt",
        "at+jwt;v=1",
        "id+jwt",
        "application/jwt",
        "",
        "logout+jwt",
        "at +jwt",
        5,
        None,
        ["at+jwt"],
        GONE,
    ):
        yield Hostile(f"typ {typ!r}", _raw_header(maker, {"alg": "Ed25519", "typ": typ, "kid": "ed"}))
    for kid in ("", "ED", "ed ", "../ed", "ed\0", "x" * 300, "nobody", 5, None, ["ed"], {"a": 1}, GONE):
        yield Hostile(f"kid {str(kid)[:20]!r}", _raw_header(maker, {"alg": "Ed25519", "typ": "at+jwt", "kid": kid}))
    own = maker.stranger.as_dict(private=False)
    offers: tuple[Claims, ...] = (
        {"jwk": own},
        {"jku": "https://evil.example/jwks.json"},
        {"jku": "http://127.0.0.1:1/jwks.json"},
        {"x5u": "https://evil.example/cert.pem"},
        {"x5c": ["MIIB"]},
        {"crit": ["exp"], "exp": 1},
        {"crit": []},
        {"b64": False, "crit": ["b64"]},
        {"b64": False},
        {"cty": "JWT"},
        {"zip": "DEF"},
        {"enc": "A256GCM"},
    )
    for more in offers:
        name = " ".join(more)
        yield Hostile(f"{name}, signed with its own key", maker.token(header=more, key=maker.stranger))
        header = {"alg": "Ed25519", "typ": "at+jwt", "kid": "ed", **more}
        yield Hostile(f"{name}, signed with the right key", _raw_header(maker, header))
    for text in (
        b'{"alg":"none","alg":"Ed25519","typ":"at+jwt","kid":"ed"}',
        b'{"alg":"Ed25519","typ":"JWT","typ":"at+jwt","kid":"ed"}',
        b'{"alg":"Ed25519","typ":"at+jwt","kid":"x","kid":"ed"}',
        b'["Ed25519"]',
        b"null",
        b"",
        b'{"alg":"Ed25519","typ":"at+jwt","kid":"ed"',
        b'\xff\xfe{"alg":"Ed25519"}',
        b"[" * 3000,
    ):
        token = maker.raw(text, compact(maker.claims()), "Ed25519", maker.keys["Ed25519"])
        yield Hostile(f"header {text[:40]!r}", token)


def _claims(maker: Maker) -> Iterator[Hostile]:
    wrong: dict[str, tuple[Any, ...]] = {
        "iss": (
            "https://evil.example",
            f"{maker.issuer}/",
            maker.issuer.upper(),
            f" {maker.issuer}",
            "",
            5,
            None,
            GONE,
        ),
        "aud": ("https://evil.example", f"{maker.audience}/", maker.audience[:-1], "", "*", [], ["x"], 5, None, GONE),
        "sub": ("", 5, None, ["crm"], "s" * 300, GONE),
        "client_id": ("", 5, None, ["crm"], GONE),
        "jti": ("", 5, None, GONE),
        "kith_body": ("BCS", "a", "kith", "*", f"{maker.body}.", f" {maker.body}", "", 5, None, [maker.body], GONE),
        "kith_networks": ("bcs/forum", ["*"], ["no slash"], [5], [None], {"bcs/forum": 1}, None, ["bcs/x"] * 101),
        "kith_person": ("p", "*", "../p-00000001", "P-00000001", 5, ["p-00000001"], {"id": "p-00000001"}),
        "roles": (
            *("body-admin", {"body-admin": True}, [["body-admin"]], [5], [None], [], None, GONE),
            *(["admin"], ["*"], ["BODY-ADMIN"], ["body-admin "], ["body_admin"], ["body-admin\0"]),
            *(["\uff42ody-admin"], ["body-admin\u200b"]),
            ["body-admin"] * 101,
        ),
        "scope": (5, None, ["people:write"], {"people:write": 1}, "people:write " * 300),
    }
    for name, values in wrong.items():
        for value in values:
            yield Hostile(f"{name} {str(value)[:40]!r} {type(value).__name__}", maker.token(**{name: value}))
    text = json.dumps(maker.claims())[1:-1]
    for name, given in (("roles", '["body-admin"]'), ("exp", "99999999999"), ("kith_body", '"bcs"'), ("iss", '"x"')):
        for twice in (f'{{"{name}":{given},{text}}}', f'{{{text},"{name}":{given}}}'):
            yield Hostile(f"{name} twice", maker.signed(twice.encode()))
    for payload in (b"[]", b"null", b"5", b'"x"', b"", b"{}", b"{", b"\xff\xff", b"[" * 3000, f"{{{text},}}".encode()):
        yield Hostile(f"claims {payload[:10]!r}", maker.signed(payload))
    inner = maker.token().encode()
    yield Hostile("a token in a token", maker.signed(inner))
    yield Hostile("a token in a token, said so", maker.signed(inner, header={"cty": "JWT"}))


def _dates(maker: Maker) -> Iterator[Hostile]:
    """Their names are the same at any time: each process of a test run knows a test by its name."""
    now = int(time.time())
    odd = {"null": None, "true": True, "10**30": 10**30}
    wrong: dict[str, dict[str, Any]] = {
        "exp": {"over": now - LEEWAY - 5, "long over": now - LONGEST_LIFE, "0": 0, "-1": -1, "gone": GONE, **odd},
        "iat": {"to come": now + LEEWAY + 300, "text": str(now), "-5": -5, "gone": GONE, **odd},
        "nbf": {"to come": now + LEEWAY + 300, "text": str(now), "list": [now], "null": None, "10**30": 10**30},
    }
    wrong["exp"] |= {"text": str(now + 600), "list": [now + 600]}
    for claim, values in wrong.items():
        for name, value in values.items():
            yield Hostile(f"{claim} {name}", maker.token(**{claim: value}))
    yield Hostile("lives for a month", maker.token(exp=now + 30 * 86_400))
    for date in ("1e999", "-1e999", "NaN", "Infinity", "1" * 5000):
        text = json.dumps(maker.claims(exp="here")).replace('"here"', date)
        yield Hostile(f"exp {date[:9]}", maker.signed(text.encode()))


def _forms(maker: Maker) -> Iterator[Hostile]:
    good = maker.token()
    header, claims, signature = good.split(".")
    wrong = {
        "a word": "null",
        "a dot": ".",
        "two dots": "..",
        "no signature": f"{header}.{claims}",
        "an empty signature": f"{header}.{claims}.",
        "four parts": f"{good}.{signature}",
        "five parts": f"{header}.{claims}.{signature}.{signature}.{signature}",
        "padded": ".".join(part + "=" * (-len(part) % 4) for part in (header, claims, signature)) + "=",
        "in standard base64": f"{header}.{claims}.{signature[:-3]}+/+",
        "with a space": f"{header}. {claims}.{signature}",
        "with a tab": f"{header}.\t{claims}.{signature}",
        "twice": f"{good} {good}",
        "with a comma": f"{good},{good}",
        "quoted": f'"{good}"',
        "huge": maker.token(sub="crm", padding="x" * 20_000),
        "long": "a" * 9000,
        "long dots": "." * 5000,
        "unicode": f"{header}.{claims}.é{signature[1:]}",
        "without its claims": f"{header}..{signature}",
        "parts changed round": f"{claims}.{header}.{signature}",
        "the header of another": f"{maker.token('ES256').partition('.')[0]}.{claims}.{signature}",
        "an encrypted one": _encrypted(maker),
    }
    yield from (Hostile(name, token) for name, token in wrong.items())
    for length in (1, 10, len(header), len(header) + 20, len(good) - 40, len(good) - 8, len(good) - 1):
        yield Hostile(f"cut after {length}", good[:length])
    raw = bytearray(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    for at in range(0, len(raw), max(1, len(raw) // 20)):
        changed = bytearray(raw)
        changed[at] ^= 1
        yield Hostile(f"claims changed at {at}", f"{header}.{b64(bytes(changed))}.{signature}")
    signed = bytearray(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
    for at in range(0, len(signed), 4):
        changed = bytearray(signed)
        changed[at] ^= 128
        yield Hostile(f"signature changed at {at}", f"{header}.{claims}.{b64(bytes(changed))}")
    for name, zeros in (("64 zeros", bytes(64)), ("one byte", b"\0"), ("much", bytes(2000))):
        yield Hostile(f"signature of {name}", f"{header}.{claims}.{b64(zeros)}")
    ec = maker.token("ES256").rpartition(".")[0]
    yield Hostile("ES256 with r and s zero", f"{ec}.{b64(bytes(64))}")


def _encrypted(maker: Maker) -> str:
    protected = {"alg": "dir", "enc": "A256GCM", "typ": "at+jwt", "kid": "shared"}
    return str(jwe.encrypt_compact(protected, compact(maker.claims()), maker.shared, algorithms=["dir", "A256GCM"]))


def _keys(maker: Maker) -> Iterator[Hostile]:
    for alg, made in (
        ("Ed25519", OKPKey.generate_key("Ed25519", {"kid": "ed"})),
        ("ES256", ECKey.generate_key("P-256", {"kid": "ec"})),
        ("RS256", RSAKey.generate_key(2048, {"kid": "rsa"})),
        ("PS256", RSAKey.generate_key(2048, {"kid": "rsa"})),
    ):
        yield Hostile(f"{alg} with a key of somebody else", maker.token(alg, None, made))
    yield Hostile("a weak RSA key that is published", maker.token("RS256", None, maker.weak))
    yield Hostile("P-384 under ES256", _raw_header(maker, {"alg": "ES256", "typ": "at+jwt", "kid": "p384"}))
    yield Hostile("a key for encryption", _raw_header(maker, {"alg": "Ed25519", "typ": "at+jwt", "kid": "enc"}))
