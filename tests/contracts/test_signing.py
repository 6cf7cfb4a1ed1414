"""Who said it: what is signed, what a verifier takes, and what usual libraries say to the same bytes."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from kith_contracts.consortium import BodyRegistered, SigningKey
from kith_contracts.registry import Unreadable
from kith_contracts.signing import KeyBook, KeyPair, PublicHalf, canonical, is_signed, protected, signed_bytes

NOW = datetime(2027, 3, 1, tzinfo=UTC)
PAYLOAD = b'{"topic":"kith.shared.bcs.directory"}'
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


def pair(body: str = "bcs", name: str = "first", **changes: Any) -> KeyPair:
    jwk = OKPKey.generate_key("Ed25519").as_dict(private=True)
    return KeyPair(half_of(str(jwk["x"]), body, name, **changes), jwk)


def half_of(x: str, body: str = "bcs", name: str = "first", **changes: Any) -> PublicHalf:
    times = {"not_before": NOW - timedelta(days=1), "not_after": NOW + timedelta(days=90)}
    return PublicHalf(body=body, key=SigningKey(**{"name": name, "x": x, **times, **changes}))


def reason(book: KeyBook, token: str, body: str = "bcs", when: datetime = NOW, payload: bytes = PAYLOAD) -> str:
    with pytest.raises(Unreadable) as refused:
        book.verify(token, payload, body, when)
    return refused.value.code


def of(*pairs: KeyPair) -> KeyBook:
    return KeyBook(each.half for each in pairs)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


@given(st.dictionaries(st.sampled_from(["topic", "key", "id", "source", "type", "number", "data"]), TEXTS))
def test_what_is_signed_is_canonical_json(values: dict[str, str]) -> None:
    assert canonical(values) == rfc8785.dumps(values)


def test_what_is_signed_names_the_place_the_sender_and_the_hash_of_the_content() -> None:
    headers = [
        ("ce_id", b"a.1"),
        ("ce_source", b"urn:kith:source:bcs/directory"),
        ("kith-stream", b"a"),
        ("kith-number", b"1"),
        ("ce_partitionkey", b"not signed"),
    ]
    signed = json.loads(signed_bytes("kith.shared.bcs.directory", b"bcs/forum", headers, b"{}", 3))
    assert signed == {
        "topic": "kith.shared.bcs.directory",
        "key": "bcs/forum",
        "id": "a.1",
        "source": "urn:kith:source:bcs/directory",
        "stream": "a",
        "number": "1",
        "version": "3",
        "data": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    }


def test_it_is_a_jws_that_others_verify() -> None:
    ours = pair()
    header, _, signature = ours.sign(PAYLOAD).partition("..")
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": ours.half.key.x})
    found = jws.deserialize_compact(f"{header}.{encoded(PAYLOAD)}.{signature}", key, algorithms=["Ed25519"])
    assert found.headers() == {"alg": "Ed25519", "kid": "bcs/first", "typ": "kith+jws"}
    of(ours).verify(ours.sign(PAYLOAD), PAYLOAD, "bcs", NOW)


def test_a_jws_that_others_make_is_taken() -> None:
    jwk = OKPKey.generate_key("Ed25519")
    half = half_of(str(jwk.as_dict(private=False)["x"]))
    header = {"alg": "Ed25519", "kid": half.kid, "typ": "kith+jws"}
    first, _, signature = jws.serialize_compact(header, PAYLOAD, jwk, algorithms=["Ed25519"]).split(".")
    KeyBook([half]).verify(f"{first}..{signature}", PAYLOAD, "bcs", NOW)


ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the main group of the curve."""
POINTS: dict[str, bytes] = {
    "the neutral one": (1).to_bytes(32, "little"),
    "of order 2": (2**255 - 20).to_bytes(32, "little"),
    "of order 4": bytes(32),
    "of order 8": bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    "the neutral one, written otherwise": (2**255 - 18).to_bytes(32, "little"),
    "none of the curve": (2).to_bytes(32, "little"),
}


@pytest.mark.parametrize("name", POINTS)
def test_a_key_with_which_anybody_could_sign_or_nobody_is_not_known(name: str) -> None:
    half = half_of(encoded(POINTS[name]))
    signature = (1).to_bytes(32, "little") + bytes(32)  # for the neutral one this equation holds, whatever is signed
    assert reason(KeyBook([half]), f"{protected(half.kid)}..{encoded(signature)}") == "unknown-key"


def test_a_signature_has_one_form() -> None:
    ours = pair()
    header, _, signature = ours.sign(PAYLOAD).partition("..")
    point, number = raw(signature)[:32], int.from_bytes(raw(signature)[32:], "little")
    again = encoded(point + (number + ORDER).to_bytes(32, "little"))
    assert reason(of(ours), f"{header}..{again}") == "bad-signature"


def test_a_key_counts_for_its_body_in_its_time_until_it_is_lost() -> None:
    ours, lost = pair(), pair(name="lost", compromised_since=NOW)
    book = of(ours, lost, pair("iop"))
    token = ours.sign(PAYLOAD)
    assert reason(book, token, body="iop") == "wrong-signer"
    assert reason(book, token, when=NOW - timedelta(days=2)) == "expired-key"
    assert reason(book, token, when=ours.half.key.not_after) == "expired-key"
    assert reason(book, token, payload=PAYLOAD + b" ") == "bad-signature"
    assert reason(book, pair(name="other").sign(PAYLOAD)) == "unknown-key"
    assert reason(book, pair().sign(PAYLOAD)) == "bad-signature"
    assert reason(book, lost.sign(PAYLOAD)) == "revoked-key"
    book.verify(lost.sign(PAYLOAD), PAYLOAD, "bcs", NOW - timedelta(seconds=1))


HEADERS: dict[str, Any] = {
    "none": {"alg": "none", "kid": "bcs/first", "typ": "kith+jws"},
    "another name of the algorithm": {"alg": "EdDSA", "kid": "bcs/first", "typ": "kith+jws"},
    "another type": {"alg": "Ed25519", "kid": "bcs/first", "typ": "JWT"},
    "no type": {"alg": "Ed25519", "kid": "bcs/first"},
    "crit": {"alg": "Ed25519", "crit": ["b64"], "b64": False, "kid": "bcs/first", "typ": "kith+jws"},
    "jku": {"alg": "Ed25519", "jku": "https://evil.example", "kid": "bcs/first", "typ": "kith+jws"},
    "another order": {"kid": "bcs/first", "alg": "Ed25519", "typ": "kith+jws"},
    "no object": ["Ed25519"],
    "a kid that is no text": {"alg": "Ed25519", "kid": 1, "typ": "kith+jws"},
}


@pytest.mark.parametrize("name", HEADERS)
def test_the_protected_header_is_that_and_no_other(name: str) -> None:
    ours = pair()
    header = encoded(json.dumps(HEADERS[name], separators=(",", ":")).encode())
    assert reason(of(ours), f"{header}..{ours.sign(PAYLOAD).partition('..')[2]}") == "bad-header"


@pytest.mark.parametrize(
    "written",
    [
        '{ "alg":"Ed25519","kid":"bcs/first","typ":"kith+jws"}',
        '{"alg":"none","alg":"Ed25519","kid":"bcs/first","typ":"kith+jws"}',
    ],
)
def test_a_header_that_is_written_otherwise_is_another(written: str) -> None:
    ours = pair()
    assert reason(of(ours), f"{encoded(written.encode())}..{ours.sign(PAYLOAD).partition('..')[2]}") == "bad-header"


@pytest.mark.parametrize("token", ["x", "a..b", "..", "a.b.c", "a" * 400 + ".." + "A" * 86, "ä..", "a.." + "A" * 87])
def test_what_is_no_detached_jws_is_refused(token: str) -> None:
    assert reason(of(pair()), token) == "bad-header"


def test_what_is_not_signed_is_refused() -> None:
    assert reason(of(pair()), "") == "unsigned"


def test_a_public_key_is_no_secret_for_an_hmac() -> None:
    ours = pair()
    header = {"alg": "HS256", "kid": "bcs/first", "typ": "kith+jws"}
    token = jws.serialize_compact(header, PAYLOAD, OctKey.import_key(ours.half.key.x), algorithms=["HS256"])
    first, _, signature = token.split(".")
    assert reason(of(ours), f"{first}..{signature}") == "bad-header"


def test_keys_of_the_office_are_those_that_a_node_is_told_and_no_body_can_add_one() -> None:
    office, pretender = pair("office", "2026"), pair("bcs", "2026")
    bodies = [BodyRegistered(body="bcs", name="BCS", kind="other", keys=[pretender.half.key], version=1)]
    book = KeyBook.of([office.half, pretender.half], bodies)
    assert book.names == {"office/2026", "bcs/2026"}
    book.verify(office.sign(PAYLOAD), PAYLOAD, "office", NOW)
    assert reason(book, pretender.sign(PAYLOAD), body="office") == "wrong-signer"


def test_a_private_key_fits_its_public_half_or_is_refused() -> None:
    half = pair().half
    for jwk in ({}, {"kty": "oct", "k": "AAAA"}, OKPKey.generate_key("Ed25519").as_dict(private=True)):
        with pytest.raises(ValueError, match="this is"):
            KeyPair(half, jwk)
    with pytest.raises(ValueError, match="private half"):
        KeyPair(half, {"kty": "OKP", "crv": "Ed25519", "x": half.key.x})


def test_a_body_is_silent_from_the_moment_on_and_heard_again_with_everything() -> None:
    body = BodyRegistered(body="bcs", name="BCS", kind="other", status="suspended", effective=NOW, version=2)
    assert not body.silent_at(NOW - timedelta(seconds=1))
    assert body.silent_at(NOW)
    assert body.model_copy(update={"effective": None}).silent_at(NOW - timedelta(days=999))
    again = body.model_copy(update={"status": "admitted"})
    assert not again.silent_at(NOW)
    assert again.standing != body.standing
    added = again.model_copy(update={"keys": [pair().half.key]})
    assert added.standing == again.standing, "a further key changes nothing of what was said"
    assert again.model_copy(update={"keys": [pair(compromised_since=NOW).half.key]}).standing != again.standing


@pytest.mark.parametrize(
    ("topic", "signed"),
    [
        ("kith.registry", True),
        ("kith.shared.bcs.directory", True),
        ("kith.inbox.bcs.events", True),
        ("kith.private.bcs.directory.facts", False),
        ("kith.people.bcs.directory.commands", False),
        ("another", False),
    ],
)
def test_what_leaves_a_body_is_signed(topic: str, signed: bool) -> None:
    assert is_signed(topic) == signed
