"""How a practice begins, and how its key ends."""

from datetime import timedelta
from typing import Any

import pytest
from support.events.circle import CLUB, Circle
from support.events.practices import BALLOT, balloting, given, step, template, vote
from support.events.scenes import EVENT, lead

from kith_contracts.events.asks import CloseAsk, ClosePractice, StartPractice
from kith_events.asks.practice import Asked, Practice


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"subject": "bcs/day"}, ("not-our-event", "subject")),
        ({"bodies": ["bcs", "nobody"]}, ("body-unknown", "bodies.1")),
        ({"jury": ["nobody"]}, ("body-unknown", "jury.0")),
        ({"bodies": []}, ("bodies-missing", "bodies")),
        ({"networks": []}, ("networks-missing", "networks")),
        ({"parts": ["lunch"]}, ("part-unknown", "parts.0")),
        ({"template": template({**BALLOT, "who": "attending"})}, ("event-unknown", "subject")),
        ({"template": template()}, ("steps-missing", "template.steps")),
    ],
)
def test_a_practice_that_asks_nobody_is_refused(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    node = lead()
    fields = {
        "subject": "iop/new",
        "practice": CLUB,
        "template": template(BALLOT),
        "choices": given("ada"),
        "bodies": ["bcs"],
        "networks": ["bcs/forum"],
    }
    assert node.refusal(StartPractice(**{**fields, **changes})) == refused


def test_a_name_is_used_once() -> None:
    circle = balloting()
    again = StartPractice(subject=EVENT, practice=CLUB, template=template(BALLOT), choices=given("a"), bodies=["bcs"])
    assert circle.refusal("iop", again.model_copy(update={"networks": ["bcs/forum"]})) == ("practice-taken", "practice")


CLOSING = ClosePractice(subject=EVENT, practice=CLUB)


def test_the_key_is_destroyed_at_the_end_and_answers_with_it() -> None:
    circle = balloting()
    practice: Practice = circle.nodes["iop"].state(Practice.at(EVENT, CLUB))
    assert practice.key == "alive"
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    closed = circle.tell("iop", CloseAsk(subject=EVENT, practice=CLUB, step="ballot", why="All have answered."))
    (due,) = closed.due
    assert (due.command, due.at) == (CLOSING, circle.now + timedelta(days=30))
    assert circle.asked("ballot").ask.over
    circle.later(days=30)
    circle.tell("iop", due.command)
    practice = circle.nodes["iop"].state(Practice.at(EVENT, CLUB))
    assert practice.key == "destroyed"


def test_the_key_is_destroyed_also_when_nobody_confirms_and_people_are_asked_no_more() -> None:
    circle = Circle("iop", "bcs")
    first = {**BALLOT, "rule": {"kind": "most", "confirm": True}}
    after = step("after", "hosts", {"kind": "text"}, {"kind": "collect"})
    circle.start(template(first, {**BALLOT, "step": "again"}, after), choices=given("ada", "grace"))
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    circle.close("ballot")
    assert circle.asked("ballot").ask.stage == "closed"
    circle.later(days=30)
    circle.tell("iop", CLOSING)
    assert circle.nodes["iop"].state(Practice.at(EVENT, CLUB)).key == "destroyed"
    circle.decide("ballot")
    assert [each.ask.step.step for each in circle.nodes["iop"].all(Asked)] == ["after", "ballot"]


def test_the_key_lives_while_a_later_step_is_open() -> None:
    circle = Circle("iop", "bcs")
    circle.start(template(BALLOT, {**BALLOT, "step": "again", "days": 60}), choices=given("ada", "grace"))
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    circle.close("ballot")
    circle.later(days=30)
    (due,) = circle.tell("iop", CLOSING).due
    assert (due.command, due.at) == (CLOSING, circle.asked("again").ask.until + timedelta(days=30))
    circle.person_answers("bcs", 0, "again", vote("ada"))
    assert circle.answered("bcs", 0, "again").status == "taken"
