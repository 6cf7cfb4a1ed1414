"""`kith issuer` and `kith token`: what they make is taken by a node that was told of it, and by no other."""

import asyncio
from pathlib import Path

import pytest

from kith_chassis.http.issuer import tokens
from kith_chassis.http.tokens import BadToken
from kith_cli.errors import StackError
from kith_contracts.access.table import Principal, Role, Scope
from kith_lab.issuer import Issuer, create, token


def admitted(settings: dict[str, str], text: str) -> Principal:
    verify = tokens(settings["KITH_ISSUER"], settings["KITH_AUDIENCE"], Path(settings["KITH_JWKS_FILE"]))
    return asyncio.run(verify.principal(text))


def test_a_token_says_what_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create("bcs", into=tmp_path)
    settings = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    token("officer", "member", body="bcs", person="p-00000001", network=["bcs/forum"], issuers=tmp_path)
    found = admitted(settings, capsys.readouterr().out.strip())
    assert (found.body, found.person, found.networks) == ("bcs", "p-00000001", frozenset({"bcs/forum"}))
    assert found.roles == {Role.OFFICER, Role.MEMBER}
    token("system", body="bcs", scope=["people:write"], issuers=tmp_path)
    assert admitted(settings, capsys.readouterr().out.strip()).scopes == {Scope.PEOPLE_WRITE}
    token("consortium-admin", body="bcs", issuers=tmp_path)
    assert admitted(settings, capsys.readouterr().out.strip()).body == "office"


def test_an_issuer_that_is_there_stays_and_keeps_its_key_to_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create("bcs", into=tmp_path)
    private = (tmp_path / "bcs" / "issuer.json").read_bytes()
    create("bcs", into=tmp_path)
    assert (tmp_path / "bcs" / "issuer.json").read_bytes() == private
    assert (tmp_path / "bcs" / "issuer.json").stat().st_mode & 0o077 == 0
    assert b'"d"' in private
    assert b'"d"' not in (tmp_path / "bcs" / "jwks.json").read_bytes()
    assert private.decode() not in capsys.readouterr().out


def test_another_issuer_of_the_same_name_is_not_believed(tmp_path: Path) -> None:
    ours, theirs = Issuer.create(tmp_path / "ours", "bcs"), Issuer.create(tmp_path / "theirs", "bcs")
    assert admitted(ours.environment, ours.token("bcs", "body-admin"))
    with pytest.raises(BadToken):
        admitted(ours.environment, theirs.token("bcs", "body-admin"))


@pytest.mark.parametrize(
    ("roles", "scopes", "told"),
    [((), [], "needs a role"), (("root",), [], "root is not known"), (("system",), ["*"], r"\* is not known")],
)
def test_what_is_not_a_role_or_a_scope_is_refused(
    tmp_path: Path, roles: tuple[str, ...], scopes: list[str], told: str
) -> None:
    Issuer.create(tmp_path, "bcs")
    with pytest.raises(StackError, match=told):
        token(*roles, body="bcs", scope=scopes, issuers=tmp_path)
    with pytest.raises(StackError, match="no issuer for iop"):
        token("member", body="iop", issuers=tmp_path)


def test_the_office_is_told_how_it_gets_a_token(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="kith token consortium-admin --body bcs"):
        token("consortium-admin", body="office", issuers=tmp_path)
