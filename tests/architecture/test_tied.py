"""The type checker refuses a line of a catalogue that does not fit its decision."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PROGRAM: Final = """
from kith_chassis.catalogue import many, on, one
from kith_chassis.members import Member
from kith_contracts.events.holds import EndHold, HoldDate
from kith_events.dates import holds
from kith_events.dates.holds import HeldBy, Hold

HOLD = one(Hold, "hold")
BY = one(HeldBy, lambda m, at: at.body)
MEMBERS = many(Member, "partners")
"""
LINES: Final = {
    "on(HoldDate, holds.hold_date)(hold=HOLD, by=BY, members=MEMBERS)": "",  # this one fits
    "on(HoldDate, holds.hold_date)(hold=HOLD, buy=BY, members=MEMBERS)": 'Unexpected keyword argument "buy"',
    "on(HoldDate, holds.hold_date)(hold=HOLD, by=BY)": "Too few arguments",
    "on(HoldDate, holds.hold_date)(hold=BY, by=BY, members=MEMBERS)": 'Argument "hold" has incompatible type',
    'on(HoldDate, holds.hold_date)(hold=HOLD, by=BY, members=one(Member, "hold"))': 'expected "tuple[Member, ...]"',
    "on(EndHold, holds.hold_date)(hold=HOLD, by=BY, members=MEMBERS)": "Cannot infer value of type parameter",
}


def test_the_type_checker_takes_only_what_fits(tmp_path: Path) -> None:
    (program := tmp_path / "lines.py").write_text("\n".join([*PROGRAM.splitlines(), *LINES]))
    check = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--no-pretty", str(program)]
    run = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    found = {int(line): text for line, text in re.findall(r"lines\.py:(\d+): error: (.*)", run.stdout)}
    assert len(found) == len(LINES) - 1, run.stdout + run.stderr
    for number, (line, expected) in enumerate(LINES.items(), len(PROGRAM.splitlines()) + 1):
        assert expected in found.get(number, ""), line
