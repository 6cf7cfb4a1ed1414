"""What the pages are told by the environment."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from kith_console.settings import ConsoleSettings


def settings(**named: object) -> ConsoleSettings:
    return ConsoleSettings.model_validate(named)


def test_they_are_at_host_and_port_unless_an_address_is_given() -> None:
    assert settings(host="127.0.0.1", port=9000).base == "http://127.0.0.1:9000"
    assert settings(url="https://kith.bcs.org").base == "https://kith.bcs.org"


@pytest.mark.parametrize("url", ["https://kith.bcs.org/", "kith.bcs.org", "ftp://kith.bcs.org", "https://a b"])
def test_an_address_is_an_origin(url: str) -> None:
    with pytest.raises(ValidationError, match="url"):
        settings(url=url)


@pytest.mark.parametrize("issuer", ["http://login.example", "https://user@login.example", "login.example"])
def test_a_provider_that_others_could_change_on_the_way_is_refused(issuer: str) -> None:
    with pytest.raises(ValidationError, match="https address"):
        settings(issuer=issuer, client_id="kith")


def test_a_provider_knows_the_pages_by_a_name() -> None:
    with pytest.raises(ValidationError, match="KITH_CONSOLE_CLIENT_ID is missing"):
        settings(issuer="https://login.example")
    assert settings(issuer="https://login.example", client_id="kith").secret_of_client == ""


def test_the_secret_stands_in_the_environment_or_in_a_file_not_in_both(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from a file\n")
    file.chmod(0o600)
    assert settings(client_secret="given").secret_of_client == "given"
    assert settings(client_secret_file=file).secret_of_client == "from a file"
    with pytest.raises(ValueError, match="KITH_CONSOLE_CLIENT_SECRET"):
        _ = settings(client_secret="given", client_secret_file=file).secret_of_client


def test_a_secret_is_not_shown() -> None:
    assert "given" not in repr(settings(client_secret="given"))
