"""How long a file and a function may be, and what a test may not do. One test walks all files."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("contracts", "chassis", "commons", "services/*", "cli", "lab")
SOURCES: Final = sorted(path for package in PACKAGES for path in ROOT.glob(f"{package}/src/**/*.py"))
NAMED: Final = [*SOURCES, *sorted((ROOT / "bench").glob("**/*.py"))]
TESTS: Final = sorted((ROOT / "tests").glob("**/*.py"))

MOST_LINES: Final = 250
MOST_LINES_OF_A_FUNCTION: Final = 45
MAY_SLEEP: Final = "tests/support/eventually.py"
"""The one place where tests wait for something."""


THINGS: Final = frozenset({"keyring", "listing", "mixing", "parking", "signing", "wording", "shared"})
"""Words in -ing and -ed that may name a file: the glossary has them as a thing, or as a part of its name."""
IRREGULAR: Final = frozenset(
    [
        "begun",
        "built",
        "done",
        "drawn",
        "found",
        "given",
        "gone",
        "held",
        "kept",
        "known",
        "led",
        "left",
        "lost",
        "made",
        "met",
        "seen",
        "sent",
        "shown",
        "sold",
        "spoken",
        "taken",
        "told",
        "written",
    ]
)
"""Participles and verbs that no ending betrays."""


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def long_functions(tree: ast.Module) -> list[str]:
    lengths = {each.name: (each.end_lineno or 0) - each.lineno + 1 for each in functions(tree)}
    return [f"{name} has {lines} lines" for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION]


def faults_of_source(path: Path) -> list[str]:
    text = path.read_text()
    tree = ast.parse(text)
    lines = text.count("\n")
    return [
        *([f"{lines} lines"] if lines > MOST_LINES else []),
        *(["does not say what it is for"] if text and not ast.get_docstring(tree) else []),
        *[f"owes something: {word}" for word in ("TODO", "FIXME", "XXX") if word in text],
        *long_functions(tree),
    ]


def sleeps(tree: ast.Module) -> list[str]:
    """Where it waits for time to pass. `sleep(0)` only lets others have their turn."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if ast.unparse(call.func) in {"asyncio.sleep", "time.sleep", "sleep"}]
    return [f"sleeps in line {call.lineno}" for call in named if [ast.unparse(each) for each in call.args] != ["0"]]


def imported_tests(tree: ast.Module) -> list[str]:
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names]
    return [f"imports {name}" for name in modules if name.rpartition(".")[2].startswith("test_")]


def faults_of_test(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    waits = [] if str(path.relative_to(ROOT)) == MAY_SLEEP else sleeps(tree)
    return [*long_functions(tree), *waits, *imported_tests(tree)]


def test_a_file_is_short_and_says_what_it_is_for_and_owes_nothing() -> None:
    assert len(SOURCES) > 80
    faulty = {str(path.relative_to(ROOT)): faults for path in NAMED if (faults := faults_of_source(path))}
    assert not faulty


def test_a_test_is_short_and_never_sleeps_and_imports_no_other_test() -> None:
    assert len(TESTS) > 80
    faulty = {str(path.relative_to(ROOT)): faults for path in TESTS if (faults := faults_of_test(path))}
    assert not faulty


def is_participle(word: str) -> bool:
    return word not in THINGS and (word in IRREGULAR or word.endswith(("ing", "ed")))


def named_for_no_thing(path: Path) -> bool:
    return any(is_participle(word) for word in path.stem.split("_"))


def test_files_are_named_for_things() -> None:
    assert [str(path.relative_to(ROOT)) for path in NAMED if named_for_no_thing(path)] == []
    words = {word for path in NAMED for word in path.stem.split("_")}
    assert words >= THINGS, "what may be named so is named so"


def test_what_is_wrong_with_a_file_is_seen() -> None:
    assert [*map(named_for_no_thing, (Path("held_now.py"), Path("announced.py"), Path("shared_networks.py")))] == [
        True,
        True,
        False,
    ]
    long = ast.parse("def f():\n" + "    x = 1\n" * 45)
    assert long_functions(long) == ["f has 46 lines"]
    asleep = ast.parse("import time\nasync def test():\n    await asyncio.sleep(0)\n    time.sleep(1)")
    assert sleeps(asleep) == ["sleeps in line 4"]
    imports = ast.parse("from unit.events.test_x import y\nimport support.x")
    assert imported_tests(imports) == ["imports unit.events.test_x"]
