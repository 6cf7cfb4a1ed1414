"""What the documents name exists: words, types, files and tests; and the tour is short enough to be read."""

import ast
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from kith_chassis.settings import Settings
from kith_cli.main import app

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
PREFIXES: Final = {
    "contracts": "contracts/src/kith_contracts",
    "commons": "commons/src/kith_commons",
    "chassis": "chassis/src/kith_chassis",
    "cli": "cli/src/kith_cli",
    "console": "services/console/src/kith_console",
    "directory": "services/directory/src/kith_directory",
    "events": "services/events/src/kith_events",
    "notify": "services/notify/src/kith_notify",
}
MOST_FILES, MOST_LINES = 12, 1500


class Row(NamedTuple):
    """A row of the glossary."""

    words: tuple[str, ...]
    names: tuple[str, ...]


def cells(text: str) -> list[list[str]]:
    """All rows of all tables of a page, without heads and rules."""
    lines = [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| ") and line.endswith(" |")]
    return [row for row in lines if not row[0].startswith("---")]


def quoted(text: str) -> tuple[str, ...]:
    """What stands in backticks."""
    return tuple(text.split("`")[1::2])


def glossary() -> list[Row]:
    rows = cells((DOCS / "glossary.md").read_text())
    return [
        Row(tuple(word.strip("* ").lower() for word in first.split(",")), quoted(last))
        for first, *_, last in rows
        if first.startswith("**")
    ]


# The glossary


def test_a_word_stands_in_the_glossary_once() -> None:
    words = [word for row in glossary() for word in row.words]
    assert len(words) > 100
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_what_a_row_of_the_glossary_names_exists(subtests: pytest.Subtests) -> None:
    for row in glossary():
        with subtests.test(row.words[0]):
            files = [path for name in row.names if (path := located(name))]
            assert row.names
            assert not [name for name in row.names if not exists(name, files)]


def located(name: str) -> Path | None:
    """The file or folder that `events:places/lead.py` or `contracts/samples` stands for; None for another name."""
    prefix, colon, rest = name.partition(":")
    if colon:
        return ROOT / PREFIXES[prefix] / rest
    return ROOT / name if "/" in name else None


def exists(name: str, files: list[Path]) -> bool:
    """A file, a setting, a command of the tool, or what is defined in one of the files beside it."""
    if path := located(name):
        return path.exists()
    if name.startswith("KITH_"):
        return name.removeprefix("KITH_").lower() in Settings.model_fields
    if name.startswith("kith "):
        return name.split()[1] in app
    return any(name in defined(path) for path in files)


@cache
def defined(path: Path) -> frozenset[str]:
    """What a module defines at its top, and what its classes have: `Decision`, `Contract.key`."""
    tree = ast.parse(path.read_text()) if path.is_file() else ast.Module(body=[], type_ignores=[])
    found = {(name, each) for each in tree.body for name in named(each)}
    inner = {
        f"{name}.{attribute}"
        for name, each in found
        if isinstance(each, ast.ClassDef)
        for part in each.body
        for attribute in named(part)
    }
    return frozenset({name for name, _ in found} | inner)


def named(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
    return []


# What is carried, and by which test


def test_a_test_that_proves_something_exists(subtests: pytest.Subtests) -> None:
    for proof in sorted({name for row in cells((DOCS / "coverage.md").read_text()) for name in quoted(row[-1])}):
        with subtests.test(proof):
            file, _, test = proof.partition("::")
            path = ROOT / file if file.startswith("bench/") else ROOT / "tests" / file
            assert path.exists()
            assert not test or test in defined(path)


# The tour


def stops() -> list[tuple[Path, tuple[str, ...]]]:
    """The files of the tour, and what to read of each; nothing named is all of it."""
    tour = (DOCS / "reading.md").read_text().partition("## The tour")[2].partition("\n## ")[0]
    rows = [row for row in cells(tour) if row[0].isdigit()]
    return [(ROOT / quoted(file)[0], quoted(what)) for _, file, what in rows]


def lines_of(path: Path, names: tuple[str, ...]) -> int:
    text = path.read_text()
    tops = {name: each for each in ast.parse(text).body for name in named(each)}
    return sum((tops[name].end_lineno or 0) - tops[name].lineno + 1 for name in names) or len(text.splitlines())


def test_the_tour_is_short_and_what_it_names_exists() -> None:
    found = stops()
    assert 1 < len(found) <= MOST_FILES
    assert sum(lines_of(*each) for each in found) <= MOST_LINES


def test_the_tour_finds_what_one_looks_for() -> None:
    looked_for = (DOCS / "reading.md").read_text().partition("## Find it")[2].partition("\n## ")[0]
    files = [name for row in cells(looked_for) for name in quoted(row[-1])]
    assert files
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_the_tour_names_every_room() -> None:
    told = set(quoted((DOCS / "reading.md").read_text().partition("## Rooms")[2]))
    rooms = {
        folder.name
        for service in ("events", "directory", "notify", "console")
        for folder in (ROOT / PREFIXES[service]).rglob("*")
        if any(folder.glob("*.py"))
    }
    assert rooms
    assert rooms - told == set()


# All pages


def pages() -> list[Path]:
    beside = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
    return [*beside, ROOT / "deploy" / "README.md", ROOT / "bench" / "README.md", *sorted(DOCS.rglob("*.md"))]


def anchors(page: Path) -> set[str]:
    """What a link may name behind `#`: the headings, as GitHub writes them, and places that are named by themselves."""
    text = page.read_text()
    heads = [line.lstrip("# ").lower() for line in text.splitlines() if line.startswith("#")]
    slugs = {"".join(each for each in head if each.isalnum() or each in " -_").replace(" ", "-") for head in heads}
    return slugs | {each.partition('"')[0] for each in text.split('<a id="')[1:]}


def test_a_link_leads_to_something_that_is_there(subtests: pytest.Subtests) -> None:
    for page in pages():
        with subtests.test(str(page.relative_to(ROOT))):
            links = [each.partition(")")[0] for each in page.read_text().split("](")[1:]]
            for link in links:
                if link.startswith(("https://", "http://", "mailto:")):
                    continue
                name, _, anchor = link.partition("#")
                target = (page.parent / name).resolve() if name else page
                assert target.exists(), link
                assert not anchor or anchor in anchors(target), link


def test_a_decision_fits_on_a_page(subtests: pytest.Subtests) -> None:
    for page in sorted((DOCS / "adr").glob("*.md")):
        with subtests.test(page.name):
            assert len(page.read_text().splitlines()) <= 60


def test_the_changelog_names_a_thing_once() -> None:
    heads = [
        line.split("**")[1] for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("- **")
    ]
    assert heads
    assert sorted({head for head in heads if heads.count(head) > 1}) == []
