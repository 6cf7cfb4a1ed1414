"""What is printed of a plan: read back as a browser would, for each person the seats that the plan says."""

import re
from html.parser import HTMLParser

from support.rooms import people, planned, room, someone, tables

from kith_commons.mixing.room import Table, numbered
from kith_events.mixing.page import printed


class Page(HTMLParser):
    """The cells of each section by the heading of it, and whether all that was opened is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sections: dict[str, list[str]] = {}
        self.open: list[str] = []
        self._cells: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        if tag in {"h2", "td", "strong"}:
            self._cells.append("")
        if tag == "th":
            assert dict(attrs)["scope"] in {"row", "col"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "section":
            heading, *cells = [cell for cell in self._cells if cell]
            self.sections[heading] = cells
            self._cells = []

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"h2", "td", "strong"}:
            self._cells[-1] += data


def test_each_card_and_each_list_says_what_the_plan_says() -> None:
    made = planned(room(of=people(12), at=tables(4, 4, 4), rounds=2))
    page = Page(printed(made, "A day"))
    assert page.open == []
    numbers = numbered(made)
    for one, number in numbers.items():
        assert page.sections[f"Card {number}"] == [seats[one] for seats in made.seats]
    for table in ("t0", "t1", "t2"):
        cards = [sorted(numbers[one] for one in made.table(turn, table)) for turn in range(2)]
        assert page.sections[f"Table {table}"] == [", ".join(map(str, each)) for each in cards]


def test_a_card_carries_the_code_that_the_door_shows() -> None:
    made = planned(room(of=(someone("mfrggzdfmztwq2lknnwg23tpob"), *people(2)), at=tables(4), rounds=1))
    html = printed(made, "A day")
    assert "<code>mfrggzdf</code>" in html
    assert "mfrggzdfm" not in html


def test_what_others_wrote_is_text_and_nothing_else() -> None:
    evil = "<script>alert(1)</script>&\"'"
    made = planned(room(of=(*people(3), someone(evil)), at=(Table(name=evil, seats=4),), rounds=1))
    html = printed(made, evil, '"><script>')
    assert "<script" not in html
    assert Page(html).sections[f"Table {evil}"] == ["1, 2, 3, 4"]


def test_nothing_of_what_somebody_needs_is_printed() -> None:
    host = someone("p9", table="t0", accessible=True, traits={"role": "engineer"}, languages=("cy",))
    html = printed(planned(room(of=(*people(3), host), at=tables(4, accessible=True), rounds=1)), "A day")
    assert not re.search(r"accessible|engineer|\bcy\b|iop", html)


def test_many_rounds_stay_on_their_card() -> None:
    made = planned(room(of=people(16), at=tables(*[4] * 4), rounds=12))
    html = printed(made, "A day")
    assert 'class="cards many"' in html
    assert "You meet" not in html
