"""Tokens that admit nobody: each altered in one way from one that would, or made by someone who holds no key."""

import base64
from collections.abc import Callable, Iterator

from joserfc import jwe
from joserfc.jwk import ECKey, OKPKey, RSAKey
from support.maker import GONE, Claims, Hostile, Maker, b64, compact
from support.misspoken import claims, dates, headers, offers

from kith_chassis.http.tokens import ALGORITHMS


def hostile(maker: Maker) -> list[Hostile]:
    """At least two hundred of them, all different."""
    kinds: list[Callable[[Maker], Iterator[Hostile]]] = [
        _algorithms,
        _secrets,
        headers,
        offers,
        claims,
        dates,
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
        yield Hostile(f"alg {wrong!r}", maker.with_header({"alg": wrong, "typ": "at+jwt", "kid": "ed"}))


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
    yield Hostile("P-384 under ES256", maker.with_header({"alg": "ES256", "typ": "at+jwt", "kid": "p384"}))
    yield Hostile("a key for encryption", maker.with_header({"alg": "Ed25519", "typ": "at+jwt", "kid": "enc"}))
