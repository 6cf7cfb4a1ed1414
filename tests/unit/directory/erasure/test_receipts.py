"""What is told over HTTP of a forgetting: to the person where they had been, to a system that it was done."""

from typing import Any

import httpx2
import pytest
from support.maker import Maker
from support.speaking import NOW, Node

from kith_chassis.http.api import application
from kith_chassis.http.gate import Gate
from kith_chassis.http.issuer import Tokens
from kith_chassis.http.limits import Rates
from kith_chassis.http.tokens import Expected
from kith_chassis.path.inbox import digest_of
from kith_contracts.erasure import Receipt
from kith_directory.app import DIRECTORY
from kith_directory.erasure.home import Forgetting
from kith_directory.handlers import HANDLERS

PERSON = "p-forgotten-01"


class Home:
    """The directory of BCS as its HTTP API sees it: takes every command, and has forgotten someone."""

    service, body, ready, prepared = DIRECTORY, "bcs", True, True

    def __init__(self) -> None:
        self.node = Node(HANDLERS, "bcs")
        self.vault = self.views = self.outcomes = self.echo = self
        self.keyed = self.node.keyed
        self._sent: Any = None

    async def submit(self, command: Any, **_how: str) -> None:
        self._sent = command

    def stands_still(self, _command: Any) -> bool:
        return False

    async def heard(self, *_asked: Any) -> bool:
        return True

    async def within(self, *_asked: Any) -> dict[str, Any]:
        return {"status": "done", "digest": digest_of(self._sent, self)}  # type: ignore[arg-type] # it hashes alone

    async def get(self, _ref: Any) -> Forgetting:
        receipt = Receipt(receipt="0" * 32, body="iop", asked=NOW)
        return Forgetting(forgetting="1" * 32, key="2" * 32, begun=NOW, receipts={receipt.receipt: receipt})


@pytest.mark.parametrize(
    ("claims", "bodies"),
    [
        ({"roles": ["member"], "kith_person": PERSON}, ["iop"]),
        ({"roles": ["system"]}, []),
        ({"roles": ["system", "member"], "kith_person": "p-another-0001"}, []),
    ],
)
async def test_where_the_person_had_been_is_told_only_if_it_was_the_person_who_asked(
    claims: dict[str, Any], bodies: list[str]
) -> None:
    maker = Maker("https://issuer.example", "https://kith.example", "bcs")

    async def jwks() -> Any:
        return maker.jwks

    running: Any = {("bcs", "directory"): Home()}
    gate = Gate(Tokens(jwks, Expected(maker.issuer, maker.audience)), Rates(50))
    transport = httpx2.ASGITransport(application([DIRECTORY], running, "test", gate))
    bearer = {"authorization": f"Bearer {maker.token(**claims)}"}
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=bearer) as asking:
        sent = await asking.post("/directory/v1/bcs/commands/forget-person", json={"person": PERSON})
        assert sent.status_code == 200
        page = (await asking.get(f"/directory/v1/bcs/forgettings/{sent.json()['id']}")).json()
    assert [each["body"] for each in page["receipts"]] == bodies
    assert page["waiting_for"] == ["events", "notify", *bodies]
    assert page["looks_again"], "in a while, whoever has answered by then"
