"""Each code with which something is refused has one title, and is documented."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kith_contracts.titles import BY_ROOM, TITLES

ROOT: Final = Path(__file__).parents[2]
CODE_OF: Final = {
    "Refusal": 0,
    "refuse": 0,
    "Refused": 1,
    "Unreadable": 0,
    "_unauthorised": 0,
    "_refuse": 1,
    "BadToken": 0,
}
"""Which argument of a call is a code."""
WHERE: Final = ("contracts", "commons", "chassis", "services/*")
PREFIX: Final = {"BadToken": "token-"}


def constants(tree: ast.Module) -> dict[str, str]:
    """Module-level names of texts."""
    found = {}
    for each in tree.body:
        match each:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text))):
                found[name] = text
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found[name] = text
    return found


def codes() -> Iterator[tuple[str, str]]:
    """Each code in the code base, and where it is."""
    for path in [each for part in WHERE for each in sorted(ROOT.glob(f"{part}/src/**/*.py"))]:
        tree = ast.parse(path.read_text("utf-8"))
        named = constants(tree)
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            at = CODE_OF.get(name)
            if at is None or len(call.args) <= at:
                continue
            code = call.args[at]
            text = code.value if isinstance(code, ast.Constant) else named.get(getattr(code, "id", ""))
            if isinstance(text, str):
                yield PREFIX.get(name, "") + text, f"{path.relative_to(ROOT)}:{call.lineno}"


def test_each_code_in_the_code_base_has_a_title() -> None:
    found = [*codes()]
    assert len(found) > 400
    assert [f"{code} in {place}" for code, place in found if code not in TITLES] == []


def test_no_title_is_of_a_code_that_nobody_tells() -> None:
    assert sorted(TITLES.keys() - {code for code, _ in codes()}) == []


def test_each_code_has_one_title() -> None:
    assert sum(map(len, BY_ROOM.values())) == len(TITLES)


def test_a_title_is_a_short_line_without_a_full_stop() -> None:
    strange = [title for title in TITLES.values() if not title[0].isupper() or title.endswith(".") or len(title) > 60]
    assert strange == []


def test_each_code_is_documented() -> None:
    told = [line.split(maxsplit=1) for line in (ROOT / "docs/problems.md").read_text("utf-8").splitlines()]
    assert [code for code, title in TITLES.items() if [code, title] not in told] == []
