"""A liar's tools: true records of a body, and every way that we know to make one say something else."""

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey
from support.flow import Home, envelope
from support.joint import terms
from support.signing import Sent, detached, encoded, payload_of, signed, with_header

from kith_chassis.path.wire import partition_of
from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.terms import EventTerms

Jwk = dict[str, Any]
Change = Callable[[Sent], Sent]
STREAM = "5eed" * 4


@dataclass(frozen=True)
class Keys:
    """Private keys by what the registry says of them, each with its kid."""

    good: tuple[Jwk, str]
    expired: tuple[Jwk, str]
    not_yet: tuple[Jwk, str]
    revoked: tuple[Jwk, str]
    unknown: tuple[Jwk, str]
    foreign: tuple[Jwk, str]
    """The key of another body, who is the liar."""


class Mint:
    """Makes true records, each about an event of its own, with the next number of the stream."""

    def __init__(self, sender: str, reader: str, keys: Keys, stream: str = STREAM) -> None:
        self.sender, self.reader, self.keys, self._stream = sender, reader, keys, stream
        self._numbers: Counter[str] = Counter()

    def shared(self, event: str, version: int = 1) -> Sent:
        """An event that is listed: for everyone."""
        listing = {"title": "A day", "zone": "Europe/London", "venue": "London", "book_at": "https://day.example"}
        times = {"starts": "2027-03-12T09:00:00Z", "ends": "2027-03-12T17:00:00Z"}
        content = {"event": event, "status": "listed", "listing": {**listing, **times}, "version": version}
        return self.record("event-published", f"kith.shared.{self.sender}.events", content)

    def letter(self, event: str) -> Sent:
        """An agreement that is proposed to the reader."""
        text = EventTerms.model_validate(terms(event))
        content = {"subject": event, "terms": text.model_dump(mode="json"), "hash": hash_of(text)}
        return self.record("agreement-proposed", f"kith.inbox.{self.reader}.events", content)

    def record(self, type: str, topic: str, content: dict[str, Any]) -> Sent:
        """With the next number of its stream: on each topic there is one, for letters in each partition of it."""
        key = (content.get("subject") or content["event"]).encode()
        at = partition_of(key, 4) if ".inbox." in topic else 0
        stream = f"{self._stream}{at}"
        self._numbers[f"{topic}/{at}"] += 1
        number = self._numbers[f"{topic}/{at}"]
        numbered = {"kith-stream": stream, "kith-number": str(number)}
        named = envelope(f"events.{type}", f"urn:kith:source:{self.sender}/events", f"{stream}.{number}", **numbered)
        named += (("ce_dataschema", f"urn:kith:schema:events.{type}.v1".encode()),)
        named += (("ce_time", b"2026-11-22T09:00:00Z"), ("ce_subject", key))
        return Sent(topic, key, json.dumps(content).encode(), named)

    def unsay(self, letter: Sent) -> Sent:
        """Let the next letter to that partition have this number: this one is never sent as it is."""
        if ".inbox." in letter.topic:
            self._numbers[f"{letter.topic}/{partition_of(letter.key, 4)}"] -= 1
        return letter


def true(sent: Sent, keys: Keys) -> Sent:
    return signed(sent, *keys.good)


def changed(sent: Sent, **fields: Any) -> Sent:
    """With other content, written as JSON again."""
    content = json.loads(sent.value or b"")
    return replace(sent, value=json.dumps(content | fields).encode())


def header(name: str, text: str | None) -> Change:
    return lambda sent: with_header(sent, name, text)


def resigned(jwk: Jwk, kid: str) -> Change:
    return lambda sent: signed(sent, jwk, kid)


def signed_as(change: Change, keys: Keys) -> Change:
    """With the good signature of a record that differs in this."""

    def made(sent: Sent) -> Sent:
        return signed(sent, *keys.good, payload=payload_of(change(sent)))

    return made


def protected(keys: Keys, text: str | dict[str, Any], key: Any = None, algorithm: str = "Ed25519") -> Change:
    """With a protected header of one's own, signed in earnest by that key or the good one."""

    def made(sent: Sent) -> Sent:
        written = text if isinstance(text, str) else json.dumps(text, separators=(",", ":"))
        head, payload = encoded(written.encode()), encoded(payload_of(sent))
        chosen = key or OKPKey.import_key(keys.good[0])
        if algorithm == "none":
            return with_header(sent, "kith-signature", f"{head}..")
        signature = jws.JWSRegistry.algorithms[algorithm].sign(f"{head}.{payload}".encode(), chosen)
        return with_header(sent, "kith-signature", f"{head}..{encoded(signature)}")

    return made


def of_attributes(home: Home, liar: Home, keys: Keys) -> Iterator[tuple[str, Change, str]]:
    """What is changed after the body has signed; the code with which each must be parked."""
    bad = "bad-signature"
    yield "data: another venue", lambda s: _in_content(s, b"London", b"Londin", b"High", b"Hugh"), bad
    yield "data: one blank more", lambda s: replace(s, value=(s.value or b"") + b" "), bad
    yield "data and key: another event", _another_event, "wrong-key"
    yield "key", lambda s: replace(s, key=s.key + b"-x"), "wrong-key"
    yield "time", header("ce_time", "2026-11-22T09:00:01Z"), bad
    yield "time: none", header("ce_time", None), bad
    yield "id", header("ce_id", "another"), bad
    yield "number: higher", header("kith-number", "999999"), bad
    yield "number: written otherwise", lambda s: with_header(s, "kith-number", "0" + _text(s, "kith-number")), bad
    yield "stream: fresh", header("kith-stream", "f00d"), bad
    yield "no number", header("kith-number", None), "bad-header"
    yield "no stream and no number", lambda s: header("kith-stream", None)(header("kith-number", None)(s)), "bad-header"
    yield "subject", header("ce_subject", "another"), "wrong-key"
    yield "subject: none", header("ce_subject", None), bad
    yield "dataschema: another", header("ce_dataschema", "https://evil.example/schema"), bad
    yield "dataschema: none", header("ce_dataschema", None), bad
    yield "type: of another major", header("ce_type", "org.kith.events.event-published.v9"), "unknown-version"
    yield "type: signed as another", signed_as(header("ce_type", "org.kith.events.list-event.v1"), keys), bad
    yield (
        "source: signed as another",
        signed_as(header("ce_source", f"urn:kith:source:{home.slug}/directory"), keys),
        bad,
    )
    yield (
        "source: a service that may not speak here",
        header("ce_source", f"urn:kith:source:{home.slug}/directory"),
        "wrong-source",
    )
    yield "topic: signed for another", signed_as(lambda s: replace(s, topic=s.topic + "x"), keys), bad
    yield "version: signed as another", signed_as(lambda s: changed(s, version=7), keys), bad
    yield "partition key: signed as another", signed_as(lambda s: replace(s, key=b"x"), keys), bad


def of_keys(home: Home, keys: Keys) -> Iterator[tuple[str, Change, str]]:
    """Signatures by keys that are not good for it."""
    kid = keys.good[1]
    yield "foreign key under its own name", resigned(*keys.foreign), "wrong-signer"
    yield "foreign key under the body's", resigned(keys.foreign[0], kid), "bad-signature"
    yield "expired key", resigned(*keys.expired), "expired-key"
    yield "key of tomorrow", resigned(*keys.not_yet), "expired-key"
    yield "revoked key", resigned(*keys.revoked), "revoked-key"
    yield "unknown key", resigned(*keys.unknown), "unknown-key"
    yield "key that names the office", resigned(keys.good[0], "office/none"), "unknown-key"
    yield "unknown key under a known name", resigned(keys.unknown[0], kid), "bad-signature"
    yield "key of a body whose name begins alike", resigned(keys.good[0], f"{home.slug}x/first"), "unknown-key"
    yield "unsigned", header("kith-signature", None), "unsigned"
    yield "signature: empty", header("kith-signature", ""), "unsigned"
    yield "signature: of something else", header("kith-signature", detached(*keys.good, b"{}")), "bad-signature"
    yield "signature: a bit flipped", _flipped, "bad-signature"
    yield "signature: zeros", lambda s: _signature(s, "A" * 86), "bad-signature"
    yield "signature: cut", lambda s: _signature(s, "A" * 80), "bad-header"
    yield "signature: attached content", _attached, "bad-header"
    yield "signature: there twice", lambda s: replace(s, headers=(*s.headers, _token(s))), "bad-header"


def of_algorithms(keys: Keys) -> Iterator[tuple[str, Change, str]]:
    """Tricks with the protected header."""
    kid = keys.good[1]
    plain: dict[str, Any] = {"alg": "Ed25519", "kid": kid, "typ": "kith+jws"}
    public: dict[str, Any] = dict(OKPKey.import_key(keys.good[0]).as_dict(private=False))
    mine = OKPKey.generate_key("Ed25519")
    raw = base64.urlsafe_b64decode(public["x"] + "=")
    elliptic = ECKey.generate_key("P-256")
    bad = "bad-header"
    yield "none", protected(keys, {**plain, "alg": "none"}, algorithm="none"), bad
    for name, secret in (("x", public["x"].encode()), ("bytes", raw), ("JWK", json.dumps(public).encode())):
        trick = protected(keys, {**plain, "alg": "HS256"}, OctKey.import_key(secret), "HS256")
        yield f"HS256 with the public key as {name}", trick, bad
    yield "ES256", protected(keys, {**plain, "alg": "ES256"}, elliptic, "ES256"), bad
    yield "ES256 under the name Ed25519", protected(keys, plain, elliptic, "ES256"), "bad-signature"
    yield "EdDSA, the old name", protected(keys, {**plain, "alg": "EdDSA"}), bad
    yield "ed25519 in small letters", protected(keys, {**plain, "alg": "ed25519"}), bad
    key_of_mine = mine.as_dict(private=False)
    for name, value in (
        ("jwk", key_of_mine),
        ("jku", "https://evil.example/keys"),
        ("x5u", "https://evil.example/cert"),
        ("x5c", ["AAAA"]),
        ("x5t", "AAAA"),
        ("zip", "DEF"),
        ("nonce", "1"),
    ):
        yield f"{name}, with one's own key", protected(keys, {**plain, name: value}, mine), bad
        yield f"{name}, with the body's key", protected(keys, {**plain, name: value}), bad
    yield "crit", protected(keys, {**plain, "crit": ["exp"], "exp": 1}), bad
    yield "b64 false", protected(keys, {**plain, "b64": False, "crit": ["b64"]}), bad
    yield "a blank", protected(keys, json.dumps(plain)), bad
    yield "a blank at the end", protected(keys, json.dumps(plain, separators=(",", ":")) + " "), bad
    yield "another order", protected(keys, {"typ": "kith+jws", **plain}), bad
    yield "alg twice", protected(keys, f'{{"alg":"none","alg":"Ed25519","kid":"{kid}","typ":"kith+jws"}}'), bad
    yield "kid twice", protected(keys, f'{{"alg":"Ed25519","kid":"x/y","kid":"{kid}","typ":"kith+jws"}}'), bad
    escaped = f"\\u00{ord(kid[0]):x}{kid[1:]}"
    yield "kid escaped", protected(keys, f'{{"alg":"Ed25519","kid":"{escaped}","typ":"kith+jws"}}'), bad
    yield "kid as list", protected(keys, {**plain, "kid": [kid]}), bad
    yield "no kid", protected(keys, {"alg": "Ed25519", "typ": "kith+jws"}), bad
    yield "no typ", protected(keys, {"alg": "Ed25519", "kid": kid}), bad
    yield "typ of a token", protected(keys, {**plain, "typ": "at+jwt"}), bad
    yield "no object", protected(keys, "[]"), bad
    yield "no JSON", protected(keys, "Ed25519"), bad
    yield "deep", protected(keys, "[" * 150), bad


def _in_content(sent: Sent, *words: bytes) -> Sent:
    value = sent.value or b""
    for old, new in zip(words[::2], words[1::2], strict=True):
        value = value.replace(old, new)
    assert value != sent.value
    return replace(sent, value=value)


def _another_event(sent: Sent) -> Sent:
    event = sent.key.decode()
    value = (sent.value or b"").replace(event.encode(), event.encode() + b"-y")
    content = json.loads(value)
    if "terms" in content:
        content["hash"] = hash_of(EventTerms.model_validate(content["terms"]))
    return replace(sent, key=sent.key + b"-y", value=json.dumps(content).encode())


def _text(sent: Sent, name: str) -> str:
    return dict(sent.headers)[name].decode()


def _token(sent: Sent) -> tuple[str, bytes]:
    return "kith-signature", dict(sent.headers)["kith-signature"]


def _signature(sent: Sent, signature: str) -> Sent:
    head = _text(sent, "kith-signature").partition("..")[0]
    return with_header(sent, "kith-signature", f"{head}..{signature}")


def _flipped(sent: Sent) -> Sent:
    signature = _text(sent, "kith-signature").partition("..")[2]
    return _signature(sent, ("B" if signature[0] == "A" else "A") + signature[1:])


def _attached(sent: Sent) -> Sent:
    head, _, signature = _text(sent, "kith-signature").partition("..")
    return with_header(sent, "kith-signature", f"{head}.{encoded(payload_of(sent))}.{signature}")
