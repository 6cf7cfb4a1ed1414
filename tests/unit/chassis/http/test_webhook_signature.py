"""Webhooks are signed as Standard Webhooks says: its own library, its vectors and other libraries judge it."""

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import OKPKey
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from kith_chassis.http.webhook_signature import (
    new_private_key,
    new_secret,
    public_key,
    signature_headers,
)

ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = 1_614_265_330
BODY = b'{"test": 2432232314}'
SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PRIVATE = "whsk_VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk="


def test_the_vectors_of_the_specification() -> None:
    assert signature_headers([SHARED], ID, AT, BODY) == {
        "webhook-id": ID,
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    assert signature_headers([PRIVATE], ID, AT, BODY)["webhook-signature"] == (
        "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag=="
    )


@given(st.binary(min_size=24, max_size=64), st.integers(0, 4_000_000_000), st.text())
def test_the_library_of_the_standard_signs_the_same(secret: bytes, at: int, body: str) -> None:
    key = "whsec_" + base64.b64encode(secret).decode()
    signed = signature_headers([key], ID, at, body.encode())["webhook-signature"]
    assert signed == Webhook(key).sign(ID, datetime.fromtimestamp(at, UTC), body)


def test_a_receiver_with_the_library_of_the_standard_takes_it_and_nothing_that_was_changed() -> None:
    key, at = new_secret(), int(datetime.now(UTC).timestamp())
    headers = signature_headers([key], ID, at, BODY)
    assert Webhook(key).verify(BODY.decode(), headers) == json.loads(BODY)
    changed = [
        (BODY + b" ", headers),
        (BODY, {**headers, "webhook-id": "msg_other"}),
        (BODY, {**headers, "webhook-timestamp": str(at + 1)}),
        (BODY, signature_headers([new_secret()], ID, at, BODY)),
    ]
    for body, told in changed:
        with pytest.raises(WebhookVerificationError):
            Webhook(key).verify(body.decode(), told)


def test_while_secrets_change_receivers_with_either_take_it() -> None:
    new, old, at = new_secret(), new_secret(), int(datetime.now(UTC).timestamp())
    headers = signature_headers([new, old, new_private_key()], ID, at, BODY)
    assert [each.split(",")[0] for each in headers["webhook-signature"].split(" ")] == ["v1", "v1", "v1a"]
    for key in (new, old):
        assert Webhook(key).verify(BODY.decode(), headers) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY.decode(), headers)


def test_whoever_has_the_public_half_can_verify_and_sees_a_change() -> None:
    key = new_private_key()
    half = public_key(key)
    signed = signature_headers([key], ID, AT, BODY)["webhook-signature"].removeprefix("v1a,")
    verifier = Ed25519PublicKey.from_public_bytes(base64.b64decode(half.removeprefix("whpk_")))
    content = f"{ID}.{AT}.".encode() + BODY
    verifier.verify(base64.b64decode(signed), content)
    with pytest.raises(InvalidSignature):
        verifier.verify(base64.b64decode(signed), content + b" ")


def test_the_public_half_is_the_one_that_another_library_computes() -> None:
    jwk = OKPKey.generate_key("Ed25519")
    seed, half = (base64.urlsafe_b64decode(f"{jwk.as_dict(private=True)[part]}=") for part in ("d", "x"))
    assert public_key("whsk_" + base64.b64encode(seed).decode()) == "whpk_" + base64.b64encode(half).decode()


def test_new_keys_have_the_form_of_the_standard_and_are_never_the_same() -> None:
    made = [new_secret() for _ in range(20)]
    assert len(set(made)) == 20
    assert {len(base64.b64decode(each.removeprefix("whsec_"))) for each in made} == {32}
    assert len({new_private_key() for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "key",
    [
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
        "whsec_" + base64.b64encode(bytes(23)).decode(),
        "whsec_" + base64.b64encode(bytes(65)).decode(),
        "whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_\u00e9\u00e9\u00e9\u00e9",
        "whsk_" + base64.b64encode(bytes(31)).decode(),
        "whsk_" + base64.b64encode(bytes(64)).decode(),
        "whpk_" + base64.b64encode(bytes(32)).decode(),
    ],
)
def test_what_is_no_key_signs_nothing_and_is_quoted_nowhere(key: str) -> None:
    with pytest.raises(ValueError, match=r"key|secret") as error:
        signature_headers([new_secret(), key], ID, AT, BODY)
    assert len(key) < 7 or key[6:] not in str(error.value)


@pytest.mark.parametrize(
    ("keys", "id", "at"),
    [
        ([], ID, AT),
        ([SHARED], "", AT),
        ([SHARED], "two.parts", AT),
        ([SHARED], "line\nbreak", AT),
        ([SHARED], "msg\n", AT),
        ([SHARED], "space here", AT),
        ([SHARED], "x" * 257, AT),
        ([SHARED], ID, -1),
    ],
)
def test_without_key_id_or_time_nothing_is_signed(keys: list[str], id: str, at: int) -> None:
    with pytest.raises(ValueError, match="a webhook needs"):
        signature_headers(keys, id, at, BODY)
