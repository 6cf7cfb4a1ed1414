"""The end of the demo: what each body holds, how the places stand, who was told, and whether every promise held."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass
class Check:
    """A promise, whether it held, and what was seen."""

    name: str
    ok: bool
    detail: str


@dataclass
class Report:
    """Everything that the demo has to say at its end; `--json` prints it as one object."""

    seconds: float
    ready_seconds: float
    bodies: list[dict[str, Any]]
    networks: list[dict[str, Any]]
    shared: dict[str, Any]
    """The network that several own, its turns of a year by owner, and what a line of its budget pays for the day."""
    seats: dict[str, Any]
    messages: dict[str, int]
    lag: int
    refused: dict[str, int]
    checks: list[Check] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return bool(self.checks) and all(check.ok for check in self.checks)

    def as_json(self) -> str:
        """One object."""
        return json.dumps({"ok": self.ok, **asdict(self)}, indent=2)

    def show(self, console: Console) -> None:
        """Tables for people."""
        console.print(_bodies(self.bodies))
        console.print(_places(self.seats["parts"]))
        closed = self.seats["closed"]
        blocks = " ".join(f"{body} {count}" for body, count in sorted(closed["blocks"].items()))
        known = f"{closed['handed_out']} codes are handed out, which the lead does not know"
        console.print(f"{closed['part']}: blocks of {closed['block']} codes, {blocks}, pool {closed['pool']}; {known}.")
        turns = ", ".join(f"{body} {count}" for body, count in self.shared["turns"].items())
        owned = f"{self.shared['network']}: one network of {len(self.shared['owners'])} owners"
        paid = f"£{self.shared['paid'] / 100:,.2f} from a line of its budget pay for the day"
        console.print(f"{owned}; turns of duty in a year: {turns}; {paid}.", highlight=False)
        console.print(f"It is led by {self.shared['lead']} now.", highlight=False)
        refusals = ", ".join(f"{code} {count}" for code, count in sorted(self.refused.items()))
        console.print(f"Told by mail: {self.messages}. Refused, with reasons: {refusals}. Lag: {self.lag}.\n")
        for check in self.checks:
            mark = "[green]ok  [/]" if check.ok else "[red bold]FAIL[/]"
            console.print(f"{mark} {check.name}: {check.detail}", highlight=False)
        console.print(f"\nReady in {self.ready_seconds:.1f} s, story in {self.seconds:.1f} s.")


def _bodies(bodies: Sequence[dict[str, Any]]) -> Table:
    table = Table(title="What each body holds (as only the one who plays all parts can see it)")
    for name in ("body", "networks", "people", "places granted", "waiting", "told by mail"):
        table.add_column(name, justify="left" if name == "body" else "right")
    for body in bodies:
        cells = (body["name"], body["networks"], body["people"], body["granted"], body["waiting"], body["told"])
        table.add_row(*map(str, cells))
    return table


def _places(parts: Sequence[dict[str, Any]]) -> Table:
    table = Table(title="Places by part of the day, at the lead")
    for name in ("part", "capacity", "granted", "waiting", "refused", "given back", "by body"):
        table.add_column(name, justify="left" if name in ("part", "by body") else "right")
    for part in parts:
        by_body = " ".join(f"{body} {count}" for body, count in sorted(part["by_body"].items()))
        cells = (part["capacity"], part["granted"], part["waiting"], part["refused"], part["released"])
        table.add_row(part["part"], *map(str, cells), by_body)
    return table


def summed(counters: Sequence[Counter[str]]) -> dict[str, int]:
    """Counts of several counters together."""
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return dict(total)
