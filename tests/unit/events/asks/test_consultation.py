"""An issue that members raise becomes points to which each organisation answers by name; nobody hears who raised it."""

from typing import Any

import pytest
from support.events.circle import LEAD, Circle, by_body, who
from support.events.consultation import BODIES, PICKED, position
from support.events.practices import built_in, given

from kith_commons.asks.practice import fault
from kith_contracts.events.practice import Reply, Template

CRECHE, LATE, FEES = "A crèche at each event", "No meeting after five", "Fees by income"


def raised() -> Circle:
    """Three sentences, of which two are seen by others too."""
    circle = Circle(*BODIES)
    circle.start(built_in("issue"))
    for body, number, title in (("bcs", 0, CRECHE), ("bcs", 1, LATE), ("iop", 0, FEES)):
        circle.person_answers(body, number, "issue", Reply(question="sentence", title=title))
    circle.close("issue")
    creche, late = (circle.entry("issue", title) for title in (CRECHE, LATE))
    for body in BODIES:
        for number in (0, 1):
            circle.person_answers(body, number, "seen", Reply(question="too", chosen=[creche, late]))
    circle.close("seen")
    return circle


def consulted() -> tuple[Circle, list[str]]:
    """The officer of the lead asks about two of the three."""
    circle = raised()
    points = [circle.entry("issue", title) for title in (CRECHE, FEES)]
    circle.decide("seen", winners=points, why="Hours are being looked at already.")
    return circle, points


@pytest.mark.parametrize("name", ["issue", "consultation"])
def test_each_can_be_started(name: str) -> None:
    assert fault(built_in(name), given("ramps")) is None


def test_nothing_goes_to_organisations_before_who_asks_has_picked_it_with_one_command() -> None:
    circle = raised()
    assert "ask-seen/iop/returning-to-work/prize/consultation" not in circle.nodes["ni"].states
    assert set(circle.outcome("seen").winners) == {circle.entry("issue", title) for title in (CRECHE, LATE)}
    points = [circle.entry("issue", title) for title in (CRECHE, FEES)]
    circle.decide("seen", winners=points, why="Hours are being looked at already.")
    put = circle.seen("ni", "consultation").put
    assert {(each.title, each.body) for each in put.choices} == {(CRECHE, None), (FEES, None)}
    assert (put.who, put.visibility, put.sealed_to) == ("hosts", "named", None)


def test_each_answers_each_point_by_name_and_all_read_why() -> None:
    circle, points = consulted()
    for body, options in (("iop", ("yes", "no")), ("bcs", ("yes", "partly"))):
        circle.body_answers(body, "consultation", position(points, *options))
    circle.close("consultation")
    outcome = circle.seen("ni", "consultation").put.outcome
    assert outcome
    said = {(each.choice, each.option): (each.count, each.bodies) for each in outcome.figures}
    assert said == {
        (points[0], "yes"): ("2", ["bcs", "iop"]),
        (points[0], "partly"): ("0", []),
        (points[0], "no"): ("0", []),
        (points[1], "yes"): ("0", []),
        (points[1], "partly"): ("1", ["bcs"]),
        (points[1], "no"): ("1", ["iop"]),
    }
    assert {(each.body, each.option, each.why) for each in outcome.reasons} == {
        ("bcs", "partly", PICKED["partly"]),
        ("iop", "no", PICKED["no"]),
    }
    assert (outcome.answers, outcome.winners) == ("2", [])


def test_who_raised_a_point_hears_at_home_what_organisations_say_and_nobody_learns_who_it_was() -> None:
    circle, points = consulted()
    declined = circle.answered("bcs", 1, "issue")
    assert (declined.status, declined.sentence) == ("declined", "Hours are being looked at already.")
    assert circle.answered("bcs", 0, "issue").status == "taken", "it has gone on, and is not answered yet"
    for body, options in (("iop", ("yes", "no")), ("ni", ("partly", "no"))):
        circle.body_answers(body, "consultation", position(points, *options))
    circle.close("consultation")
    told = circle.answered("bcs", 0, "issue")
    assert (told.status, told.sentence) == ("accepted", "yes 1, partly 1, no 0")
    assert circle.answered("iop", 0, "issue").sentence == "yes 0, partly 0, no 2"
    alias = told.pseudonym
    assert not [each for each in circle.abroad() if any(who(body, n) in each for body in BODIES for n in range(3))]
    assert {to for to, each in circle.said if alias in each.model_dump_json()} == {LEAD, "bcs"}


@pytest.mark.parametrize(
    ("reply", "wrong"),
    [
        (lambda points: position(points[:1], "yes"), ("reply-missing", "replies.0.picked")),
        (lambda points: position(points, "yes", "no", why={}), ("why-missing", "replies.0.why")),
        (lambda points: position(points, "yes", "maybe", why={}), ("option-unknown", "replies.0.picked")),
        (lambda points: position([*points, "another"], "yes", "yes", "yes"), ("choice-unknown", "replies.0.picked")),
        (lambda points: position(points, "yes", "yes", why={"another": "So."}), ("choice-unknown", "replies.0.picked")),
        (lambda points: position(points, "yes", "yes", text="Yes."), ("reply-of-other-kind", "replies.0.text")),
        (lambda _: Reply(question="answer", chosen=["yes"]), ("reply-of-other-kind", "replies.0.chosen")),
    ],
)
def test_an_answer_that_leaves_a_point_or_a_reason_out_is_refused_at_home(reply: Any, wrong: tuple[str, str]) -> None:
    circle, points = consulted()
    assert circle.refusal("bcs", by_body("consultation", reply(points))) == wrong


def test_a_consultation_on_points_that_are_given_needs_no_issue() -> None:
    circle = Circle("iop", "bcs")
    circle.start(built_in("consultation"), choices=given("ramps", "captions"))
    circle.body_answers("bcs", "consultation", position(["ramps", "captions"], "yes", "no"))
    circle.close("consultation")
    assert [(each.choice, each.why) for each in circle.outcome("consultation").reasons] == [("captions", PICKED["no"])]


def wrong(**changes: Any) -> tuple[str, str]:
    step = built_in("consultation").steps[0].model_dump()
    step["questions"][0] |= changes.pop("question", {})
    found = fault(Template(title="Wrong", steps=[{**step, **changes}]), given("ramps"))
    assert found
    return found.code, found.field


def test_where_points_may_be_left_out_a_reason_still_needs_its_answer() -> None:
    step = built_in("consultation").steps[0].model_dump()
    step["questions"][0]["needed"] = False
    circle = Circle("iop", "bcs")
    circle.start(Template(title="What you like", steps=[step]), choices=given("ramps", "captions"))
    bare = Reply(question="answer", picked={"ramps": "yes"}, why={"captions": "There are none."})
    assert circle.refusal("bcs", by_body("consultation", bare)) == ("reply-missing", "replies.0.picked")
    circle.body_answers("bcs", "consultation", position(["ramps"], "no"))
    circle.close("consultation")
    assert [(each.choice, each.option) for each in circle.outcome("consultation").reasons] == [("ramps", "no")]


def test_a_question_for_each_choice_needs_choices_and_options() -> None:
    field = "template.steps.0.questions.0"
    assert wrong(question={"options": {}, "why_for": []}) == ("options-missing", f"{field}.options")
    assert wrong(takes=None) == ("options-missing", f"{field}.options")
    assert wrong(question={"why_for": ["never"]}) == ("option-unknown", f"{field}.why_for")
    assert wrong(rule={"kind": "most"}) == ("rule-of-other-kind", "template.steps.0.rule.kind")


def test_of_people_small_numbers_of_each_option_are_hidden_and_no_reason_is_told() -> None:
    circle = Circle("iop", "bcs", people=8)
    step = {**built_in("consultation").steps[0].model_dump(), "who": "members", "visibility": "asker"}
    circle.start(Template(title="What do you think?", steps=[step]), choices=given("ramps"))
    for number in range(8):
        circle.person_answers("bcs", number, "consultation", position(["ramps"], "no" if number < 2 else "yes"))
    circle.close("consultation")
    outcome = circle.outcome("consultation")
    assert outcome.reasons == []
    assert {each.option: each.count for each in outcome.figures} == {
        "yes": "5",
        "partly": "0",
        "no": "fewer than 5",
    }
