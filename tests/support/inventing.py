"""How schemathesis invents requests for `trust/test_api.py`: it loads this module before it begins.

A pattern is made into a generator once, not for each field that has it: ours name many characters, and that takes half
of its time. Of what it covers step by step, each operation is asked one question of each kind.
"""

from functools import cache
from typing import Any

import schemathesis
from hypothesis.strategies._internal import regex

COVERAGE = "coverage"
seen: set[tuple[str, str]] = set()

regex.regex_strategy = cache(regex.regex_strategy)


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    phase = case.meta.phase
    if phase.name.value != COVERAGE:
        return True
    asked = (case.operation.label, str(phase.data.scenario))
    is_new = asked not in seen
    seen.add(asked)
    return is_new
