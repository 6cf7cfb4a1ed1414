"""Each seeded bug can be put into the code as it is now: so a guard that moves takes its bug along."""

import ast
from pathlib import Path

import pytest
from seeded.run import ROOT, Bug, all_bugs

BUGS = all_bugs()


def test_there_are_at_least_twenty_each_with_a_name_of_its_own() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 20


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_it_fits_the_code_and_names_tests_that_are_there(bug: Bug, tmp_path: Path) -> None:
    (broken := tmp_path / bug.file).parent.mkdir(parents=True)
    broken.write_text((ROOT / bug.file).read_text())
    bug.put_into(tmp_path)
    ast.parse(broken.read_text())
    assert [test for test in bug.tests if not (ROOT / test).exists()] == []
