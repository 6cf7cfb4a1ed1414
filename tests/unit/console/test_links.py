"""Sessions that begin with a mailed link, at an API that answers as a node does."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from kith_chassis.http.own_issuer import OwnIssuer
from kith_chassis.http.problems import Refused, away, handle_in, nobody
from kith_console.links import Links
from kith_console.node import Caller, Node
from kith_console.sessions import Session
from kith_contracts.pages.people import PersonPage

BEN = "p-00000001"
ISSUER = OwnIssuer(b"a secret of this node, 32 bytes..", "https://kith.example")
VISITOR = Caller("bcs", ISSUER.visitor("bcs", "somebody"))


def page(**other: Any) -> dict[str, Any]:
    office = {"network": "bcs/forum", "role": "Chair", "status": "held", "until": None}
    offered = office | {"network": "bcs/circle", "status": "offered"}
    told: dict[str, Any] = {name: [] for name in PersonPage.model_fields}
    told |= {"seen_by": {}, "answers": {}, "offices": [office, offered]}
    told |= {"person": BEN, "enrolled_as": "guest", "how_much": "booked", "mail_of_closed": False}
    return told | other


def links(answer: Callable[[], dict[str, Any]]) -> Links:
    """At a node with one link, `good`, and what `answer` says of the person."""
    app = FastAPI()
    handle_in(app)

    @app.post("/notify/v1/bcs/links/use")
    async def use(request: Request) -> JSONResponse:
        if (await request.json())["token"] != "good":
            raise Refused(404, "link-unknown", "This link is not valid.", "token")
        return JSONResponse({"person": BEN})

    @app.get(f"/directory/v1/bcs/people/{BEN}")
    async def person(request: Request) -> JSONResponse:
        assert claims(request.headers["authorization"])["kith_person"] == BEN
        return JSONResponse(answer())

    return Links(Node(app), ISSUER)


def claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def fails(refused: Refused) -> Callable[[], dict[str, Any]]:
    def answer() -> dict[str, Any]:
        raise refused

    return answer


async def test_a_link_begins_a_session_as_the_directory_knows_the_person() -> None:
    session = await links(page).use(VISITOR, "good")
    assert session
    assert (session.body, session.person, session.roles, session.serves) == ("bcs", BEN, ("guest",), ("bcs/forum",))
    assert session.by_mail
    assert session.fresh
    assert claims(session.token)["roles"] == ["guest"]


@pytest.mark.parametrize("token", ["used", "", "x" * 200])
async def test_a_link_that_is_not_good_begins_none(token: str) -> None:
    assert await links(page).use(VISITOR, token) is None


async def test_who_has_been_forgotten_since_the_mail_gets_no_session() -> None:
    assert await links(fails(nobody())).use(VISITOR, "good") is None


async def test_a_session_is_renewed_with_what_is_so_by_now() -> None:
    session = Session("bcs", BEN, f"link {BEN}", ("guest",), ("bcs/forum",), "old", 1.0, by_mail=True, said="Saved.")
    assert await links(lambda: page(enrolled_as="member", offices=[])).renew(session)
    assert (session.roles, session.serves, session.said) == (("member",), (), "Saved.")
    assert session.fresh


async def test_a_session_is_not_renewed_for_who_has_been_forgotten_or_left() -> None:
    session = Session("bcs", BEN, f"link {BEN}", ("member",), by_mail=True)
    assert not await links(fails(nobody())).renew(session)


async def test_a_node_that_is_away_ends_no_session() -> None:
    session = Session("bcs", BEN, f"link {BEN}", ("member",), token="old", by_mail=True)
    assert await links(fails(away())).renew(session)
    assert (session.token, session.fresh) == ("old", False)
