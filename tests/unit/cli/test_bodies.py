"""What the office says in the registry, when somebody else says something at the same moment."""

from pathlib import Path
from typing import Any

import pytest
from support.speaking import NOW

from kith_chassis.cluster import Cluster
from kith_cli import bodies
from kith_cli.embedded.errors import StackError
from kith_cli.reach import Reach
from kith_cli.registrations import with_revoked
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
