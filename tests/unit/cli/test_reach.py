"""Addresses that are none are refused before anything is asked of them."""

import pytest

from kith_cli.main import app


@pytest.mark.parametrize("address", ["", "broker", "broker:", ":9092", "a:1,b"])
def test_an_address_of_a_cluster_has_a_host_and_a_port(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KITH_KAFKA_BOOTSTRAP", address)
    with pytest.raises(SystemExit) as ended:
        app(["bodies", "list"])
    assert ended.value.code
    said = "".join(capsys.readouterr())
    assert "KITH_KAFKA_BOOTSTRAP" in said
    assert "host:port" in said


def test_an_address_of_a_node_is_one_of_the_web(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["send", "bcs", "directory", "publish-profile", "{}", "--node", "127.0.0.1:8080"])
    assert ended.value.code
    assert "http://" in "".join(capsys.readouterr())
