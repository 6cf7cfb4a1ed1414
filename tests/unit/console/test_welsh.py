"""Each sentence for the public and for members is there in Welsh."""

import re
from functools import cache
from html.parser import HTMLParser
from typing import Any, Final, cast

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from starlette.requests import Request

from kith_console.pages import HERE, Pages
from kith_console.sessions import Session
from kith_console.visit import Visit
from kith_console.words import Names
from kith_contracts.directory.networks import NetworkPublished

IN_ENGLISH: Final = {
    "agreements",
    "committee",
    "door",
    "mixing",
    "codes",
    "books",
    "programme",
    "proposal",
    "propose",
    "shared_networks",
    "organisation",
    "office",
}
"""The rooms whose pages are in English alone."""
METHODS: Final = [("templates/**.html", "jinja2"), ("**.py", "python")]
PLACEHOLDER: Final = re.compile(r"%\(\w+\)s")
A_SENTENCE: Final = 3
"""So many words do not stand in a Welsh text by chance."""
Said = str | tuple[str, ...]


@cache
def catalogue() -> Catalog:
    with (HERE / "locale" / "cy.po").open("rb") as file:
        return read_po(file, locale="cy")


def entries() -> list[Message]:
    return [each for each in catalogue() if each.id]


@cache
def sentences() -> set[Said]:
    found = extract_from_dir(HERE, METHODS, {})
    return {said for file, _, said, *_ in found if not IN_ENGLISH & set(file.split("/"))}


def forms(said: Any) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


class Texts(HTMLParser):
    """What a page says: its texts, and the attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs)["lang"]
        self.found += [value for name, value in attrs if name in ("aria-label", "placeholder") and value]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


def shown(language: str, template: str, said: str = "", **content: Any) -> Texts:
    headers = [(b"accept-language", language.encode())]
    where = {"type": "http", "method": "GET", "path": "/kw", "query_string": b"", "server": ("kith.example", 443)}
    request = Request({**where, "scheme": "https", "headers": headers})
    visit = Visit(request, cast("Any", None), Session(said=said), "kw", {})  # these pages ask nothing of the node
    texts = Texts()
    texts.feed(bytes(Pages(Names()).show(visit, template, content, 200).body).decode())
    return texts


def test_each_sentence_is_in_the_catalogue_and_nothing_else() -> None:
    known = {each.id if isinstance(each.id, str) else tuple(each.id) for each in entries()}
    assert sentences() - known == set(), "say these in services/console/src/kith_console/locale/cy.po"
    assert known - sentences() == set(), "no page says these any more"


def test_an_entry_has_all_its_forms_with_the_same_placeholders() -> None:
    assert [each.id for each in entries() if not _is_whole(each)] == []


def _is_whole(entry: Message) -> bool:
    said = forms(entry.string)
    wanted = sorted(PLACEHOLDER.findall(forms(entry.id)[0]))
    in_all = 1 if isinstance(entry.id, str) else catalogue().num_plurals
    same = all(form.strip() and sorted(PLACEHOLDER.findall(form)) == wanted for form in said)
    return same and len(said) == in_all and not entry.fuzzy


@pytest.mark.parametrize(("count", "said"), [(0, "0 rhwydwaith"), (1, "1 rhwydwaith"), (2, "2 rwydwaith")])
def test_a_number_is_said_in_its_own_form(count: int, said: str) -> None:
    about = {"name": "New", "purpose": "To meet.", "how_to_ask": "Come along.", "status": "active", "version": 1}
    network = NetworkPublished.model_validate({"network": "kw/new", **about})
    assert catalogue().num_plurals == 6
    assert said in shown("cy", "networks/all.html", networks=[network] * count).found


@pytest.mark.parametrize(
    ("template", "content"),
    [
        ("home/front.html", {"events": [], "networks": [], "in_all": 0}),
        ("home/privacy.html", {}),
        ("events/all.html", {"events": [], "months": []}),
        ("networks/all.html", {"networks": []}),
        ("problems/nothing.html", {}),
        ("sign_in/failed.html", {"sentence": "Your organisation has no pages at this address."}),
    ],
)
def test_a_page_in_welsh_says_so_and_has_no_english(template: str, content: dict[str, Any]) -> None:
    page = shown("cy", template, **content)
    assert page.language == "cy"
    assert "Neidio i'r dudalen" in page.found
    for entry in entries():
        for form in forms(entry.id):
            assert form not in page.found
            assert len(form.split()) < A_SENTENCE or form not in "\n".join(page.found)


def test_a_page_in_english_stays_so() -> None:
    page = shown("en", "home/privacy.html")
    assert page.language == "en"
    assert "Skip to the page" in page.found


def test_what_a_form_says_is_in_welsh_and_what_the_catalogue_lacks_is_text() -> None:
    front = {"events": [], "networks": [], "in_all": 0}
    assert "Wedi'i gadw." in shown("cy", "home/front.html", "Saved.", **front).found
    typed = "100% <b>ours</b>"
    assert typed in shown("cy", "home/front.html", typed, **front).found
