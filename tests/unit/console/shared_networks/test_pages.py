"""Each page of the text on a network says what is wrong in the summary at its top, and once more at its field."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from lxml import html
from starlette.requests import Request

from kith_console.pages import Pages
from kith_console.paths import Addresses
from kith_console.proposal.shares import share_of, shares_of
from kith_console.proposal.steps import Step
from kith_console.sessions import Session
from kith_console.shared_networks.draft import Draft
from kith_console.shared_networks.figures import pool, turns
from kith_console.shared_networks.pages import NETWORKS
from kith_console.shared_networks.steps import LISTS, STEPS
from kith_console.shared_networks.text import terms_of
from kith_console.visit import Visit
from kith_console.words import Names
from kith_contracts.message import Fault

TYPED = {
    "bodies": ["iop"],
    "terms.offices.0.role": ["Chair"],
    "terms.duties.0.task": ["Write the newsletter"],
    "terms.lines.0.what_for": ["The yearly day"],
}
OF_TEXT = [(step, about.replace("*", "0")) for step in STEPS for about in step.about]
OF_SUMS = [(STEPS[-2], f"terms.parties.*.{each}") for each in ("cash_percent", "kind_percent")]
OF_ROWS = [(step, f"terms.{name}.0") for step, name in LISTS.items()]


def visit_of(*roles: str, serves: tuple[str, ...] = ()) -> Visit:
    where = {"type": "http", "method": "GET", "path": "/m/x", "query_string": b"", "server": ("kith.example", 443)}
    request = Request({**where, "scheme": "https", "headers": []})
    console = cast("Any", SimpleNamespace(addresses=Addresses(bytes(32))))
    return Visit(request, console, Session(body="bcs", roles=roles, serves=serves), "bcs", {})


def page(step: Step, faults: list[Fault]) -> Any:
    draft = Draft("d", typed=TYPED, network="parents")
    content = {
        **NETWORKS.frame(draft),
        "step": step,
        "number": 1,
        "bodies": ["bcs", "iop"],
        "others": ["iop"],
        "advice": {},
        "seen": "",
        "then": "",
        "turns": turns(draft, "bcs", 2029),
        "pool": pool(draft, "bcs"),
        "shares": shares_of(_parties(draft)),
        "share_of": lambda party, what: share_of(draft, party, what, "bcs"),
        "rows": draft.shown(LISTS[step]) if step in LISTS else [],
    }
    shown = Pages(Names()).show(
        visit_of("body-admin"), f"shared_networks/{step.name}.html", {**content, "faults": faults}, 422
    )
    return html.fromstring(bytes(shown.body))


def _parties(draft: Draft) -> Any:
    return terms_of(draft, "bcs")["parties"]


@pytest.mark.parametrize(("step", "field"), OF_TEXT + OF_SUMS + OF_ROWS, ids=lambda each: getattr(each, "name", each))
def test_a_fault_is_said_at_the_top_and_at_its_field(step: Step, field: str) -> None:
    shown = page(step, [Fault(field=field, code="invalid-field", sentence="This is wrong.")])

    assert len(shown.xpath("//div[@id='faults']//a[text()='This is wrong.']")) == 1
    assert len([each for each in shown.xpath("//p") if "This is wrong." in each.text_content()]) == 1


@pytest.mark.parametrize("step", STEPS, ids=lambda each: each.name)
def test_without_a_fault_each_name_stands_once_and_each_field_has_a_label(step: Step) -> None:
    shown = page(step, [])
    ids = shown.xpath("//@id")

    assert len(ids) == len({*ids})
    fields = shown.xpath("//main//input[not(@type='hidden')] | //main//select | //main//textarea")
    assert fields
    assert {each.get("id") for each in fields} <= {*shown.xpath("//label/@for")}


def test_an_officer_goes_on_with_a_network_that_they_serve_and_with_no_other() -> None:
    parents, none_yet = Draft("d", network="parents"), Draft("d")
    officer, elsewhere = visit_of("officer", serves=("bcs/parents",)), visit_of("officer", serves=("iop/returners",))

    assert NETWORKS.may(officer)
    assert NETWORKS.open_to(officer, parents)
    assert not NETWORKS.open_to(officer, none_yet)
    assert not NETWORKS.open_to(officer, Draft("d", network="forum"))
    assert not NETWORKS.may(elsewhere)
    assert not NETWORKS.open_to(elsewhere, parents)
    assert NETWORKS.open_to(visit_of("body-admin"), none_yet)
    assert not NETWORKS.may(visit_of("member"))
