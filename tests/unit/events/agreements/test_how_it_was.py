"""The hint to ask for feedback: after the end, until those who came were asked."""

from datetime import datetime, timedelta

import pytest
from support.events.scenes import DAY, EVENT, blocks, circle, event, opened, terms
from support.speaking import Node

from kith_commons.asks.ask import Ask
from kith_contracts.events.agreements import EndEvent, WithdrawAgreement
from kith_contracts.events.practice import Step
from kith_contracts.events.terms import EventTerms
from kith_events.agreements.advice import NOT_ASKED, how_it_was
from kith_events.asks.api import built_in

ENDS = DAY + timedelta(hours=8)


def ask(template: str, until: datetime = ENDS + timedelta(days=14), **changes: object) -> Ask:
    step: Step = built_in()[template].steps[0].model_copy(update=changes)
    return Ask(step=step, until=until)


def over(text: EventTerms | None = None) -> Node:
    """The lead of an event that has ended."""
    node = opened(text)
    node.hear(EndEvent(event=EVENT), now=ENDS)
    return node


def hinted(node: Node, *asks: Ask) -> bool:
    return [*how_it_was(event(node), asks)] == [NOT_ASKED]


def test_from_the_end_on_the_next_command_is_named_and_before_it_is_not() -> None:
    assert hinted(over())
    assert not hinted(opened())
    cancelled = opened()
    cancelled.hear(WithdrawAgreement(subject=EVENT))
    assert not hinted(cancelled)
    assert "start-practice" in NOT_ASKED
    assert "feedback" in built_in()


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (ask("feedback"), False),
        (ask("feedback", step="how-was-the-day", title="Tell us"), False),
        (ask("feedback", until=ENDS), True),
        (ask("focus-group"), True),
        (ask("interest"), True),
    ],
)
def test_it_goes_when_those_who_came_are_asked_after_the_end_by_whatever_template(given: Ask, left: bool) -> None:
    assert hinted(over(), given) is left
    assert hinted(over(), ask("focus-group"), given) is left


def test_of_closed_parts_alone_nobody_can_be_asked() -> None:
    assert not hinted(over(terms(parts=[circle()], seats=[blocks()])))
