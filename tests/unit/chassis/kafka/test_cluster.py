"""How a principal reaches the cluster: from its file, and never in a text."""

import ssl
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from kith_chassis.kafka.cluster import FILE, Cluster, Credential, new_credential, on_loopback
from kith_chassis.keys.keyring import Keyring, KeyringError
from kith_chassis.settings import Settings

WHERE = {
    "bodies": "bcs",
    "secret": "A" * 43 + "=",
    "issuer": "https://issuer.example",
    "audience": "urn:kith:node:bcs",
    "keys": "keys",
}


@pytest.fixture
def credential(tmp_path: Path) -> Credential:
    made = new_credential("bcs")
    Keyring(tmp_path, "bcs").write(FILE, made.kept)
    return made


def test_clients_get_what_the_file_says_now(tmp_path: Path, credential: Credential) -> None:
    cluster = Cluster("127.0.0.1:1", "bcs", tmp_path)
    assert cluster.arguments()["sasl_plain_password"] == credential.password
    Keyring(tmp_path, "bcs").write(FILE, (other := new_credential("bcs")).kept)
    assert cluster.arguments()["sasl_plain_password"] == other.password != credential.password


def test_a_password_is_in_no_text(tmp_path: Path, credential: Credential) -> None:
    cluster = Cluster("127.0.0.1:1", "bcs", tmp_path)
    assert credential.password not in f"{credential} {cluster!r} {cluster.credential()!r}"
    assert (tmp_path / "bcs" / FILE).stat().st_mode & 0o077 == 0


def test_in_production_certificates_are_checked(tmp_path: Path, credential: Credential) -> None:
    context = Cluster("kafka.example:9093", credential.user, tmp_path, "SASL_SSL").arguments()["ssl_context"]
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_an_open_client_takes_a_new_password_and_keeps_the_old_while_its_file_is_being_written(
    tmp_path: Path, credential: Credential
) -> None:
    cluster, client = Cluster("127.0.0.1:1", "bcs", tmp_path), SimpleNamespace(_sasl_plain_password=credential.password)
    Keyring(tmp_path, "bcs").write(FILE, b'{"user": "bcs", "pass')
    cluster.renew(client)
    assert client._sasl_plain_password == credential.password
    renewed = new_credential("bcs")
    Keyring(tmp_path, "bcs").write(FILE, renewed.kept)
    cluster.renew(client)
    assert client._sasl_plain_password == renewed.password


def test_without_keys_it_says_which_setting_is_missing() -> None:
    with pytest.raises(KeyringError, match=r"KITH_KEYS .* bcs/kafka\.json"):
        Cluster("127.0.0.1:1", "bcs", None).arguments()


@pytest.mark.parametrize(
    ("bootstrap", "is_here"),
    [
        ("127.0.0.1:9092", True),
        ("localhost:9092, [::1]:9092", True),
        ("127.0.0.1:9092,kafka.example:9092", False),
        ("10.0.0.1:9092", False),
        ("localhost.example:9092", False),
    ],
)
def test_no_access_control_is_for_this_machine_alone(bootstrap: str, is_here: bool) -> None:
    assert on_loopback(bootstrap) == is_here
    wanted = WHERE | {"kafka_bootstrap": bootstrap, "kafka_protocol": "PLAINTEXT"}
    if is_here:
        assert "sasl_mechanism" not in Settings.model_validate(wanted).cluster("bcs").arguments()
    else:
        with pytest.raises(ValidationError, match="KITH_KAFKA_PROTOCOL"):
            Settings.model_validate(wanted)
