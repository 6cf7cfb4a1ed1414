"""`make bench`: runs the benchmarks, all or those named, shows a table, and keeps the results."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, Final

from bench import directory_path, look_ahead, mixing, pages, replay, replicas, search, seats
from bench.report import Plan, Result, table

from kith_chassis import logs
from kith_cli.errors import StackError

Measured = (
    Result
    | look_ahead.LookAheadResult
    | mixing.MixingResult
    | pages.PagesResult
    | replay.ReplayResult
    | replicas.ReplicasResult
    | search.SearchResult
    | seats.SeatsResult
)
BENCHMARKS: Final[Mapping[str, Callable[[Plan], Coroutine[Any, Any, Measured]]]] = {
    directory_path.NAME: directory_path.measure,
    mixing.NAME: mixing.measure,
    pages.NAME: pages.measure,
    seats.NAME: seats.measure,
    replicas.NAME: replicas.measure,
    look_ahead.NAME: look_ahead.measure,
    replay.NAME: replay.measure,
    search.NAME: search.measure,
}
FULL: Final = Plan(messages=6_000, rounds=5)
RESULTS: Final = Path("bench/results")
TRIALS: Final = Path("reports/bench")
"""Where a run of another size than the full one is kept: it must not take the place of a real measurement."""


def main() -> int:
    """Run; the exit code is 1 when something could not be measured, or places were oversold or people unanswered."""
    asked = _arguments()
    plan = Plan(asked.messages or FULL.messages // (10 if asked.quick else 1), asked.rounds or FULL.rounds)
    logs.configure("warning")
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        results = [asyncio.run(BENCHMARKS[name](plan)) for name in asked.names or BENCHMARKS]
    except StackError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if rates := [each for each in results if isinstance(each, Result)]:
        print(f"\n{table(rates)}\n")
    for planned in results:
        if not isinstance(planned, Result):
            print(f"\n{planned.table()}\n")
    for each in results:
        print(f"kept in {each.write(RESULTS if plan == FULL else TRIALS)}")
    wrong = [each.wrong for each in results if isinstance(each, seats.Counted) and each.wrong]
    print(*wrong, sep="\n", end="", file=sys.stderr)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="What is fast, as ratios to a limit and to a peer.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"which ones: {', '.join(BENCHMARKS)}; default all")
    parser.add_argument("--quick", action="store_true", help="a tenth of the messages")
    parser.add_argument("--messages", type=int, help=f"another number of messages than {FULL.messages}")
    parser.add_argument("--rounds", type=int, help=f"another number of rounds than {FULL.rounds}")
    asked = parser.parse_args()
    if unknown := set(asked.names) - BENCHMARKS.keys():
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(BENCHMARKS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
