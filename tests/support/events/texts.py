"""The page of one agreement, as the API shows it."""

from typing import Any

import httpx2
from fastapi import APIRouter, FastAPI
from support.events.readers import running
from support.speaking import Node

from kith_events.agreements.api import add_agreements
from kith_events.dates.api_holds import add_holds


async def page(node: Node, path: str) -> Any:
    """What the API of this node answers."""
    routes, app = APIRouter(), FastAPI()
    for add in (add_agreements, add_holds):
        add(routes, lambda _: running(node))
    app.include_router(routes, prefix="/{body}")
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://node") as client:
        answer = await client.get(f"/{node.body}/{path}")
    assert answer.status_code == httpx2.codes.OK, answer.text
    return answer.json()
