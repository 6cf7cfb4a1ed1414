"""Tokens that say what no good token says: in their header, in their claims, about time."""

import json
import time
from collections.abc import Iterator
from typing import Any

from support.maker import GONE, Claims, Hostile, Maker, compact

from kith_chassis.http.tokens import LEEWAY, LONGEST_LIFE


def headers(maker: Maker) -> Iterator[Hostile]:
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
        yield Hostile(f"typ {typ!r}", maker.with_header({"alg": "Ed25519", "typ": typ, "kid": "ed"}))
    for kid in ("", "ED", "ed ", "../ed", "ed\0", "x" * 300, "nobody", 5, None, ["ed"], {"a": 1}, GONE):
        yield Hostile(f"kid {str(kid)[:20]!r}", maker.with_header({"alg": "Ed25519", "typ": "at+jwt", "kid": kid}))
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


def offers(maker: Maker) -> Iterator[Hostile]:
    """Headers that bring a key along, or ask for what is not understood here."""
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
        yield Hostile(f"{name}, signed with the right key", maker.with_header(header))


def claims(maker: Maker) -> Iterator[Hostile]:
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


def dates(maker: Maker) -> Iterator[Hostile]:
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
