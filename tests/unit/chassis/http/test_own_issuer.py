"""Tokens that a node makes for its own pages: of visitors always, of people only where links are mailed."""

from typing import Any

import pytest
from support.maker import Maker

from kith_chassis.http.issuer import Tokens
from kith_chassis.http.own_issuer import OwnIssuer, TwoIssuers
from kith_chassis.http.tokens import BadToken, Expected
from kith_contracts.access.grants import OWN_PAGES
from kith_contracts.access.table import Role

AUDIENCE = "https://kith.example"
MAKER = Maker("https://issuer.example", AUDIENCE, "bcs")
OWN = OwnIssuer(b"a secret of this node, 32 bytes..", AUDIENCE)
BEN = "p-00000001"


async def jwks() -> Any:
    return MAKER.jwks


def issuers(*, people: bool) -> TwoIssuers:
    return TwoIssuers(Tokens(jwks, Expected(MAKER.issuer, AUDIENCE)), OWN.tokens, people=people)


@pytest.mark.parametrize("people", [True, False])
async def test_visitors_and_who_comes_from_the_provider_are_taken_either_way(people: bool) -> None:
    visitor = await issuers(people=people).principal(OWN.visitor("bcs", "somebody"))
    assert (visitor.issuer, visitor.person) == (OWN_PAGES, None)
    assert visitor.roles == {Role.SYSTEM}
    assert not visitor.scopes
    member = await issuers(people=people).principal(MAKER.token(roles=["member"]))
    assert member.issuer == MAKER.issuer


async def test_a_person_is_taken_only_where_links_are_mailed() -> None:
    for role in (Role.MEMBER, Role.GUEST):
        token = OWN.person("bcs", BEN, role)
        principal = await issuers(people=True).principal(token)
        assert principal.person == BEN
        assert principal.roles == {role}
        assert not principal.networks
        with pytest.raises(BadToken, match="claims"):
            await issuers(people=False).principal(token)


@pytest.mark.parametrize("role", sorted({*Role} - {Role.MEMBER, Role.GUEST}))
async def test_no_link_makes_anybody_more_than_a_member(role: Role) -> None:
    with pytest.raises(ValueError, match="no token of the role"):
        OWN.person("bcs", BEN, role)
    made = OWN._token("bcs", role, BEN, kith_person=BEN)  # as a fault of ours would make one
    with pytest.raises(BadToken, match="claims"):
        await issuers(people=True).principal(made)


async def test_the_key_of_another_node_makes_no_token_of_ours() -> None:
    other = OwnIssuer(b"the secret of some other node, 32.", AUDIENCE)
    with pytest.raises(BadToken):
        await issuers(people=True).principal(other.person("bcs", BEN, Role.MEMBER))
