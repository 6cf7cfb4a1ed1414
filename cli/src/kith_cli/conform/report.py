"""What a check has found, for people and for programs."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kith_cli.conform.rules import Finding, rules

FINE, WRONG = 0, 2
"""Exit codes; 1 is a failure of the check itself."""
WIDTH: Final = 100
MOST: Final = 10
"""Places of one rule that are named."""


def told(of: str, looked_at: int, findings: Sequence[Finding], not_tried: Mapping[str, str]) -> dict[str, Any]:
    """The report for programs: each rule with what was found."""
    by_rule = {id: [each for each in findings if each.rule == id] for id in rules()}
    wrong = {id for id, found in by_rule.items() if found}
    asked = [id for id, rule in rules().items() if id in wrong or (rule.of == of and id not in not_tried)]
    return {
        "checked": of,
        "looked_at": looked_at,
        "kept": [id for id in asked if id not in wrong],
        "broken": [
            {
                **{name: getattr(rules()[id], name) for name in ("id", "title", "requires", "why", "mend", "source")},
                "found": [{"place": each.place, "sentence": each.sentence} for each in by_rule[id]],
            }
            for id in asked
            if id in wrong
        ],
        "not_tried": dict(not_tried),
    }


def show(report: Mapping[str, Any], as_json: bool) -> int:
    """Print it; the exit code."""
    if as_json:
        print(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(report)))
    return WRONG if report["broken"] or report["not_tried"] or not report["looked_at"] else FINE


def _lines(report: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for each in report["broken"]:
        places = [f"    {found['place']}: {found['sentence']}" for found in each["found"][:MOST]]
        more = len(each["found"]) - MOST
        lines += [f"✗ {each['title']} ({each['id']})", *places, *([f"    and {more} more"] if more > 0 else [])]
        for word in ("requires", "why", "mend"):
            lines += textwrap.wrap(each[word], WIDTH, initial_indent=f"  {word}: ", subsequent_indent="    ")
        lines += [f"  written in: {each['source']}", ""]
    lines += [f"? not tried: {rules()[id].title} ({id}). {sentence}" for id, sentence in report["not_tried"].items()]
    count, kept = len(report["broken"]), len(report["kept"])
    if not report["looked_at"]:
        return [*lines, "Nothing came that could be checked."]
    verdict = "All is as it should be" if not count else f"{count} {'rule is' if count == 1 else 'rules are'} broken"
    return [*lines, f"{verdict}: {report['looked_at']} looked at, {kept} rules kept."]
