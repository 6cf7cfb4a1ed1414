"""Advice beside a draft, a proposal and a hold, for everyone who may read it: words, and what else is on. It blocks
nothing.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.councils import calendar
from support.events.readers import running, told
from support.events.scenes import DAY, EVENT, event, lead, opened, proposed, terms
from support.events.texts import page
from support.speaking import Node

from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.agreements import AgreementProposed, DraftAgreement
from kith_contracts.events.holds import Held
from kith_contracts.events.programme import SetWording
from kith_contracts.events.terms import EventTerms, Sponsor
from kith_events.agreements.api import MOST_TEXTS
from kith_events.agreements.api_advice import beside
from kith_events.dates.api import what_is_on
from kith_events.dates.clashes import clashes_of_hold, slot_of
from kith_events.dates.holds import Hold
from kith_events.event.party import Proposal
from kith_events.handlers import HANDLERS

EASTER = datetime(2027, 3, 28, 10, tzinfo=UTC)
"""A Sunday."""
SOON = timedelta(hours=2)


def wanting() -> EventTerms:
    """A text with a word that leaves people out in what everyone will read, and another beside it."""
    thanks = Sponsor(name="Acme", what_for="lunch", shown="The chairman of Acme thanks you")
    return terms(plan={"summary": "Welcome, ladies"}, sponsors=[thanks])


def party(text: EventTerms, body: str = "bcs") -> Node:
    node = Node(HANDLERS, body)
    node.hear(AgreementProposed(subject=EVENT, terms=text, hash=hash_of(text)), "iop")
    return node


def keep(node: Node, name: str, held: Held) -> None:
    """This date is held, whatever the clock says."""
    hold = Hold(hold=name, held=held, until=datetime.max.replace(tzinfo=UTC), version=1)
    node.states |= {hold.path: hold}


def proposal(node: Node) -> Proposal:
    found: Proposal = node.state(Proposal.at(EVENT))
    return found


async def test_the_lead_reads_it_beside_a_draft_and_each_party_beside_the_proposal() -> None:
    drafting = lead()
    drafting.hear(DraftAgreement(subject=EVENT, terms=wanting()))
    advice = await told(drafting, event(drafting))
    assert [each.where for each in advice.wording] == ["summary", "sponsors/0/shown"]
    asked = party(wanting())
    assert (await told(asked, proposal(asked))).wording == advice.wording


async def test_each_body_reads_it_by_its_own_list() -> None:
    asked = party(wanting())
    asked.hear(SetWording(body="bcs", without=["ladies", "chairman"]))
    assert not (await told(asked, proposal(asked))).wording


async def test_a_party_is_warned_of_days_and_of_dates_that_others_let_it_know_of() -> None:
    asked = party(terms())
    held = Held(starts=DAY, ends=DAY + SOON, zone="Europe/London", strand="careers")
    keep(asked, "ni/spring", held)
    keep(asked, "iop/own", held)
    clashes = (await told(asked, proposal(asked))).clashes
    assert [each.name for each in clashes if each.kind == "hold"] == ["ni/spring"], "the lead holds its own date for it"


async def test_a_draft_and_a_proposal_and_a_hold_have_school_holidays_beside_them(tmp_path: Path) -> None:
    week = "SUMMARY:Half term|DTSTART;VALUE=DATE:20270308|DTEND;VALUE=DATE:20270313"
    (tmp_path / "leeds.ics").write_bytes(calendar(week))
    asked, drafts = party(terms()), proposed(terms())
    for node, of in ((asked, proposal(asked)), (drafts, event(drafts))):
        clashes = (await beside(running(node, tmp_path), [of]))[EVENT].clashes
        assert [each.name for each in clashes if each.kind == "school"] == ["Half term (Leeds)"]
    keep(asked, "ni/spring", Held(starts=DAY, ends=DAY + SOON, zone="Europe/London"))
    (held,) = asked.all(Hold)
    what = await what_is_on(running(asked, tmp_path), [slot_of(held)], [])
    assert [each.name for each in clashes_of_hold(held, what) if each.kind == "school"] == ["Half term (Leeds)"]


async def test_once_all_have_said_yes_nobody_is_warned_of_the_day_any_more() -> None:
    waiting, agreed = proposed(terms()), opened(terms())
    held = Held(starts=DAY, ends=DAY + SOON, zone="Europe/London")
    for node in (waiting, agreed):
        keep(node, "ni/spring", held)
    assert (await told(waiting, event(waiting))).clashes
    assert not (await told(agreed, event(agreed))).clashes


async def test_it_stands_on_the_page_of_an_agreement_and_the_list_of_all_is_short() -> None:
    asked = party(wanting())
    whole = await page(asked, f"agreements/{EVENT}")
    assert [each["check"] for each in whole["wording"]] == ["wording", "wording"]
    assert {"hints", "clashes"} <= set(whole)
    (line,) = await page(asked, "agreements")
    assert {name: line[name] for name in ("subject", "status", "hash", "answers", "missing")} == {
        name: whole[name] for name in ("subject", "status", "hash", "answers", "missing")
    }
    assert (line["title"], line["version"]) == ("Returning to work", 1)
    assert not {"terms", "wording", "hints", "clashes"} & set(line), "no text, and no advice"
    with pytest.raises(AssertionError, match="less_than_equal"):
        await page(asked, f"agreements?most={MOST_TEXTS + 1}")


@pytest.mark.parametrize("body", ["iop", "bcs"])
async def test_a_hold_has_it_for_who_holds_the_date_and_for_who_was_let_know(body: str) -> None:
    node = Node(HANDLERS, body)
    held = Held(starts=EASTER, ends=EASTER + SOON, zone="Europe/London", strand="An evening for ladies")
    keep(node, "iop/spring", held)
    other = held.model_copy(update={"strand": "careers"})
    keep(node, "rsc/spring", other)
    one, two = await page(node, "holds")
    assert [each["where"] for each in one["wording"]] == ["held/strand"]
    assert not two["wording"]
    assert [each["name"] for each in one["clashes"]][:2] == ["rsc/spring", "Easter"]
    assert one["at_once"] == ["rsc/spring"]
