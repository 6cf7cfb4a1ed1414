"""Files of keys: whole or not at all, and nobody else's."""

import os
from pathlib import Path

import pytest

from kith_chassis.keys.keyring import Keyring, KeyringError


def test_what_is_written_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    ring = Keyring(tmp_path, "bcs")
    ring.write("signing/2.json", b"two")
    ring.write("signing/1.json", b"one")
    ring.write("signing/1.json", b"newer")
    assert ring.names("signing") == ["signing/1.json", "signing/2.json"]
    assert ring.read("signing/1.json") == b"newer"
    assert (tmp_path / "bcs/signing/1.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "bcs/signing").stat().st_mode & 0o777 == 0o700


def test_what_failed_to_be_written_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Keyring(tmp_path, "bcs")
    ring.write("kafka.json", b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        ring.write("kafka.json", b"new")
    assert ring.read("kafka.json") == b"old"
    assert list((tmp_path / "bcs").iterdir()) == [tmp_path / "bcs/kafka.json"]


def test_what_is_destroyed_is_gone_and_may_be_destroyed_again(tmp_path: Path) -> None:
    ring = Keyring(tmp_path, "bcs")
    ring.write("days/2026-11-22.key", b"k")
    ring.destroy("days/2026-11-22.key")
    ring.destroy("days/2026-11-22.key")
    assert ring.names("days") == []
    with pytest.raises(KeyringError, match=r"2026-11-22\.key cannot be read \(No such file"):
        ring.read("days/2026-11-22.key")


def test_a_body_that_has_no_folder_has_no_keys(tmp_path: Path) -> None:
    assert Keyring(tmp_path, "ni").names("signing") == []


def test_of_several_that_create_a_file_the_first_one_wins(tmp_path: Path) -> None:
    first, second = Keyring(tmp_path, "bcs"), Keyring(tmp_path, "bcs")
    assert first.create("events/day.key", b"one") == b"one"
    assert second.create("events/day.key", b"two") == b"one" == first.read("events/day.key")
    assert first.names("events") == ["events/day.key"], "no piece is left"
    first.destroy("events/day.key")
    assert second.create("events/day.key", b"two") == b"two"


def test_two_that_create_a_file_at_the_same_moment_hold_the_same_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Replicas in containers have one process id and one folder: neither may write into a piece of the other."""
    first, second = Keyring(tmp_path, "bcs"), Keyring(tmp_path, "bcs")
    link, others = os.link, []

    def later(source: Path, target: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        others.append(second.create("events/day.key", b"two"))
        link(source, target)

    monkeypatch.setattr(os, "link", later)
    assert first.create("events/day.key", b"one") == b"two" == first.read("events/day.key")
    assert others == [b"two"]


def test_what_a_killed_process_has_left_of_a_key_is_destroyed_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = Keyring(tmp_path, "bcs")
    ring.create("events/day.key-2", b"another")
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", lambda _path, missing_ok=False: None)
        ring.create("events/day.key", b"private half")
    assert len(list((tmp_path / "bcs/events").iterdir())) == 3, "it is there under a second name"
    ring.destroy("events/day.key")
    assert list((tmp_path / "bcs/events").iterdir()) == [tmp_path / "bcs/events/day.key-2"]
