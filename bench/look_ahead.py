"""What it gains to read and decide the next batch while one is committed: the same service with it and without."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.path.course import Course, settle
from bench.path.courses import courses
from bench.path.ours import run_ours
from bench.report import Kept, Plan, machine

from kith_cli.errors import StackError

NAME: Final = "look-ahead"
FOLDER: Final = Path(".kith/bench-ahead")


@dataclass(frozen=True)
class LookAheadResult(Kept):
    """Messages per second of each variant, with and without, and their ratio."""

    unit: str
    variants: Mapping[str, Mapping[str, Any]]
    messages: int
    machine: Mapping[str, Any]
    when: str

    def table(self) -> str:
        """For a person, a line for each variant."""
        lines = [f"{self.name} ({self.unit})       ahead     plain     ratio"]
        for name, each in self.variants.items():
            lines.append(f"- {name:22} {each['ahead']:9,.0f} {each['plain']:9,.0f} {each['ratio_ahead_to_plain']:9.2f}")
        return "\n".join(lines)


async def measure(plan: Plan) -> LookAheadResult:
    """Both variants, on servers of their own."""
    _say(f"{NAME}: starting Kafka and the database in {FOLDER}")
    async with courses(FOLDER, plan.messages, _say) as each:
        variants = {course.body: await _variant(course, plan.rounds) for course in each}
        when = datetime.now(UTC).isoformat(timespec="seconds")
        return LookAheadResult(NAME, "messages/s", variants, plan.messages, await machine(), when)


async def _variant(course: Course, rounds: int) -> Mapping[str, Any]:
    """In turns, the other one first in each second round. A first round that does not count warms the servers up."""
    await course.lay()
    rates: dict[bool, list[float]] = {True: [], False: []}
    for number in range(rounds + 1):
        async with course.fresh_database():
            found = await _round(course, number)
        told = ", ".join(f"{'ahead' if ahead else 'plain'} {rate:,.0f}/s" for ahead, rate in found.items())
        _say(f"{course.body}, {f'round {number} of {rounds}' if number else 'warm-up'}: {told}")
        for ahead, rate in found.items() if number else ():
            rates[ahead].append(rate)
    course.client.close()
    return _summary(rates[True], rates[False])


async def _round(course: Course, number: int) -> Mapping[bool, float]:
    found, left = {}, {}
    for ahead in (number % 2 == 0, number % 2 != 0):
        prefix = f"{'ahead' if ahead else 'plain'}{number}"
        settle()
        found[ahead] = (await run_ours(course, prefix, look_ahead=ahead)).run.rate
        left[ahead] = await course.left(prefix, revisions=False)
    if left[True] != left[False]:
        raise StackError(f"With and without the look-ahead not the same was done:\n{left[True]}\n{left[False]}")
    return found


def _summary(ahead: Sequence[float], plain: Sequence[float]) -> Mapping[str, Any]:
    return {
        "ahead": round(median(ahead), 1),
        "plain": round(median(plain), 1),
        "ratio_ahead_to_plain": round(median(ahead) / median(plain), 3),
        "spread": {
            "ahead": sorted(round(each, 1) for each in ahead),
            "plain": sorted(round(each, 1) for each in plain),
        },
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
