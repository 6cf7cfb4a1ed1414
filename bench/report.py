"""What a benchmark found: the figures, the machine that they are true of, and the table that shows them."""

import importlib.metadata
import json
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from kith_lab.servers.jars import kafka_jars


class Plan(NamedTuple):
    """How large a run is, and how often it is repeated."""

    messages: int
    rounds: int


class Figures(NamedTuple):
    """What all rounds of one variant measured, in messages per second."""

    messages: int
    ours: Sequence[float]
    limit: Sequence[float]
    peer: Sequence[float]
    signed: Sequence[float]
    """The whole service, its listings with it, that signs and verifies."""
    unsigned: Sequence[float]
    """The same without."""

    def summary(self) -> dict[str, Any]:
        """Medians, their ratios, and every single measurement, rising."""
        ours, limit, peer = median(self.ours), median(self.limit), median(self.peer)
        return {
            "ours": round(ours, 1),
            "limit": round(limit, 1),
            "peer": round(peer, 1),
            "ratio_to_limit": round(ours / limit, 3),
            "ratio_to_peer": round(ours / peer, 1),
            "ratio_signed_to_unsigned": round(median(self.signed) / median(self.unsigned), 3),
            "spread": {
                name: sorted(round(each, 1) for each in rates)
                for name, rates in self._asdict().items()
                if name != "messages"
            },
            "messages": self.messages,
        }


@dataclass(frozen=True)
class Kept:
    """What is kept of any benchmark."""

    name: str

    def write(self, folder: Path) -> Path:
        """Keep it as `<name>.json` in this folder."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.json"
        path.write_text(json.dumps(asdict(self), indent=2) + "\n")
        return path


@dataclass(frozen=True)
class Result(Kept):
    """One benchmark, as it is kept. The figures are those of the first variant; `variants` has the others."""

    unit: str
    ours: float
    limit: float
    peer: float
    ratio_to_limit: float
    ratio_to_peer: float
    ratio_signed_to_unsigned: float
    spread: Mapping[str, Sequence[float]]
    messages: int
    variants: Mapping[str, Mapping[str, Any]]
    machine: Mapping[str, Any]
    when: str


def result(name: str, figures: Mapping[str, Figures], machine: Mapping[str, Any]) -> Result:
    """The result of a benchmark whose first variant is its headline."""
    first, *others = figures
    return Result(
        name=name,
        unit="messages/s",
        **figures[first].summary(),
        variants={each: figures[each].summary() for each in others},
        machine=machine,
        when=datetime.now(UTC).isoformat(timespec="seconds"),
    )


async def machine() -> dict[str, Any]:
    """Cores, processor and versions: an absolute figure means nothing without them."""
    return {
        "cores": os.cpu_count(),
        "cpu": processor(),
        "python": platform.python_version(),
        "kafka": await _kafka(),
        "database": "as given in KITH_MONGO_URL"
        if os.environ.get("KITH_MONGO_URL")
        else f"SecantusDB {importlib.metadata.version('secantusdb')}",
    }


def processor() -> str:
    """The name of this machine's processor."""
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


async def _kafka() -> str:
    if os.environ.get("KITH_KAFKA_BOOTSTRAP"):
        return "as given in KITH_KAFKA_BOOTSTRAP"
    jars = (re.fullmatch(r"kafka-clients-(.+)\.jar", path.name) for path in (await kafka_jars()).iterdir())
    return next((found[1] for found in jars if found), "unknown")


def table(results: Iterable[Result]) -> str:
    """All results as lines for a person, a line for each variant."""
    lines: list[tuple[str, ...]] = [("", "ours", "limit", "peer", "of limit", "times peer", "signed")]
    for each in results:
        lines.append(_line(f"{each.name} ({each.unit})", asdict(each)))
        lines += [_line(f"- {name}", summary) for name, summary in each.variants.items()]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(_padded(line, widths)) for line in lines)


def _padded(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    name, *figures = (text.rjust(width) for text, width in zip(line, widths, strict=True))
    return [name.strip().ljust(widths[0]), *figures]


def _line(name: str, summary: Mapping[str, Any]) -> tuple[str, ...]:
    rates = [f"{summary[each]:,.0f}" for each in ("ours", "limit", "peer")]
    ratios = [f"{summary['ratio_to_limit']:.2f}", f"{summary['ratio_to_peer']:.1f}"]
    return (name, *rates, *ratios, f"{summary['ratio_signed_to_unsigned']:.2f}")
