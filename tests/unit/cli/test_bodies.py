"""What the office says in the registry, when somebody else says something at the same moment."""

from pathlib import Path
from typing import Any

import pytest
from support.speaking import NOW

from kith_chassis.kafka.cluster import Cluster
from kith_cli import admission, bodies
from kith_cli.cluster.state import State
from kith_cli.errors import StackError
from kith_cli.office_registry import admission as next_of
from kith_cli.office_registry import with_revoked
from kith_cli.reach import Reach
from kith_contracts.access.cluster import principals_of
from kith_contracts.consortium import BodyRegistered, SigningKey

REACH = Reach("127.0.0.1:1", Path("keys"))
KEY = SigningKey(name="2026-11", x="a" * 43, not_before=NOW, not_after=NOW.replace(year=NOW.year + 1))
KNOWN = BodyRegistered(body="bcs", name="BCS", kind="other", version=4, keys=[KEY])
"""The registry before."""


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> dict[str, BodyRegistered]:
    """The registry, of which the first of one version counts."""
    held = {"bcs": KNOWN}

    async def registry(_office: Cluster) -> dict[str, BodyRegistered]:
        return dict(held)

    async def register(_office: Cluster, facts: list[Any]) -> None:
        for fact in facts:
            if fact.version > held[fact.body].version:
                held[fact.body] = fact

    monkeypatch.setattr(bodies, "registry", registry)
    monkeypatch.setattr(admission, "registry", registry)
    monkeypatch.setattr(bodies, "register", register)
    return held


def test_a_key_is_revoked_once(said: dict[str, BodyRegistered]) -> None:
    bodies.revoke_key("bcs", KEY.name, reach=REACH, since=NOW)
    bodies.revoke_key("bcs", KEY.name, reach=REACH, since=NOW)
    assert said["bcs"].version == 5
    assert said["bcs"].keys[0].compromised_since == NOW


def test_a_revocation_that_another_change_has_overtaken_is_not_called_done(
    said: dict[str, BodyRegistered], monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*what: Any) -> BodyRegistered:
        said["bcs"] = KNOWN.model_copy(update={"name": "BCS, changed", "version": 5})
        return with_revoked(*what)

    with monkeypatch.context() as once:
        once.setattr(bodies, "with_revoked", meanwhile)
        with pytest.raises(StackError, match="at the same moment"):
            bodies.revoke_key("bcs", KEY.name, reach=REACH, since=NOW)
    bodies.revoke_key("bcs", KEY.name, reach=REACH, since=NOW)
    assert (said["bcs"].version, said["bcs"].name) == (6, "BCS, changed")
    assert said["bcs"].keys[0].compromised_since == NOW


def test_a_body_that_comes_back_is_what_it_was(
    said: dict[str, BodyRegistered], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not said again stays: the kind, the name, the keys."""
    said["bcs"] = KNOWN.model_copy(update={"kind": "professional-society", "status": "suspended", "effective": NOW})
    wanted: list[BodyRegistered] = []

    async def admit_bodies(_office: Cluster, bodies: list[BodyRegistered], _into: Path | None) -> None:
        wanted.extend(bodies)

    monkeypatch.setattr(admission, "admit_bodies", admit_bodies)
    monkeypatch.setattr(
        admission, "observed", lambda _office, body: State({}, frozenset(principals_of(body)), frozenset(), {})
    )
    admission.admit("bcs", reach=REACH)
    admission.admit("bcs", "BCS anew", "university", reach=REACH)
    [same, other] = [next_of(each, said["bcs"], NOW) for each in wanted]
    assert same == said["bcs"].model_copy(update={"status": "admitted"})
    assert (other.name, other.kind, other.keys) == ("BCS anew", "university", [KEY])


def test_the_first_time_a_name_and_a_folder_are_needed_and_a_missing_key_is_told(
    said: dict[str, BodyRegistered], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def admit_bodies(*_what: Any) -> None:
        return None

    monkeypatch.setattr(admission, "admit_bodies", admit_bodies)
    monkeypatch.setattr(admission, "observed", lambda *_what: State({}, frozenset(), frozenset(), {}))
    monkeypatch.setattr(admission, "_hand_out", lambda *_what: None)
    with pytest.raises(StackError, match="kith bodies admit ni NAME --into FOLDER"):
        admission.admit("ni", reach=REACH)
    with pytest.raises(StackError, match="--into FOLDER"):
        admission.admit("ni", "NI", reach=REACH)
    admission.admit("ni", "NI", reach=REACH, into=tmp_path)
    assert "ni has no signing key in the registry" in capsys.readouterr().err
