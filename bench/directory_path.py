"""Messages per second through the directory's whole path: command, decision, one transaction a batch, facts."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bench.path.clock import Run
from bench.path.course import SERVICE, Course, settle
from bench.path.courses import courses
from bench.path.limit import run_limit
from bench.path.ours import run_ours, run_whole
from bench.path.peer import run_peer
from bench.path.preparation import prepared
from bench.report import Figures, Plan, Result, machine, result

from kith_cli.errors import StackError

NAME: Final = "directory-path"
FOLDER: Final = Path(".kith/bench")
PEER_SHARE: Final = 20
"""The peer runs one message of so many: it is slow."""


async def measure(plan: Plan) -> Result:
    """All variants, on servers of their own."""
    _say(f"{NAME}: starting Kafka and the database in {FOLDER}")
    async with courses(FOLDER, plan.messages, _say) as each:
        figures = {course.body: await _variant(course, plan.rounds) for course in each}
        return result(NAME, figures, await machine())


async def _variant(course: Course, rounds: int) -> Figures:
    """Ours, limit and peer in turns. A first round that does not count warms the servers up."""
    _say(f"{course.body}: putting {course.messages:,} commands on their topic")
    await course.lay()
    runs = []
    for number in range(rounds + 1):
        async with course.fresh_database():
            each = await _round(course, number)
        told = ", ".join(f"{name} {run.rate:,.0f}/s ({run.cpu_each:,.0f} µs CPU)" for name, run in each.items())
        _say(f"{course.body}, {f'round {number} of {rounds}' if number else 'warm-up'}: {told}")
        runs.append(each)
    course.client.close()
    return Figures(course.messages, **{name: [each[name].rate for each in runs[1:]] for name in runs[0]})


async def _round(course: Course, number: int) -> Mapping[str, Run]:
    ours, limit, peer = (f"{who}{number}" for who in ("ours", "limit", "peer"))
    settle()
    our_run, batches = await run_ours(course, ours)
    transactions = await prepared(course, batches)
    settle()
    limit_run = await run_limit(course, limit, transactions)
    _compare(await course.left(ours), await course.left(limit), course.messages)
    settle()
    peer_run = await run_peer(course, peer, max(course.messages // PEER_SHARE, 100))
    settle()
    signed = await run_whole(course, f"signed{number}", signed=True)
    settle()
    unsigned = await run_whole(course, f"unsigned{number}", signed=False)
    return {"ours": our_run, "limit": limit_run, "peer": peer_run, "signed": signed, "unsigned": unsigned}


def _compare(ours: Mapping[str, Any], limit: Mapping[str, Any], messages: int) -> None:
    """A ratio means something only if both did the same."""
    if ours != limit or ours["claimed"] != messages or ours["parked"]:
        raise StackError(f"The {SERVICE} and the limit did not do the same:\n{ours}\n{limit}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
