"""Pages of a node beside the answers of the API that they are made of: how much the pages themselves add."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

import httpx2
from bench.report import Kept, Plan, machine
from support.village import village

from kith_chassis.http.own_issuer import OwnIssuer
from kith_chassis.mongo import connect
from kith_chassis.run import Behind
from kith_chassis.settings import Settings
from kith_console.app import ROOMS
from kith_console.console import Console, application
from kith_console.home.pages import front
from kith_console.node import Caller, Node
from kith_console.settings import ConsoleSettings
from kith_lab.provider import CLIENT

NAME: Final = "pages"
BODY: Final = "bcs"
CHAIR: Final = 1
"""Where the chair stands among the people of the village: they have the pages of members and of a committee."""
GOAL: Final = 2.0
OPEN: Final = (f"/{BODY}", f"/{BODY}/events", f"/{BODY}/networks")
PRIVATE: Final = (
    "home",
    "events",
    "events/iop/returning-to-work",
    "networks",
    "networks/bcs/womens-forum",
    "messages",
    "you",
    "committee",
    "agreements/iop/returning-to-work",
    "committee/iop/returners/work",
)


@dataclass(frozen=True)
class PagesResult(Kept):
    """Milliseconds of each page, medians, and how many times its calls of the API they are; the worst of all pages."""

    unit: str
    pages: dict[str, dict[str, float]]
    """Of each: `page`, `api`, `ratio`, `calls`."""
    ratio_to_api: float
    goal: float
    rounds: int
    machine: dict[str, Any]
    when: str

    def table(self) -> str:
        """What a person wants to know."""
        rows = [
            f"  {path:28} {row['page']:7.1f} ms, of which the API {row['api']:7.1f} ms: {row['ratio']:.2f}"
            for path, row in self.pages.items()
        ]
        return "\n".join([f"{self.name}: at most {self.ratio_to_api:.2f} times the API calls", *rows])


class Watched(Node):
    """A node that notes for how long at least one call is under way."""

    def __init__(self, url: str) -> None:
        super().__init__(url=url)
        self.busy, self.calls, self._under_way, self._since = 0.0, 0, 0, 0.0

    async def _ask(self, method: str, caller: Caller, path: str, **more: Any) -> httpx2.Response:
        if not self._under_way:
            self._since = perf_counter()
        self._under_way += 1
        self.calls += 1
        try:
            return await super()._ask(method, caller, path, **more)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self.busy += perf_counter() - self._since


async def measure(plan: Plan) -> PagesResult:
    """Each page in turns, by somebody who is signed in where it needs that; a first round warms up."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"{NAME}: starting two nodes with people in them", file=sys.stderr, flush=True)
        async with village(Path(folder)) as running:
            return await _visit(running.federation[BODY].environment, running.federation[BODY].url, plan.rounds * 4)


async def _visit(environment: Mapping[str, str], node_url: str, rounds: int) -> PagesResult:
    told = {name.removeprefix("KITH_").lower(): value for name, value in environment.items()}
    settings, node = Settings.model_validate(told), Watched(node_url)
    own = {"url": "http://pages", "issuer": environment["KITH_CONSOLE_ISSUER"], "client_id": CLIENT}
    database = connect(settings.mongo_url.get_secret_value())
    behind = Behind(settings, None, OwnIssuer(settings.secret_bytes, settings.audience), database)
    console = Console(ConsoleSettings.model_validate(own), behind, node)
    asgi = httpx2.ASGITransport(app=application(console, ROOMS, front))
    try:
        async with httpx2.AsyncClient(transport=asgi, base_url=own["url"], timeout=30) as browser:
            await _sign_in(browser)
            paths = {path: path for path in OPEN} | {path: console.addresses.of(path) for path in PRIVATE}
            found: dict[str, list[tuple[float, float, int]]] = {path: [] for path in paths}
            for number in range(rounds + 1):
                for path, address in paths.items():
                    measured = await _opened(browser, node, address)
                    found[path] += [measured] if number else []
    finally:
        await node.close()
        database.close()
    pages = {path: _row(each) for path, each in found.items()}
    worst = max(row["ratio"] for row in pages.values())
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return PagesResult(NAME, "ms", pages, worst, GOAL, rounds, await machine(), when)


async def _sign_in(browser: httpx2.AsyncClient) -> None:
    """At the provider for trials, as a browser would come back from it."""
    away = await browser.get("/sign-in", params={"go": "1"})
    async with httpx2.AsyncClient() as provider:
        back = await provider.get(f"{away.headers['location']}&as={CHAIR}")
    assert (await browser.get(back.headers["location"])).is_redirect


async def _opened(browser: httpx2.AsyncClient, node: Watched, address: str) -> tuple[float, float, int]:
    """Seconds of the page and of the API, and how many calls."""
    node.busy, node.calls, began = 0.0, 0, perf_counter()
    answer = await browser.get(address)
    took = perf_counter() - began
    assert answer.status_code == httpx2.codes.OK, (address, answer.status_code)
    return took, node.busy, node.calls


def _row(each: Sequence[tuple[float, float, int]]) -> dict[str, float]:
    page, api = median(row[0] for row in each), median(row[1] for row in each)
    return {
        "page": round(page * 1000, 2),
        "api": round(api * 1000, 2),
        "ratio": round(page / api, 2) if api else 0.0,
        "calls": each[-1][2],
    }
