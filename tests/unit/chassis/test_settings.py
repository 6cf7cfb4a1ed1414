"""Wrong settings are named, and secrets are not shown."""

import base64
import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from kith_chassis import run, startup
from kith_chassis.kafka.cluster import FILE, new_credential
from kith_chassis.keys.keyring import Keyring
from kith_chassis.settings import Settings, in_words
from kith_cli.keys import equip, office_text

SECRET = base64.b64encode(bytes(32)).decode()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KITH_{name.upper()}", raising=False)
    monkeypatch.setenv("KITH_BODIES", "bcs, iop")
    monkeypatch.setenv("KITH_SECRET", SECRET)
    monkeypatch.setenv("KITH_ISSUER", "https://issuer.example")
    monkeypatch.setenv("KITH_AUDIENCE", "https://kith.example")
    monkeypatch.setenv("KITH_KEYS", "keys")


def test_bodies_are_separated_by_commas() -> None:
    assert Settings().bodies == ("bcs", "iop")


def test_the_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (file := tmp_path / "secret").write_text(f"{SECRET}\n")
    monkeypatch.delenv("KITH_SECRET")
    monkeypatch.setenv("KITH_SECRET_FILE", str(file))
    assert Settings().secret_bytes == bytes(32)


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("secret", SECRET),
        ("mongo_url", "mongodb://kith:hunter2@db.example:27017/"),
        ("smtp_url", "smtps://kith:hunter2@mail.example:465"),
    ],
)
def test_each_secret_may_lie_in_a_file_and_is_given_once(
    name: str, secret: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    variable = f"KITH_{name.upper()}"
    (file := tmp_path / "secret").write_text(f"{secret}\n")
    monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(f"{variable}_FILE", str(file))
    assert getattr(Settings(), name).get_secret_value() == secret
    assert secret not in repr(Settings())
    assert secret not in Settings().model_dump_json()
    monkeypatch.setenv(variable, secret)
    assert said() == f"{variable} and {variable}_FILE are both set. Set only one of them"
    monkeypatch.delenv(variable)
    file.unlink()
    assert said() == f"{variable}_FILE: {file} cannot be read (No such file or directory)"
    file.write_bytes(b"\xff")
    assert said() == f"{variable}_FILE: {file} is not text"


def test_a_wrong_address_in_a_file_is_not_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (file := tmp_path / "database").write_text("postgres://kith:hunter2@host")
    monkeypatch.setenv("KITH_MONGO_URL_FILE", str(file))
    assert said().startswith("KITH_MONGO_URL: must be the address of a MongoDB")
    assert "hunter2" not in said()


def test_every_setting_that_holds_a_secret_has_a_file_instead() -> None:
    fields = Settings.model_fields
    secrets = {name for name, field in fields.items() if "SecretStr" in str(field.annotation)}
    assert secrets == {"secret", "mongo_url", "smtp_url"}
    names = list(fields)
    assert all(names.index(f"{name}_file") < names.index(name) for name in secrets), "the file is read first"


def said() -> str:
    """What is wrong with the settings of the environment."""
    with pytest.raises(ValidationError) as raised:
        Settings()
    [sentence] = in_words(raised.value)
    return sentence


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("KITH_BODIES", "BCS!", "KITH_BODIES: "),
        ("KITH_BODIES", "", "KITH_BODIES: "),
        ("KITH_BODIES", "bcs,office", "KITH_BODIES: "),
        ("KITH_BATCH", "0", "KITH_BATCH: "),
        ("KITH_SESSION_TIMEOUT_MS", "soon", "KITH_SESSION_TIMEOUT_MS: "),
        ("KITH_SECRET", base64.b64encode(b"short").decode(), "KITH_SECRET must be 32 bytes in base64"),
        ("KITH_SECRET", "no base64!", "KITH_SECRET must be 32 bytes in base64"),
        ("KITH_SECRET_FILE", "/nowhere/secret", "KITH_SECRET_FILE: /nowhere/secret cannot be read (No such file"),
        ("KITH_SECRET_FILE", "/dev/null", "KITH_SECRET_FILE must be 32 bytes in base64"),
        ("KITH_KAFKA_BOOTSTRAP", "", "KITH_KAFKA_BOOTSTRAP: must be host:port"),
        ("KITH_KAFKA_BOOTSTRAP", "kafka.example", "KITH_KAFKA_BOOTSTRAP: must be host:port"),
        ("KITH_KAFKA_BOOTSTRAP", "kafka://kafka.example:9092", "KITH_KAFKA_BOOTSTRAP: must be host:port"),
        ("KITH_KAFKA_BOOTSTRAP", "kafka.example:99999", "KITH_KAFKA_BOOTSTRAP: must be host:port"),
        ("KITH_KAFKA_PROTOCOL", "SSL", "KITH_KAFKA_PROTOCOL: "),
        ("KITH_MONGO_URL", "postgres://x", "KITH_MONGO_URL: must be the address of a MongoDB"),
        ("KITH_MONGO_URL", "", "KITH_MONGO_URL: must be the address of a MongoDB"),
        ("KITH_MONGO_URL", "mongodb://", "KITH_MONGO_URL: must be the address of a MongoDB"),
        ("KITH_MONGO_URL", "mongodb+srv://", "KITH_MONGO_URL: must be the address of a MongoDB"),
        ("KITH_MONGO_URL", "mongodb://kith:p@ss@host/", "KITH_MONGO_URL: must be the address of a MongoDB"),
        ("KITH_SMTP_URL", "mail.example", "KITH_SMTP_URL: must be smtp://"),
        ("KITH_SMTP_URL", "smtp://", "KITH_SMTP_URL: must be smtp://"),
        ("KITH_SMTP_URL", "smtp://mail.example:post", "KITH_SMTP_URL: must be smtp://"),
        ("KITH_SMTP_URL", "https://mail.example", "KITH_SMTP_URL: must be smtp://"),
        ("KITH_SMTP_URL", "smtps://kith:p/ss@mail.example", "KITH_SMTP_URL: must be smtp://"),
        ("KITH_MAIL_FROM", "events", "KITH_MAIL_FROM: must be one address of mail"),
        ("KITH_MAIL_ADMINISTRATORS", "office", "KITH_MAIL_ADMINISTRATORS: must be one address of mail"),
        ("KITH_MAIL_FROM", "events@{boddy}.example", "KITH_MAIL_FROM: must be one address of mail"),
        ("KITH_MAIL_FROM", "events@{body.example", "KITH_MAIL_FROM: must be one address of mail"),
        ("KITH_MAIL_FROM", "a@b.example, c@d.example", "KITH_MAIL_FROM: must be one address of mail"),
        ("KITH_PUBLIC_URL", "kith.example", "Example: https://kith.bcs.org"),
        ("KITH_CONSOLE_MAIL_LINKS", "true", "KITH_CONSOLE_URL must be an https address"),
        ("KITH_CONSOLE_MAIL_LINKS", "perhaps", "KITH_CONSOLE_MAIL_LINKS: "),
        ("KITH_DATABASE_PREFIX", "Kith!", "Example: kith"),
        ("KITH_LOG_LEVEL", "loud", "KITH_LOG_LEVEL: "),
        ("KITH_CRASH", "committed:soon", "KITH_CRASH: "),
        ("KITH_ISSUER", "http://issuer.example", "KITH_ISSUER must be an https address"),
        ("KITH_ISSUER", "", "KITH_ISSUER: "),
        ("KITH_AUDIENCE", "", "KITH_AUDIENCE: "),
        ("KITH_JWKS_FILE", "/nowhere/jwks.json", "KITH_JWKS_FILE: /nowhere/jwks.json cannot be read (No such file"),
        ("KITH_JWKS_FILE", "/dev/null", "KITH_JWKS_FILE: /dev/null has no key that we can use"),
        ("KITH_CALENDARS", "/nowhere", "KITH_CALENDARS: there is no folder /nowhere"),
        ("KITH_KEYS", "/nowhere", "KITH_KEYS: /nowhere/bcs/kafka.json cannot be read (No such file"),
        ("KITH_KEYS", "/dev/null", "KITH_KEYS: /dev/null/bcs/kafka.json cannot be read (Not a directory"),
        ("KITH_OFFICE_KEY_FILE", "/nowhere", "KITH_OFFICE_KEY, KITH_OFFICE_KEY_FILE or office.json"),
        ("KITH_OFFICE_KEY", "{}", "KITH_OFFICE_KEY, KITH_OFFICE_KEY_FILE or office.json"),
        ("KITH_HTTP_RATE", "0", "KITH_HTTP_RATE: "),
    ],
)
def test_a_wrong_value_ends_the_process_with_a_line_that_names_it(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(name.removesuffix("_FILE"), raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        run.main()
    assert ended.value.code == 2
    assert told in (said := capsys.readouterr().err)
    for hidden in ("p@ss", "p/ss", "no base64!"):
        assert hidden not in said


@pytest.mark.parametrize("name", ["KITH_ISSUER", "KITH_AUDIENCE"])
def test_without_an_issuer_of_tokens_no_node_starts(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SystemExit) as ended:
        run.main()
    assert ended.value.code == 2
    assert f"{name}: Field required" in capsys.readouterr().err


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that both bodies need."""
    equip(tmp_path, ("bcs", "iop"))
    for body in ("bcs", "iop"):
        Keyring(tmp_path, body).write(FILE, new_credential(body).kept)
    monkeypatch.setenv("KITH_KEYS", str(tmp_path))
    monkeypatch.setenv("KITH_OFFICE_KEY", office_text(tmp_path))
    return tmp_path


def test_good_settings_have_no_faults(keys: Path) -> None:
    assert list(startup.faults(Settings())) == []
    assert not (keys / "bcs" / startup.PROBE).exists()


def test_a_folder_of_keys_that_is_full_is_named(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    [fault] = startup.faults(Settings())
    assert fault.startswith(f"KITH_KEYS: {keys}/bcs cannot be written to (No space left on device)")


def test_certificates_that_are_none_are_named(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_KAFKA_PROTOCOL", "SASL_SSL")
    for file in ("/nowhere", "/dev/null", str(keys / "bcs" / FILE)):
        monkeypatch.setenv("KITH_KAFKA_CA_FILE", file)
        [fault] = startup.faults(Settings())
        assert fault.startswith(f"KITH_KAFKA_CA_FILE: {file} is no file with certificates")


def test_all_that_is_wrong_is_said_at_once(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (keys / "bcs" / FILE).write_text("{}")
    monkeypatch.setenv("KITH_OFFICE_KEY", "{}")
    monkeypatch.setenv("KITH_CALENDARS", "/nowhere")
    assert [each.partition(" ")[0].rstrip(":,") for each in startup.faults(Settings())] == [
        "KITH_KEYS",
        "KITH_OFFICE_KEY",
        "KITH_CALENDARS",
    ]


def test_a_mistyped_variable_is_told_and_those_of_tools_are_not() -> None:
    tools = ("KITH_TOKEN", "KITH_NODE_URL", "KITH_PRINCIPAL", "KITH_DATA", "KITH_KAFKA_REPLICAS", "KITH_ROUNDS", "HOME")
    assert startup.mistyped(["KITH_SMPT_URL", "KITH_SMTP_URL", *tools]) == {"KITH_SMPT_URL": "KITH_SMTP_URL"}


def test_a_body_that_is_named_twice_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_BODIES", "bcs,bcs , iop")
    assert Settings().bodies == ("bcs", "iop")


def test_settings_do_not_show_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_MONGO_URL", "mongodb://kith:hunter2@host/")
    monkeypatch.setenv("KITH_SMTP_URL", "smtps://kith:hunter2@host")
    assert SECRET not in repr(Settings())
    assert "hunter2" not in repr(Settings())


def test_they_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Settings().batch = 7  # type: ignore[misc]
