"""The reference pages have every message, field, operation and code, and each link leads somewhere."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from support.instances import SCHEMAS

from kith_cli.published.command import SERVICES, openapi
from kith_cli.published.reference import reference
from kith_contracts.titles import TITLES

ROOT: Final = Path(__file__).parents[2]


class _Page(HTMLParser):
    """The places of a page, its links, and its texts by the tag around them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: list[str] = []
        self.links: list[str] = []
        self.codes: list[str] = []
        self.fields: list[tuple[str, str]] = []
        self._in_code = self._in_head = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.places += [value for name, value in found.items() if name == "id" and value]
        self.links += [value for name, value in found.items() if name in ("href", "src") and value]
        self._in_code = tag == "code"
        self._in_head = (tag == "th" and found.get("scope") == "row") or (self._in_head and self._in_code)

    def handle_endtag(self, tag: str) -> None:
        self._in_code = self._in_code and tag != "code"

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self.codes.append(data)
        if self._in_code and self._in_head:
            self.fields.append((self.places[-1], data))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made") / "reference"
    reference(made)
    return made


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, _Page]:
    return {path.name: _Page(path.read_text("utf-8")) for path in folder.glob("*.html")}


def test_every_link_leads_to_a_place_in_these_pages(folder: Path, pages: dict[str, _Page]) -> None:
    for name, page in pages.items():
        assert len(page.places) == len(set(page.places)), name
        for link in page.links:
            file, _, place = link.partition("#")
            assert (folder / (file or name)).is_file(), f"{name}: {link}"
            assert not place or place in pages[file or name].places, f"{name}: {link}"


def test_every_message_and_each_of_its_fields_is_there_once(pages: dict[str, _Page]) -> None:
    wanted = []
    for file, schema in SCHEMAS.items():
        name = file.removesuffix(".json")
        wanted += [(name, field) for field in schema["properties"]]
        for section, each in schema.get("$defs", {}).items():
            wanted += [(f"{name}-{section}", field) for field in each.get("properties", {})]
        assert name in pages["index.html"].codes
        assert name in pages["messages.html"].places
    assert sorted(pages["messages.html"].fields) == sorted(wanted)


def test_every_field_over_http_is_there_once(pages: dict[str, _Page]) -> None:
    models = openapi(*SERVICES)["components"]["schemas"]
    wanted = [(name, field) for name, each in models.items() for field in each.get("properties", {})]
    assert sorted(pages["models.html"].fields) == sorted(wanted)


def test_every_operation_is_there(pages: dict[str, _Page]) -> None:
    paths = openapi(*SERVICES)["paths"]
    addresses = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert addresses <= set(pages["paths.html"].codes)
    assert addresses <= set(pages["index.html"].codes)


def test_every_code_is_there(pages: dict[str, _Page]) -> None:
    assert sorted(pages["codes.html"].places) == sorted(TITLES)
    assert TITLES.keys() <= set(pages["index.html"].codes)


def test_nothing_of_this_machine_is_in_a_page(folder: Path) -> None:
    for path in folder.iterdir():
        assert str(ROOT) not in path.read_text("utf-8"), path.name
        assert str(Path.home()) + "/" not in path.read_text("utf-8"), path.name
