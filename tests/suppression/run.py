"""All attacks on figures, in full; writes reports/suppression.json and exits with 1 if a small cell is recovered, a
label is false, or a weakness that is seeded goes unseen.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from suppression import counts
from suppression.asks import OVER_ASKS
from suppression.attacker import LEAST, Attack, Found, attack
from suppression.counts import OVER_COUNTS

import kith_commons.asks.ask as asks
import kith_events.places.draws.lead as draws
from kith_commons import figures
from kith_directory.networks import size

REPORT: Final = Path(__file__).parents[2] / "reports" / "suppression.json"
ATTACKS: Final = (*OVER_ASKS, *OVER_COUNTS)
Weakness = tuple[Any, str, object]
WEAKNESSES: Final[dict[str, tuple[tuple[str, ...], Weakness]]] = {
    "all figures are exact": (("doors", "account"), (figures, "LEAST", 1)),
    "a body's own people are forgotten": (
        ("several", "vote"),
        (figures, "is_few", lambda count, _of=(): 0 < count < LEAST),
    ),
    "each change of a band is told": (("weeks",), (size, "renewed", lambda counted, count: counted != count)),
    "answers are counted from hour to hour": (("hours",), (asks, "day_of", lambda now: now)),
    "money is told to the penny": (("money",), (counts, "money", lambda granted: sum(pence for pence, _ in granted))),
    "a draw has no entry for nobody": (("draw",), (draws, "padding", lambda _count: 0)),
}
"""By what is wrong: the attacks that must see it, and the name that is replaced for it."""
LIMITS: Final = (
    "Who waits for a place knows that its part is full. So a body that has all but a few places knows of the rest.",
    "The lead's officers see each request by its pseudonym and organisation.",
    "Several bodies that put together what they know are not one attacker.",
)


@contextmanager
def seeded(weakness: Weakness) -> Iterator[None]:
    """The program with this weakness in it."""
    owner, name, wrong = weakness
    kept = getattr(owner, name)
    setattr(owner, name, wrong)
    try:
        yield
    finally:
        setattr(owner, name, kept)


def unseen(choose: Callable[[Attack], Iterable[Any]] = lambda each: each.quick()) -> dict[str, int]:
    """How many small cells the attacks recover under each weakness."""
    found: dict[str, int] = {}
    for name, (attacks, weakness) in WEAKNESSES.items():
        with seeded(weakness):
            found[name] = sum(attack(choose(each)).recovered for each in ATTACKS if each.name in attacks)
    return found


def report(found: dict[str, Found], weak: dict[str, int]) -> dict[str, Any]:
    return {
        "attacks": len(found),
        "cells_recovered": sum(each.recovered for each in found.values()),
        "false_labels": sum(each.false for each in found.values()),
        "worlds": {name: each.worlds for name, each in found.items()},
        "recovered_with_a_seeded_weakness": weak,
        "limits": LIMITS,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer worlds, as in `make test`")
    quick = parser.parse_args().quick
    found: dict[str, Found] = {}
    for each in ATTACKS:
        found[each.name] = result = attack(each.quick() if quick else each.full())
        line = f"{each.name:<14} {result.worlds:>8} worlds {result.recovered:>3} recovered {result.false:>3} false"
        print(line, result.example, flush=True)  # noqa: T201 - what it is for
    weak = unseen()
    told = report(found, weak)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(told, indent=2) + "\n")
    return int(bool(told["cells_recovered"] or told["false_labels"] or not all(weak.values())))


if __name__ == "__main__":
    sys.exit(main())
