"""Who reads at the doors of an event: officers of the networks that lead it, and of no other network of that body."""

from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from support.events.scenes import event, opened
from support.maker import GONE, Maker
from support.speaking import Node

from kith_chassis.http.api import application
from kith_chassis.http.gate import Gate
from kith_chassis.http.issuer import Tokens
from kith_chassis.http.limits import Rates
from kith_chassis.http.tokens import Expected
from kith_events.app import EVENTS
from kith_events.event.lead import JointEvent

MAKER = Maker("https://issuer.example", "https://kith.example", "iop")
DOORS = ("door-list/lectures", "codes/circle", "arrivals", "door/pack")


class Views:
    """Of a node in memory: the event, and nobody who has a place."""

    def __init__(self, node: Node) -> None:
        self._event = event(node)

    async def get(self, ref: Any) -> JointEvent | None:
        return self._event if ref.model is JointEvent else None

    async def page(self, *_wanted: Any) -> list[Any]:
        return []

    async def many(self, _refs: Any) -> dict[str, Any]:
        return {}


async def answers(node: Node, **claims: Any) -> list[int]:
    """What the doors say to this officer of IOP."""

    async def jwks() -> Any:
        return MAKER.jwks

    running: Any = SimpleNamespace(
        views=Views(node),
        settings=SimpleNamespace(keys=None),
        body="iop",
        ready=True,
        prepared=True,
        vault=node,
        service=EVENTS,
    )
    gate = Gate(Tokens(jwks, Expected(MAKER.issuer, MAKER.audience)), Rates(50))
    transport = httpx2.ASGITransport(application([EVENTS], {("iop", "events"): running}, "test", gate))
    bearer = {"authorization": f"Bearer {MAKER.token(roles=['officer'], kith_person=GONE, **claims)}"}
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=bearer) as asking:
        urls = [f"/events/v1/iop/led/returning-to-work/{door}" for door in DOORS]
        return [(await asking.get(url)).status_code for url in urls]


async def test_an_officer_of_a_network_that_leads_the_event_reads_at_its_doors() -> None:
    assert await answers(opened(), kith_networks=["iop/other", "iop/women-in-physics"]) == [200] * len(DOORS)


@pytest.mark.parametrize("networks", [["iop/other"], ["bcs/womens-forum"], []])
async def test_no_other_officer_does(networks: list[str]) -> None:
    assert await answers(opened(), kith_networks=networks) == [403] * len(DOORS)
