"""What a party is asked again: which of its acceptances are gone, and what is otherwise since they held."""

from typing import Any

from support.events.party import answer, proposal, received
from support.events.scenes import BEHALVES, EVENT, blocks, parties, seats, terms
from support.events.texts import page
from support.speaking import Node

from kith_contracts.events.agreements import AgreementStatusChanged, WithdrawAgreement
from kith_contracts.events.terms import EventTerms, Party
from kith_events.agreements.versions import KEPT

MORE = Party(body="bcs", networks=["bcs/womens-forum"], cash_percent=45)
LESS = Party(body="iop", networks=["iop/women-in-physics"], cash_percent=55)


def agreed(text: EventTerms | None = None, body: str = "bcs") -> Node:
    """A party that has accepted, twice."""
    node = received(text or terms(), body)
    for behalf in BEHALVES:
        node.hear(answer(text or terms(), behalf))
    return node


def amend(node: Node, version: int, **changes: Any) -> EventTerms:
    text = terms(version, **changes)
    node.hear(proposal(text), "iop")
    return text


async def reopened(node: Node) -> list[tuple[str, int, list[str] | None]]:
    """On whose behalf, up to which version it held, and which clauses."""
    found = (await page(node, f"agreements/{EVENT}"))["reopened"]
    clauses = [each["changes"] and [one["clause"] for one in each["changes"]] for each in found]
    return [(each["on_behalf"], each["version"], named) for each, named in zip(found, clauses, strict=True)]


async def test_who_has_said_yes_to_what_it_says_is_asked_nothing_again() -> None:
    assert await reopened(received(terms())) == [], "nor who has never accepted"
    assert await reopened(agreed()) == []


async def test_a_changed_share_asks_for_the_yes_of_the_body_again_and_says_what_it_was() -> None:
    node = agreed()
    text = amend(node, 2, parties=parties(MORE, LESS))
    assert await reopened(node) == [("body", 1, ["share of bcs"])]
    (change,) = (await page(node, f"agreements/{EVENT}"))["reopened"][0]["changes"]
    assert change["old"].startswith("40 % in cash")
    assert change["new"].startswith("45 % in cash")
    node.hear(answer(text, "body"))
    assert await reopened(node) == []


async def test_a_no_is_a_yes_that_is_missing() -> None:
    node = agreed()
    text = amend(node, 2, parties=parties(MORE, LESS))
    node.hear(answer(text, "body", "declined"))
    assert await reopened(node) == [("body", 1, ["share of bcs"])]


async def test_what_changes_for_others_is_not_in_it() -> None:
    node = agreed()
    amend(node, 2, seats=[seats(bcs=1, ni=2), blocks()])
    assert await reopened(node) == []
    amend(node, 3, seats=[seats(bcs=2, ni=2), blocks()])
    assert await reopened(node) == [("network", 2, ["seats of bcs"])], "it held up to the second text"


async def test_a_yes_that_fell_is_asked_for_though_all_is_as_it_was() -> None:
    node = agreed()
    amend(node, 2, parties=parties(MORE, LESS))
    amend(node, 3)
    assert await reopened(node) == [("body", 1, [])]


async def test_it_is_said_for_each_behalf_by_itself() -> None:
    node = agreed()
    amend(node, 2, cost_pence=95_000, plan={"summary": "A day"})
    assert [(behalf, clauses) for behalf, _, clauses in await reopened(node)] == [
        ("body", ["cost"]),
        ("network", ["plan"]),
    ]


async def test_the_text_of_long_ago_is_kept_no_more_and_that_is_said() -> None:
    node = agreed()
    amend(node, 2, parties=parties(MORE, LESS))
    amend(node, KEPT + 1, parties=parties(MORE, LESS))
    assert await reopened(node) == [("body", 1, None)]
    steady = agreed()
    for version in range(2, KEPT + 2):
        amend(steady, version)
    amend(steady, KEPT + 2, parties=parties(MORE, LESS))
    assert await reopened(steady) == [("body", KEPT + 1, ["share of bcs"])]


async def test_who_has_left_or_whose_event_is_over_is_asked_nothing() -> None:
    node = agreed()
    amend(node, 2, parties=parties(MORE, LESS))
    over = AgreementStatusChanged(subject=EVENT, text=2, status="withdrawn", version=9)
    node.hear(over, "iop")
    assert await reopened(node) == []
    leaving = agreed()
    leaving.hear(WithdrawAgreement(subject=EVENT))
    assert await reopened(leaving) == []
