"""A network asks its own members, whatever the template: nobody has to name them, and there is no event."""

from typing import Any

import pytest
from support.directory.networks import charter
from support.events.circle import Circle, who
from support.events.practices import built_in
from support.events.scenes import person

from kith_contracts.directory.networks import NetworkUpdated
from kith_contracts.events.answers import AnswerAsk, AnswerForBody
from kith_contracts.events.asks import AskPut, CloseAsk, DecideAsk, StartPractice
from kith_contracts.events.practice import Choice, Reply, Template
from kith_events.asks import api
from kith_events.asks.practice import Asked, Practice

FORUM = "iop/forum"
CANDIDATES = [Choice(choice=each, title=each.title()) for each in ("ada", "grace")]
ENDED = NetworkUpdated(network=FORUM, charter=charter(), status="ended", version=2)


def own() -> Circle:
    """IOP's forum, whose three members are at home there, and one person of BCS."""
    circle = Circle("iop", "bcs", people=6)
    circle.tell("iop", NetworkUpdated(network=FORUM, charter=charter(), status="active", version=1))
    return circle


def begin(name: str, **more: Any) -> StartPractice:
    return StartPractice(**{"subject": FORUM, "practice": "own", "template": built_in(name), **more})


def answered(circle: Circle, number: int, step: str, **reply: Any) -> AnswerAsk:
    replies = [Reply(**reply)]
    return AnswerAsk(person=who("iop", number), subject=FORUM, practice="own", step=step, replies=replies)


def asked(circle: Circle, step: str) -> Asked:
    found: Asked = circle.nodes["iop"].state(Asked.at(FORUM, "own", step))
    return found


def given(template: Template) -> list[Choice]:
    """What some templates need to be given."""
    if all(step.takes is None or step.takes.what != "given" for step in template.steps):
        return []
    if any(each.kind == "dates" for step in template.steps for each in step.questions):
        days = [{"starts": f"2027-05-{day}T09:00:00Z", "ends": f"2027-05-{day}T10:00:00Z"} for day in (10, 11)]
        return [Choice.model_validate({"choice": f"day-{n}", "title": "A day", **day}) for n, day in enumerate(days)]
    return CANDIDATES


@pytest.mark.parametrize("name", sorted(api.built_in()))
def test_each_practice_that_needs_no_event_runs_in_a_network(name: str) -> None:
    template, circle = built_in(name), own()
    start = begin(name, template=template.model_copy(update={"sponsor": "A member"}), choices=given(template))
    if any(step.who == "attending" for step in template.steps):
        assert circle.refusal("iop", start) == ("event-unknown", "subject")
        return
    circle.tell("iop", start)
    practice: Practice = circle.nodes["iop"].state(Practice.at(FORUM, "own"))
    assert (practice.networks, practice.bodies, practice.jury) == ([FORUM], ["iop"], ["iop"])
    assert {to for to, _ in circle.said} == {"iop"}
    assert asked(circle, template.steps[0].step).ask.stage == "open"


def test_members_elect_their_chair_and_nobody_else_has_a_vote() -> None:
    circle = own()
    template = built_in("election")
    ballot = template.steps[1].model_copy(update={"least": 3})
    circle.tell("iop", begin("election", template=template.model_copy(update={"steps": [template.steps[0], ballot]})))
    for number, title in enumerate(("Ada Example", "Grace Example")):
        circle.tell("iop", answered(circle, number, "nominations", question="candidate", title=title, text="Agreed."))
    circle.tell("iop", CloseAsk(subject=FORUM, practice="own", step="nominations", why="All have answered."))
    put = [each for _, each in circle.said if isinstance(each, AskPut)][-1]
    ada = next(each.choice for each in put.choices if each.title == "Ada Example")
    circle.nodes["iop"].hear(person(who("iop", 5), networks=["iop/another"], version=2))
    stranger = answered(circle, 5, "ballot", question="vote", chosen=[ada])
    assert circle.refusal("iop", stranger) == ("network-needed", "subject")
    for number in range(4):
        circle.tell("iop", answered(circle, number, "ballot", question="vote", chosen=[ada]))
    circle.tell("iop", CloseAsk(subject=FORUM, practice="own", step="ballot", why="All have voted."))
    outcome = asked(circle, "ballot").ask.outcome
    assert outcome
    assert outcome.winners == [ada]
    assert {to for to, _ in circle.said} == {"iop"}


def test_its_committee_judges_what_its_own_members_propose() -> None:
    circle = own()
    circle.tell("iop", begin("prize", template=built_in("prize").model_copy(update={"sponsor": "£50 from a member"})))
    circle.tell("iop", answered(circle, 0, "nominations", question="nomination", title="Looms", text="They last."))
    circle.tell("iop", CloseAsk(subject=FORUM, practice="own", step="nominations", why="All have answered."))
    for step, question in (("shortlist", "vote"), ("jury", "merit")):
        (entry,) = asked(circle, step).ask.choices
        how: dict[str, Any] = {"chosen": [entry]} if step == "shortlist" else {"scores": {entry: 5}}
        replies = [Reply(question=question, **how)]
        circle.tell("iop", AnswerForBody(subject=FORUM, practice="own", step=step, replies=replies))
        circle.tell("iop", CloseAsk(subject=FORUM, practice="own", step=step, why="All have answered."))
    circle.tell("iop", DecideAsk(subject=FORUM, practice="own", step="jury"))
    outcome = asked(circle, "jury").ask.outcome
    assert outcome
    assert outcome.winners == [entry]


def test_what_is_asked_in_a_network_ends_with_it() -> None:
    circle = own()
    circle.tell("iop", begin("issue"))
    circle.tell("iop", ENDED)
    outcome = asked(circle, "issue").ask.outcome
    assert outcome
    assert (asked(circle, "issue").ask.stage, outcome.code) == ("void", "network-ended")
    assert circle.refusal("iop", begin("mix", practice="again")) == ("network-ended", "subject")


def test_a_name_that_is_neither_event_nor_network_needs_to_be_told_who_takes_part() -> None:
    circle = own()
    unknown = begin("issue", subject="iop/nothing")
    faults = circle.nodes["iop"].faults(unknown)
    assert faults == [("bodies-missing", "bodies"), ("networks-missing", "networks")]
