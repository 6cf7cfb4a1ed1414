"""Tokens: good ones of each algorithm are taken for what they say; nothing else is taken."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from support.hostile import hostile, without_rights
from support.maker import Hostile, Maker

from kith_chassis.http.tokens import (
    ALGORITHMS,
    LEEWAY,
    LONGEST_LIFE,
    BadToken,
    Expected,
    UnknownKey,
    keys_in,
    principal_of,
)
from kith_contracts.access.table import TABLE, Principal, Role, Scope, Subject, Verdict, judge

MAKER = Maker("https://issuer.example", "https://kith.example", "bcs")
KEYS = keys_in(MAKER.jwks)
HOSTILE = hostile(MAKER)
STARTED = time.time()
"""When the tokens of the parameters were made; this test may run long after."""


@pytest.fixture(autouse=True)
def all_tokens_are_made_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.maker.time", SimpleNamespace(time=lambda: STARTED))


def admitted(token: str, **changes: Any) -> Principal:
    return principal_of(token, KEYS, Expected(MAKER.issuer, MAKER.audience), changes.get("now", STARTED))


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_good_token_is_taken_for_what_it_says(alg: str) -> None:
    found = admitted(MAKER.token(alg, kith_networks=["bcs/forum"], scope="people:write unknown:scope"))
    assert found == Principal(
        issuer=MAKER.issuer,
        subject="crm",
        client="crm",
        body="bcs",
        roles=frozenset({Role.BODY_ADMIN, Role.OFFICER, Role.MEMBER, Role.SYSTEM}),
        scopes=frozenset({Scope.PEOPLE_WRITE}),
        networks=frozenset({"bcs/forum"}),
        person="p-0123456789",
    )


def test_what_providers_add_is_passed_over() -> None:
    more: dict[str, Any] = {"x5t": "abc", "nonce": "n", "preferred_username": "ann"}
    token = MAKER.token(
        header={"x5t": "abc"}, **more, roles=["offline_access", "member"], aud=["account", MAKER.audience]
    )
    assert admitted(token).roles == {Role.MEMBER}
    assert admitted(MAKER.token(header={"typ": "application/at+jwt"}))
    assert admitted(MAKER.token(header={"typ": "AT+JWT"}))


def test_there_are_at_least_two_hundred_hostile_tokens_all_different() -> None:
    assert len({each.token for each in HOSTILE}) == len(HOSTILE) >= 200


def test_a_hostile_token_is_refused_and_nothing_of_it_is_quoted(subtests: pytest.Subtests) -> None:
    for each in HOSTILE:
        with subtests.test(each.name):
            with pytest.raises(BadToken) as refused:
                admitted(each.token)
            assert refused.value.code
            assert refused.value.sentence.isascii()
            assert not [part for part in ("evil", "crm", "p-0123456789") if part in refused.value.sentence]


@pytest.mark.parametrize("each", without_rights(MAKER), ids=lambda each: each.name)
def test_a_token_without_rights_is_allowed_what_everyone_is_and_no_more(each: Hostile) -> None:
    found = admitted(each.token)
    allowed = {line for line, grants in TABLE.items() if judge(found, grants, Subject("bcs")) is Verdict.ALLOWED}
    for_all = {line for line, grants in TABLE.items() if {grant.role for grant in grants} == {*Role}}
    looked_up = {"directory-seen-by-members", "directory-own-library", "directory-inside", "directory-round-up"}
    looked_up |= {"directory-shared-inside", "directory-guest-networks", "directory-shared-round-up"}
    office = {"directory-office", "events-office"} if Role.CONSORTIUM_ADMIN in found.roles else set()
    assert allowed <= for_all | looked_up | office, "members are looked up by the service"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": time.time() - LEEWAY - 1}, "expired"),
        ({"iat": time.time() + LEEWAY + 60}, "not-yet"),
        ({"nbf": time.time() + LEEWAY + 60}, "not-yet"),
        ({"iat": time.time() - 60, "exp": time.time() + LONGEST_LIFE}, "lifetime"),
        ({"iss": "https://issuer.example/"}, "issuer"),
        ({"aud": ["https://kith.example/"]}, "audience"),
        ({"roles": ["root"]}, "claims"),
    ],
)
def test_the_reason_is_told(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadToken) as refused:
        admitted(MAKER.token(**changes))
    assert refused.value.code == code


def test_clocks_may_differ_by_a_little() -> None:
    now = STARTED
    assert admitted(MAKER.token(exp=now - LEEWAY + 5, iat=now - 600))
    assert admitted(MAKER.token(iat=now + LEEWAY - 5, nbf=now + LEEWAY - 5))


def test_a_key_that_is_not_published_is_told_apart_for_it_may_be_new() -> None:
    with pytest.raises(UnknownKey):
        admitted(MAKER.token(header={"kid": "new"}))


def test_a_published_key_is_for_the_algorithm_that_it_says() -> None:
    (entry,) = [each for each in MAKER.jwks["keys"] if isinstance(each, dict) and each.get("kid") == "rsa"]
    keys = keys_in({"keys": [{**entry, "alg": "PS256"}]})
    expected = Expected(MAKER.issuer, MAKER.audience)
    assert principal_of(MAKER.token("PS256"), keys, expected, STARTED)
    with pytest.raises(BadToken) as refused:
        principal_of(MAKER.token("RS256"), keys, expected, STARTED)
    assert refused.value.code == "algorithm"


def test_of_a_set_only_keys_that_may_sign_tokens_are_kept() -> None:
    assert {id.kid for id in KEYS} == {"ed", "ec", "rsa"}
    nothing: tuple[Any, ...] = (None, [], {}, {"keys": {}}, "keys")
    for wrong in nothing:
        with pytest.raises(ValueError, match="no JWK set"):
            keys_in(wrong)
