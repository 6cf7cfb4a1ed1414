"""Finding a network among those of a country: our search beside the bare query, on the same database and indexes."""

import asyncio
import os
import random
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from bench.report import Kept, Plan, machine
from pydantic import TypeAdapter

from kith_chassis.keys.vault import Vault
from kith_chassis.mongo import connect, database
from kith_chassis.path.ledger import Ledger
from kith_chassis.path.wire import document
from kith_chassis.views import StoredViews
from kith_cli.errors import StackError
from kith_contracts.directory.agreements import SharedNetworkPublished
from kith_contracts.directory.charters import NetworkCharter, TermsOfReference
from kith_contracts.directory.networks import NetworkPublished
from kith_directory.networks.api import networks_found
from kith_directory.networks.listings import Listing, Shared
from kith_directory.networks.search import MOST_FOUND, Wanted
from kith_lab.servers.mongo import EmbeddedMongo
from kith_lab.servers.stack import MONGO_VARIABLE

NAME: Final = "search"
FOLDER: Final = Path(".kith/bench-search")
NETWORKS: Final = 5_000
BODIES: Final = 300
SHARED: Final = 10
"""One network of so many has three owners."""
PAGE: Final = 20
GOAL: Final = 3.0
FIELDS: Final = (
    "physics",
    "nursing",
    "rail",
    "law",
    "software",
    "chemistry",
    "theatre",
    "farming",
    "finance",
    "energy",
)
GROUPS: Final = ("women", "carers", "disabled staff", "lgbt", "returners", "parents", "black engineers", "veterans")
REGIONS: Final = ("Scotland", "Wales", "Northern Ireland", "London", "South West", "Midlands", "North East", "online")
AIMS: Final = (
    "mentoring",
    "fair pay",
    "flexible work",
    "promotion",
    "visibility",
    "training",
    "recruitment",
    "wellbeing",
)
QUESTIONS: Final[Mapping[str, Wanted]] = {
    "one word": Wanted("women"),
    "a rare word": Wanted("0042"),
    "three words": Wanted("women physics mentoring"),
    "words and region": Wanted("carers nursing", region="Wales"),
    "region and joining": Wanted(region="Scotland", joinable="anyone"),
    "an owner": Wanted("b007"),
}
Listed = TypeAdapter(list[NetworkPublished])


@dataclass(frozen=True)
class SearchResult(Kept):
    """Milliseconds of one search, medians, and how many times the bare query they are; the worst of all questions."""

    unit: str
    networks: int
    bodies: int
    ratio_to_bare: float
    goal: float
    questions: Mapping[str, Mapping[str, Any]]
    machine: Mapping[str, Any]
    when: str

    def table(self) -> str:
        """What a person wants to know."""
        each = (f"{name} {at['ours']:.0f} ms, {at['ratio']:.2f}" for name, at in self.questions.items())
        return (
            f"{self.name}: {self.networks:,} networks of {self.bodies} bodies: {'; '.join(each)} times the bare query"
        )


async def measure(plan: Plan) -> SearchResult:
    """Each question in turns, ours and bare; what ours finds is held against reading all."""
    listings = [_listing(number) for number in range(min(NETWORKS, plan.messages))]
    async with _server() as url:
        client = connect(url)
        vault = Vault(b"\x42" * 32, "b000", None)
        ledger = Ledger(client, database(client, "bench", "b000", "directory"))
        await ledger.prepare("0" * 32)
        print(f"{NAME}: writing {len(listings):,} networks", file=sys.stderr, flush=True)
        documents = [document(each, 1, vault) for each in listings]
        for first in range(0, len(documents), 500):
            await ledger.states.insert_many(documents[first : first + 500])
        views = StoredViews(ledger.states, vault)
        found = {name: await _asked(views, ledger.states, each, plan.rounds) for name, each in QUESTIONS.items()}
        for name, wanted in QUESTIONS.items():
            await _compare(name, await networks_found(views, wanted, "", PAGE), wanted, listings)
        client.close()
    return SearchResult(
        name=NAME,
        unit="ms",
        networks=len(listings),
        bodies=BODIES,
        ratio_to_bare=max(each["ratio"] for each in found.values()),
        goal=GOAL,
        questions=found,
        machine=await machine(),
        when=datetime.now(UTC).isoformat(timespec="seconds"),
    )


async def _asked(views: StoredViews, states: Any, wanted: Wanted, rounds: int) -> dict[str, Any]:
    """Ours reads, decodes, ranks and writes the answer; the bare query has the same filter and order."""
    tags, most = list(wanted.tags), MOST_FOUND if wanted.terms else PAGE
    where = {"tags": {"$all": tags} if len(tags) > 1 else {"$in": tags}, "_id": {"$gt": "listing/", "$lt": "listing0"}}

    async def ours() -> None:
        Listed.dump_json(await networks_found(views, wanted, "", PAGE))

    async def bare() -> None:
        await states.find(where).sort("_id", 1).limit(most).to_list(most)

    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for turn in range(rounds + 1):
        for name, run in {"ours": ours, "bare": bare}.items():
            seconds = await _timed(run)
            if turn:
                times[name].append(1000 * seconds)
    middle = {name: median(each) for name, each in times.items()}
    spread = {name: sorted(round(each, 1) for each in all_) for name, all_ in times.items()}
    rounded = {name: round(each, 1) for name, each in middle.items()}
    return {**rounded, "ratio": round(middle["ours"] / middle["bare"], 3), "spread": spread}


async def _timed(run: Callable[[], Any]) -> float:
    start = perf_counter()
    await run()
    return perf_counter() - start


async def _compare(name: str, found: Sequence[NetworkPublished], wanted: Wanted, all_: Sequence[Listing]) -> None:
    """A ratio means something only if the right networks are found."""
    fit = {each.id for each in all_ if {*wanted.tags} <= {*each.tags(lambda *_: "")}}
    if not {each.network for each in found} <= fit or len(found) != min(PAGE, len(fit)):
        raise StackError(f"The search for {name} found {len(found)} networks, and {len(fit)} fit.")


def _listing(number: int) -> Listing:
    """One network, always the same for its number."""
    choose = random.Random(number)
    group, field, aim = choose.choice(GROUPS), choose.choice(FIELDS), choose.choice(AIMS)
    body = f"b{number % BODIES:03}"
    published = NetworkPublished(
        network=f"{body}/network-{number:05}",
        name=f"{group} in {field} {number:04}".capitalize(),
        purpose=f"{aim} for {group} who work in {field}.".capitalize(),
        how_to_ask="Write to the committee.",
        status="active",
        charter=NetworkCharter(
            name=f"{group} in {field} {number:04}".capitalize(),
            purpose=f"{aim} for {group} who work in {field}.".capitalize(),
            aims=[f"Better {each} by next year." for each in choose.sample(AIMS, 3)],
            for_you_if=f"you are one of the {group}, or want to help.",
            findable="everyone",
            joinable=choose.choice(("anyone", "ask", "invited")),
            regions=choose.sample(REGIONS, 2),
            terms=TermsOfReference(text="We meet, and look after each other."),
        ),
        version=1,
    )
    return Listing(published=published, shared=_shared(published, number), since=_DAY, changed=_DAY)


_DAY: Final = datetime(2027, 1, 4, 9, tzinfo=UTC)


def _shared(listed: NetworkPublished, number: int) -> Shared | None:
    if number % SHARED:
        return None
    owners = [f"b{(number + each) % BODIES:03}" for each in range(3)]
    given = {name: value for name, value in dict(listed).items() if name != "network"}
    return Shared(published=SharedNetworkPublished(subject=listed.network, owners=owners, acceptances=[], **given))


@asynccontextmanager
async def _server() -> AsyncIterator[str]:
    if url := os.environ.get(MONGO_VARIABLE):
        yield url
        return
    server = EmbeddedMongo(FOLDER)
    await asyncio.to_thread(shutil.rmtree, FOLDER, ignore_errors=True)
    await server.start()
    try:
        yield server.url
    finally:
        await server.stop()
