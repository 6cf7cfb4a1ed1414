"""The type checker refuses a line of a catalogue that does not fit its decision."""

from pathlib import Path
from typing import Final

import pytest
from mypy import api

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
    "on(HoldDate, holds.hold_date)(hold=HOLD, by=BY, members=MEMBERS)": "",
    "on(HoldDate, holds.hold_date)(hold=HOLD, buy=BY, members=MEMBERS)": 'Unexpected keyword argument "buy"',
    "on(HoldDate, holds.hold_date)(hold=HOLD, by=BY)": "Too few arguments",
    "on(HoldDate, holds.hold_date)(hold=BY, by=BY, members=MEMBERS)": 'Argument "hold" has incompatible type',
    'on(HoldDate, holds.hold_date)(hold=HOLD, by=BY, members=one(Member, "hold"))': 'expected "tuple[Member, ...]"',
    "on(EndHold, holds.hold_date)(hold=HOLD, by=BY, members=MEMBERS)": "Cannot infer value of type parameter",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """What mypy says of the lines, by their number in the program."""
    program = tmp_path_factory.mktemp("tied") / "lines.py"
    program.write_text("\n".join([*PROGRAM.splitlines(), *LINES]))
    out, err, _ = api.run(["--config-file", str(ROOT / "pyproject.toml"), "--no-pretty", str(program)])
    assert not err
    found = [line.split(":", 2) for line in out.splitlines() if line.startswith(str(program))]
    return {int(number): text for _, number, text in found}


@pytest.mark.parametrize("number", range(len(LINES)), ids=list(LINES))
def test_the_type_checker_takes_only_what_fits(number: int, said: dict[int, str]) -> None:
    expected = [*LINES.values()][number]
    text = said.get(len(PROGRAM.splitlines()) + 1 + number, "")
    assert (expected in text) if expected else not text
