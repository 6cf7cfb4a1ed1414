"""The page for the door: one file that asks nothing of anybody, in which no word of anyone can do anything."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

from support.events.scenes import event, opened, terms

from kith_commons.names import BARE
from kith_events.door.page import Listed, packed

HOSTILE = "</script><script>alert(1)</script><!-- @list &amp; \u2028"
ADA = Listed("a" * 26, "aaaaa", HOSTILE, "A ramp, please.", ["lectures"])


class Page(HTMLParser):
    """What stands in the page: elements with their attributes, and the text inside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, dict[str, str | None], str]] = []
        self._pieces: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._pieces.clear()

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.inside.append((*self.elements[-1], "".join(self._pieces)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def text(*people: Listed) -> str:
    return packed(event(opened(terms(plan={"summary": "x"}))), people)


def test_the_list_comes_whole_out_of_the_page_and_no_word_of_it_ends_the_script() -> None:
    page = Page(text(ADA))
    (listed,) = [inside for _, attributes, inside in page.inside if attributes.get("type") == "application/json"]
    assert json.loads(listed)["people"] == [{**ADA._asdict(), "parts": ["lectures"]}]
    assert len(page.all("script")) == 2


def test_it_needs_nothing_from_anywhere_and_may_ask_nothing_of_anyone() -> None:
    page = Page(text(ADA))
    addresses = [value for _, each in page.elements for name, value in each.items() if name in ("src", "href")]
    assert addresses == []
    (policy,) = [each["content"] or "" for each in page.all("meta") if "http-equiv" in each]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for tag in ("script", "style"):
        (own,) = [inside for name, attributes, inside in page.inside if name == tag and not attributes]
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert not [rule for rule in rules.values() if "unsafe" in rule or "http" in rule]


def test_everything_that_is_filled_in_has_a_label_and_news_are_told() -> None:
    page = Page(text())
    labelled = {each["for"] for each in page.all("label")}
    fields = [each for tag in ("input", "select") for each in page.all(tag)]
    assert fields
    assert {each["id"] for each in fields} == labelled
    assert page.all("html") == [{"lang": "en"}]
    assert {"status", "alert"} <= {each.get("role") for each in page.all("p")}
    assert all(each.get("tabindex") is None for _, each in page.elements), "the order of the page is that of the keys"


def test_the_scripts_say_what_the_lead_takes() -> None:
    """The names of fields stand in two languages; here they are held against each other."""
    from kith_contracts.events.check_in import ArrivalMark, CheckIn, WalkIn

    script = text()
    for model, start in ((ArrivalMark, "marks.push({"), (WalkIn, "walkIns.push({ walk_in"), (CheckIn, "stringify({")):
        written = re.search(re.escape(start) + r"(.*?)\}", script, re.DOTALL)
        assert written
        names = set(re.findall(r"\w+", re.sub(r":[^,]*", "", written[0].partition("{")[2])))
        assert names == set(model.model_fields), model


def test_the_page_finds_names_as_the_lead_does() -> None:
    """The letters that are typed plainly stand in two languages; here they are held against each other."""
    (table,) = re.findall(r"const BARE = \{(.*?)\}", text())
    here = {ord(one): plain for one, plain in re.findall(r'"(.)": "(\w+)"', table)}
    assert here == {**BARE, ord("ß"): "ss"}
    assert r'normalize("NFKD").replace(/\p{M}/gu, "")' in text()


def test_a_closed_part_is_not_on_the_page() -> None:
    assert '"circle"' not in text(ADA)
    assert '"lectures"' in text(ADA)
