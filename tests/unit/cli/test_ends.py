"""Every command ends with a sentence and an exit code, whatever it is given: no name, no file, no server, no room."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from cyclopts import App

from kith_chassis.kafka.cluster import FILE, new_credential
from kith_chassis.keys.keyring import Keyring
from kith_cli import main as module
from kith_cli.cluster import client
from kith_cli.keys import equip
from kith_contracts.words import OFFICE

NOWHERE: Final = "127.0.0.1:9"
SECRET: Final = "whsec_" + "A" * 43 + "="
MISSING: Final = "/nowhere/at/all"
CASES: Final[dict[str, list[str]]] = {
    "demo": [""],
    "node": [""],
    "send": [
        "",
        "'' events list-event {} --node http://127.0.0.1:9",
        "bcs nothing list-event {} --node http://127.0.0.1:9",
        "bcs events list-evnt {} --node http://127.0.0.1:9",
        f"bcs events list-event @{MISSING} --node http://127.0.0.1:9",
        "bcs events list-event @ --node http://127.0.0.1:9",
        "bcs events list-event @/bin/true --node http://127.0.0.1:9",
        "bcs events list-event {} --node http://127.0.0.1:9",
        "bcs events list-event {} --node http://[",
        "bcs events list-event {} --node http://",
        "bcs events list-event {} --node 127.0.0.1:9",
    ],
    "token": ["", "system --body ''", "king --body bcs", f"system --body bcs --issuers {MISSING}"],
    "issuer": ["", f"'' --into {MISSING}", "bcs --into /dev/null", "../bcs --into KEYS"],
    "facts": ["", "''", "kith.registry", f"kith.registry --keys {MISSING}", "kith.registry --as ../bcs"],
    "mails": ["", "7", "seven", f"--data {MISSING}", "--data /dev/null"],
    "repair": ["''", "bcs", "../bcs --from start", "bcs --mongo postgres://x"],
    "parked list": ["", "''", "bcs", "../bcs", "bcs --newest 0", "bcs --mongo postgres://x"],
    "parked show": ["", "bcs", "bcs 0123456789ab", "../bcs 0123456789ab --content", "bcs --mongo postgres://x"],
    "parked replay": ["", "bcs", "bcs 0123456789ab --yes", "bcs 0123456789ab --kafka broker"],
    "parked discard": ["", "bcs", "bcs 0123456789ab --yes", "'' 0123456789ab"],
    "people watch": [
        "",
        "'' KEYS --once --node http://127.0.0.1:9",
        f"bcs {MISSING} --once --node http://127.0.0.1:9",
        "bcs /dev/null --once --node http://127.0.0.1:9",
        "bcs KEYS --once --settle -1 --node http://127.0.0.1:9",
    ],
    "calendar read": [
        "",
        f"bcs website {MISSING} --node http://127.0.0.1:9",
        "bcs Web-Site /dev/null --node http://127.0.0.1:9",
        "bcs website /dev/null --node http://127.0.0.1:9",
        "bcs website http://127.0.0.1:9/feed.ics --node http://127.0.0.1:9",
        "bcs website http://[ --node http://127.0.0.1:9",
        "bcs website https://site.example/ --zone Europe/Nowhere --node http://127.0.0.1:9",
        "bcs website https://site.example/ --inside here --node http://127.0.0.1:9",
    ],
    "status": ["--data /dev/null", f"--data {MISSING}"],
    "stop": ["--data /dev/null", f"--data {MISSING}", "other"],
    "reset": ["--data /dev/null --yes", "other"],
    "topics plan": ["", f"--keys {MISSING}", "--kafka broker", "--protocol SSL"],
    "topics apply": ["", f"--keys {MISSING}", f"--protocol SASL_SSL --ca-file {MISSING}"],
    "topics verify": ["'' bcs", "bcs iop", f"bcs iop --keys {MISSING}"],
    "bodies admit": ["", "'' name", "bcs", "bcs name", f"bcs name --into KEYS --key {MISSING}", "bcs name club"],
    "bodies rotate": ["'' --into KEYS", "bcs --into KEYS", "bcs --into /dev/null"],
    "bodies suspend": ["''", "bcs", f"bcs --keys {MISSING}"],
    "bodies remove": ["''", "bcs", "bcs --delete-topics kith.registry"],
    "bodies list": ["--as ''", "", f"--keys {MISSING}", "--as bcs"],
    "bodies rotate-key": ["bcs", f"bcs --key {MISSING}", "bcs --key /dev/null", "'' --key /dev/null"],
    "bodies revoke-key": ["bcs ''", "bcs 2026-11 --since yesterday", "'' 2026-11"],
    "keys new": ["''", "../bcs --keys KEYS", "bcs --keys /dev/null", "bcs --keys KEYS --out /dev/full"],
    "keys list": ["''", "bcs", "bcs --keys /dev/null", f"bcs --keys {MISSING}"],
    "draw verify": ["", "''", MISSING, "/dev/null", "/bin/true", "KEYS"],
    "conform messages": [MISSING, "/bin/true", "KEYS"],
    "conform sender": ["--port 99999", "--port x", "--seconds soon"],
    "conform receiver": [
        "",
        "nowhere --secret x",
        "http://127.0.0.1:9 --secret x",
        f"http://127.0.0.1:9 --secret {SECRET}",
    ],
    "contracts export": [MISSING, "/dev/null"],
    "contracts check": ["--against"],
    "contracts reference": ["", "/dev/null/site"],
}
"""Each command with what cannot work; `KEYS` stands for the office's folder of keys."""
LINES: Final = [(command, line) for command, lines in CASES.items() for line in lines]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's folder of keys; its Kafka does not answer."""
    for name in [name for name in os.environ if name.startswith("KITH_")]:
        monkeypatch.delenv(name)
    keys = tmp_path / "keys"
    equip(keys, ())
    Keyring(keys, OFFICE).write(FILE, new_credential(OFFICE).kept)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KITH_KEYS", str(keys))
    monkeypatch.setenv("KITH_KAFKA_BOOTSTRAP", NOWHERE)
    monkeypatch.setattr(vars(client.admin_client)["__wrapped__"], "__defaults__", (200,))  # milliseconds of patience
    return keys


def _leaves(app: App, *path: str) -> Iterator[str]:
    for name in app:
        if name.startswith("-"):
            continue
        each = app[name]
        below = [part for part in each if not part.startswith("-")]
        yield from _leaves(each, *path, name) if below else [" ".join((*path, name))]


def test_every_command_is_tried() -> None:
    assert sorted(_leaves(module.app)) == sorted(CASES)


@pytest.mark.parametrize(("command", "line"), LINES)
def test_what_cannot_work_ends_with_a_sentence(
    office: Path, command: str, line: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    words = [word.replace("KEYS", str(office)).strip("'") for word in f"{command} {line}".split()]
    monkeypatch.setattr(sys, "argv", ["kith", *words])
    with pytest.raises(SystemExit) as ended:
        module.main()
    out, told = capfd.readouterr()
    assert ended.value.code in (1, 2) or (command in ("reset", "status") and ended.value.code == 0), out + told
    assert (out + told).strip(), "it says why"
    assert "Traceback" not in told
    assert "fault of kith" not in told, told
    assert not (office / "signing").exists(), "nothing is written beside the folders of bodies"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KITH_KAFKA_BOOTSTRAP", "broker"),
        ("KITH_KAFKA_BOOTSTRAP", NOWHERE),
        ("KITH_MONGO_URL", "postgres://x"),
        ("KITH_MONGO_URL", "mongodb://user:p@ss@host/"),
        ("KITH_KAFKA_PROTOCOL", "SSL"),
    ],
)
def test_the_demo_names_the_variable_that_cannot_work(
    office: Path, variable: str, value: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if variable == "KITH_MONGO_URL":
        monkeypatch.delenv("KITH_KAFKA_BOOTSTRAP")
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr(sys, "argv", ["kith", "demo", "--once", "--data", str(office.parent / "data")])
    with pytest.raises(SystemExit) as ended:
        module.main()
    told = capfd.readouterr().err
    assert ended.value.code == 1
    assert f"kith: {variable}: " in told
    assert "p@ss" not in told


def test_the_demo_names_a_folder_that_is_none(
    office: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KITH_KAFKA_BOOTSTRAP")
    monkeypatch.setattr(sys, "argv", ["kith", "demo", "--once", "--data", str(office / OFFICE / FILE)])
    with pytest.raises(SystemExit) as ended:
        module.main()
    assert ended.value.code == 1
    assert capfd.readouterr().err.endswith(f"{FILE}/demo: Not a directory\n")


def test_a_fault_of_ours_is_one_line_and_its_trace_is_in_a_file(
    office: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def faulty(*_what: Any) -> None:
        raise RuntimeError("what nobody has thought of")

    monkeypatch.setenv("TMPDIR", str(office.parent))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("kith_cli.keys._halves", faulty)
    monkeypatch.setattr(sys, "argv", ["kith", "keys", "list", "bcs"])
    with pytest.raises(SystemExit) as ended:
        module.main()
    [line] = capfd.readouterr().err.splitlines()
    assert ended.value.code == 1
    assert line.startswith("kith: This is a fault of kith: RuntimeError. The details are in ")
    [trace] = office.parent.glob("kith-*.log")
    assert str(trace) in line
    assert trace.stat().st_mode & 0o077 == 0
    assert "what nobody has thought of" in trace.read_text()


def test_a_full_disk_is_said_once(office: Path) -> None:
    with Path("/dev/full").open("w") as full:
        made = subprocess.run(
            [sys.executable, "-m", "kith_cli.main", "keys", "list", OFFICE, "--keys", str(office)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    assert (made.returncode, made.stderr) == (1, "kith: No space left on device\n")


def test_help_of_send_lists_what_may_be_sent_and_what_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        module.app(["send", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    for name in ("KITH_NODE_URL", "KITH_TOKEN", "charter-network", "ask-for-places"):
        assert name in said
    assert "record-delivery" not in said, "what may not be sent over HTTP is not listed"


def test_a_mistyped_command_is_guessed(
    office: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for typed, meant in (("bodys list", "bodies"), ("send bcs events list-evnt {} --node http://h", "list-event")):
        monkeypatch.setattr(sys, "argv", ["kith", *typed.split()])
        with pytest.raises(SystemExit):
            module.main()
        assert f"Did you mean {json.dumps(meant)}?".replace('"', "") in "".join(capfd.readouterr()).replace('"', "")
