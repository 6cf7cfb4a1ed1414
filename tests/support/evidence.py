"""What the suites of trust have tried, in figures: one file for each suite, and one of all when the last has ended."""

import json
from pathlib import Path
from typing import Final

REPORTS: Final = Path(__file__).parents[2] / "reports"
SUITES: Final = {
    "matrix": ("checks", "unexpected"),
    "forged": ("tried", "accepted", "unparked"),
    "letters": ("tried", "lost"),
    "leaks": ("searched", "hits"),
    "tokens": ("tried", "wrongly_admitted"),
    "api": ("operations", "failures"),
    "inlet": ("tried", "unreadable"),
    "curious_employer": ("attacks", "succeeded"),
    "pretending": ("tried", "taken"),
    "counting_host": ("attacks", "succeeded"),
    "bounds": ("tried", "failures"),
    "flood": ("sent", "beyond_the_limits"),
    "logs": ("lost", "unnoticed", "commands_lost"),
    "connections": ("tried", "shut_out"),
}
"""The suites and their figures: first how much was tried, then what must be zero."""


def record(suite: str, **figures: int) -> None:
    """Keep what a suite has found; asserts that something was tried, and that nothing went wrong."""
    assert tuple(figures) == SUITES[suite]
    folder = REPORTS / "trust"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{suite}.json").write_text(json.dumps(figures) + "\n")
    tried, *wrong = figures.values()
    assert tried > 0
    assert not any(wrong), figures


BROWSER: Final = ("pages", "roles", "journeys")
"""What is known of the pages of a node."""


def note(part: str, **figures: int) -> None:
    """Keep what the tests in a browser have found."""
    assert part in BROWSER
    folder = REPORTS / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{part}.json").write_text(json.dumps(figures) + "\n")


def tell(report: str, **figures: int) -> None:
    """Write a report that is whole in itself, `reports/<report>.json`."""
    REPORTS.mkdir(exist_ok=True)
    (REPORTS / f"{report}.json").write_text(json.dumps(figures) + "\n")


def gather() -> None:
    """Write `reports/trust.json` and `reports/browser.json`, each once all its parts are there."""
    seen = [REPORTS / "browser" / f"{part}.json" for part in BROWSER]
    if all(part.exists() for part in seen):
        figures = {name: value for part in seen for name, value in json.loads(part.read_text()).items()}
        (REPORTS / "browser.json").write_text(json.dumps(figures, indent=2) + "\n")
    parts = {suite: REPORTS / "trust" / f"{suite}.json" for suite in SUITES}
    if all(part.exists() for part in parts.values()):
        found = {suite: json.loads(part.read_text()) for suite, part in parts.items()}
        (REPORTS / "trust.json").write_text(json.dumps(found, indent=2) + "\n")
