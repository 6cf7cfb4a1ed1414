"""What came of an event at the lead: ticks are counted once and dropped, organisations answer, all is rounded."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from support.events.scenes import DAY, EVENT, asked, home, opened, part, pseudonym, seats, terms
from support.speaking import Node, letters, said

from kith_commons.figures import FEW, HIDDEN
from kith_contracts.erasure import ForgetPseudonym, PseudonymForgotten
from kith_contracts.events.actions import (
    ActionTicked,
    BodyAction,
    BodyActionSaid,
    BodyActionsUpdated,
    DropTicks,
    FinishBodyAction,
    SayBodyAction,
)
from kith_contracts.events.agreements import AgreementStatusChanged, EndEvent, WithdrawAgreement
from kith_contracts.events.outcomes import OutcomePublished, PublishOutcome
from kith_events.actions import lead as actions_lead
from kith_events.actions.api import overdue
from kith_events.actions.bodies import OwnPromises
from kith_events.actions.outcome import Outcome, ShownOutcome, Tick
from kith_events.actions.page import Card, answers, page
from kith_events.calendar.face import Announced

ENDS = DAY + timedelta(hours=8)
DAY_28 = datetime.fromisoformat("2027-04-09T07:30:00+00:00")
TODAY = date(2027, 3, 12)
MAY = date(2027, 5, 4)


def tick(number: int, status: Any = "said", version: int = 1, shared: str = "") -> ActionTicked:
    return ActionTicked(event=EVENT, action=pseudonym(number), status=status, shared=shared, version=version)


def lead(people: int = 0) -> Node:
    node = opened(terms(parts=[part(capacity=40)], seats=[seats(pool=40)]))
    for number in range(people):
        node.hear(tick(number), "bcs" if number % 2 else "ni")
    return node


def ended(node: Node) -> OutcomePublished:
    says = said(node.hear(EndEvent(event=EVENT), now=ENDS), PublishOutcome)
    (card,) = said(node.hear(says[0], now=ENDS), OutcomePublished)
    assert isinstance(card, OutcomePublished)
    return card


def account(node: Node) -> OutcomePublished:
    (told,) = said(node.hear(PublishOutcome(event=EVENT, account=True), now=DAY_28), OutcomePublished)
    assert isinstance(told, OutcomePublished)
    return told


def body_action(body: str = "bcs", number: int = 1, **changes: Any) -> BodyAction:
    fields = {"text": "Answer three questions.", "by": MAY, "status": "said"}
    return BodyAction(body=body, number=number, **{**fields, **changes})


# People


def test_where_each_body_has_enough_who_did_it_and_who_did_not_the_account_is_rounded() -> None:
    node = lead(24)
    for number in range(12):
        node.hear(tick(number, "done", 2), "bcs" if number % 2 else "ni")
    ended(node)
    told = account(node)
    assert told.people
    assert told.people.model_dump() == {"said": "25", "done": "10"}


def test_on_day_28_it_is_told_what_was_said_and_done_and_no_single_tick_is_kept() -> None:
    node = lead(14)
    for number in range(9):
        node.hear(tick(number, "done", 2), "bcs" if number % 2 else "ni")
    (card,) = [ended(node)]
    assert card.people is None
    told = account(node)
    assert told.people
    assert told.people.model_dump() == {"said": "5 or more", "done": "5 or more"}, "four of bcs have done it"
    assert node.all(Outcome)[0].published == told
    assert not node.hear(PublishOutcome(event=EVENT, account=True), now=DAY_28).says, "once"
    node.hear(tick(99), "bcs")
    assert not [each for each in node.all(Tick) if each.action == pseudonym(99)], "it comes too late"


def test_the_account_falls_due_on_the_morning_of_day_28_and_drops_the_ticks() -> None:
    node = lead(6)
    (first,) = said(node.hear(EndEvent(event=EVENT), now=ENDS), PublishOutcome)
    (due,) = node.hear(first, now=ENDS).due
    assert due.at == DAY_28
    for drop in said(node.hear(due.command, now=DAY_28), DropTicks):
        node.hear(drop)
    assert not node.all(Tick)


def test_whoever_asks_for_the_account_before_its_day_gets_none_and_it_still_comes() -> None:
    node = lead(6)
    ended(node)
    early = node.hear(PublishOutcome(event=EVENT, account=True), now=ENDS)
    assert not early.says
    assert [each.at for each in early.due] == [DAY_28]
    assert node.all(Outcome)[0].published.people is None
    assert account(node).people


@pytest.mark.parametrize("people", range(5))
def test_few_are_never_counted_in_public(people: int) -> None:
    node = lead(people)
    ended(node)
    told = account(node).people
    assert told
    assert (told.said, told.done) == ((FEW, HIDDEN) if people else ("0", "0"))


def test_the_newest_tick_counts_of_its_own_home_alone() -> None:
    node = lead()
    node.hear(tick(1, "done", 2), "bcs")
    node.hear(tick(1, "said", 1), "bcs")
    node.hear(tick(1, "not-done", 3), "ni")
    node.hear(tick(2), "rsc")
    assert [(each.body, each.status) for each in node.all(Tick)] == [("bcs", "done")]
    node.hear(tick(1, "withdrawn", 3), "bcs")
    assert not node.all(Tick)


def test_who_is_forgotten_is_counted_no_more_and_does_not_come_back() -> None:
    node = lead(1)
    ask = ForgetPseudonym(subject=EVENT, pseudonym=pseudonym(0), parts=[])
    assert said(node.hear(ask, "bcs"), PseudonymForgotten)[0].deleted == []
    assert node.all(Tick), "nobody makes the lead forget another's people"
    assert said(node.hear(ask, "ni"), PseudonymForgotten)[0].deleted == ["actions"]
    node.hear(tick(0, "done", 2), "ni")
    assert not node.all(Tick)


# Organisations


def party() -> Node:
    """A party that has heard that the agreement stands."""
    node = home("bcs")
    node.hear(AgreementStatusChanged(subject=EVENT, text=1, status="active", version=9), "iop")
    return node


def test_an_organisation_says_it_and_all_parties_hear_it() -> None:
    bcs = party()
    said_at_home = bcs.hear(SayBodyAction(event=EVENT, number=1, text="Answer three questions.", by=MAY))
    assert said(said_at_home, BodyActionSaid) == [BodyActionSaid(event=EVENT, action=body_action(), version=1)]
    node = lead()
    told = letters(node.hear(BodyActionSaid(event=EVENT, action=body_action(), version=1), "bcs"))
    assert {letter.to for letter in told} == {"iop", "bcs", "ni"}
    (fact,) = {letter.message.model_dump_json() for letter in told}
    bcs.hear(BodyActionsUpdated.model_validate_json(fact), "iop")
    assert bcs.state(OwnPromises.at(EVENT)).all == (body_action(),)


def test_an_organisation_reads_its_own_word_before_the_lead_has_told_it_to_all() -> None:
    bcs = party()
    bcs.hear(SayBodyAction(event=EVENT, number=1, text="Answer three questions.", by=MAY))
    bcs.hear(BodyActionsUpdated(event=EVENT, actions=[body_action(), body_action("ni")], version=1), "iop")
    bcs.hear(FinishBodyAction(event=EVENT, number=1, outcome="done"))
    bcs.hear(SayBodyAction(event=EVENT, number=2, text="Open the hall.", by=MAY))
    assert bcs.state(OwnPromises.at(EVENT)).said("bcs") == [
        body_action(status="done"),
        body_action(number=2, text="Open the hall."),
        body_action("ni"),
    ]


def test_nobody_speaks_for_another_and_an_older_word_changes_nothing() -> None:
    node = lead()
    assert not node.hear(BodyActionSaid(event=EVENT, action=body_action("ni"), version=1), "bcs").says
    assert not node.hear(BodyActionSaid(event=EVENT, action=body_action("rsc"), version=1), "rsc").says
    node.hear(BodyActionSaid(event=EVENT, action=body_action(status="done"), version=2), "bcs")
    assert not node.hear(BodyActionSaid(event=EVENT, action=body_action(), version=1), "bcs").says


def test_an_answer_after_the_account_is_told_and_the_figures_stay() -> None:
    node = lead(7)
    node.hear(BodyActionSaid(event=EVENT, action=body_action(), version=1), "bcs")
    ended(node)
    before = account(node)
    decision = node.hear(BodyActionSaid(event=EVENT, action=body_action(status="done"), version=2), "bcs")
    (after,) = said(decision, OutcomePublished)
    assert after.bodies[0].status == "done"
    assert (after.people, after.version) == (before.people, before.version + 1)


def test_finishing_needs_an_action_and_a_party() -> None:
    node = home()
    finish = FinishBodyAction(event=EVENT, number=1, outcome="done")
    assert party().refusal(finish) == ("action-unknown", "number")
    assert node.refusal(finish) == ("event-not-open", "event")
    assert node.refusal(FinishBodyAction(event="iop/other", number=1, outcome="done")) == ("agreement-unknown", "event")


def test_overdue_is_when_the_day_is_over_without_an_answer() -> None:
    assert not overdue(body_action(), MAY)
    assert overdue(body_action(), MAY + timedelta(days=1))
    assert not overdue(body_action(status="not-done", why="No."), MAY + timedelta(days=1))


# The card


def test_places_are_rounded_and_a_closed_part_has_no_figure() -> None:
    node = lead()
    assert asked(node, "bcs", *range(200, 212)) == ["granted"] * 12
    assert [each.model_dump() for each in ended(node).places] == [{"part": "lectures", "places": "10"}]


def test_every_node_keeps_the_newest_card() -> None:
    node = home()
    for version in (2, 1):
        node.hear(OutcomePublished(event=EVENT, version=version), "iop")
    assert node.state(ShownOutcome.at(EVENT)).published.version == 2


def test_the_page_says_who_has_not_answered_and_escapes_what_others_wrote() -> None:
    announced = home().state(Announced.at(EVENT))
    bodies = [body_action(text="<script>x</script>"), body_action("ni", status="not-done", why="No <b>time</b>.")]
    outcome = OutcomePublished(event=EVENT, bodies=bodies, shared=["A & B"], version=1)
    html = page(Card(announced, outcome, {"bcs": "BCS & Co"}, MAY + timedelta(days=1)))
    assert "BCS &amp; Co hasn&#39;t answered yet (due 4 May)" in html
    assert "<script" not in html
    assert "Not done: No &lt;b&gt;time&lt;/b&gt;." in html
    assert '<html lang="en">' in html
    assert "1 organisation has answered, 1 has not yet." in html
    assert "28 days after the event" in html
    assert "A &amp; B" not in html, "nothing of people before the account"


def test_answers_are_counted_by_organisation() -> None:
    actions = [body_action("bcs", 1, status="done"), body_action("bcs", 2), body_action("ni", status="done")]
    assert answers(actions) == "1 organisation has answered, 1 has not yet."
    assert answers(actions[:1]) == "1 organisation has answered."


def test_no_more_are_kept_than_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions_lead, "MOST", 3)
    node = lead(5)
    assert len(node.all(Tick)) == 3
    node.hear(tick(0, "withdrawn", 2), "ni")
    node.hear(tick(7), "bcs")
    assert len(node.all(Tick)) == 3


def test_an_event_that_is_called_off_has_no_account_and_keeps_no_action() -> None:
    node = lead(6)
    (over,) = said(node.hear(WithdrawAgreement(subject=EVENT)), PublishOutcome)
    decision = node.hear(over)
    assert not said(decision, OutcomePublished)
    for drop in said(decision, DropTicks):
        node.hear(drop)
    node.hear(tick(8), "bcs")
    assert not node.all(Tick)
