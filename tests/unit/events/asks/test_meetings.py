"""Templates for the year of a network, played: a general meeting, a yearly return, a network that sees its own mix."""

import pytest
from support.events.circle import Circle, by_body, who
from support.events.practices import built_in
from support.events.votes import all_vote, entry

from kith_commons.asks.practice import fault
from kith_contracts.events.asks import AskPut
from kith_contracts.events.practice import Reply
from kith_contracts.events.results import Figure


def figures(found: list[Figure], question: str) -> dict[str, str]:
    return {each.choice: each.count for each in found if each.question == question}


@pytest.mark.parametrize("name", ["general-meeting", "yearly-return", "mix"])
def test_each_can_be_started(name: str) -> None:
    assert fault(built_in(name), []) is None


# A general meeting


def meeting() -> Circle:
    """Two motions; two candidates for the chair, none for treasurer, four for three seats on the committee."""
    circle = Circle("iop", "bcs", people=6)
    circle.start(built_in("general-meeting"))
    for number, title in enumerate(("A crèche at each event", "Fees are doubled")):
        circle.person_answers("iop", number, "motions", entry("motion", title))
    circle.close("motions")
    for number, name in enumerate(("Ada", "Grace")):
        circle.person_answers("bcs", number, "for-chair", entry("candidate", name))
    circle.close("for-chair")
    circle.close("for-treasurer")
    for number, name in enumerate(("Mary", "Hedy", "Joan", "Emmy")):
        circle.person_answers("bcs", number, "for-committee", entry("candidate", name))
    circle.close("for-committee")
    return circle


def test_a_motion_is_carried_by_more_than_half_of_all_who_vote() -> None:
    circle = meeting()
    creche, fees = (circle.entry("motions", title) for title in ("A crèche at each event", "Fees are doubled"))
    all_vote(circle, "vote", "support", [creche], [creche, fees], [])
    outcome = circle.outcome("vote")
    assert outcome.winners == [creche], "two thirds, and not the third of the other"
    assert outcome.answers == "hidden to protect others", "four have voted for the other"
    assert circle.answered("iop", 0, "motions").status == "accepted"
    assert circle.answered("iop", 1, "motions").status == "declined"


def test_half_of_the_votes_carry_nothing() -> None:
    circle = meeting()
    creche = circle.entry("motions", "A crèche at each event")
    all_vote(circle, "vote", "support", [creche], [])
    assert circle.outcome("vote").winners == []


def test_several_offices_are_filled_each_by_its_own_secret_ballot_and_one_without_candidates_is_left_out() -> None:
    circle = meeting()
    all_vote(circle, "vote", "support", [])
    ada, grace = (circle.entry("for-chair", name) for name in ("Ada", "Grace"))
    all_vote(circle, "chair", "vote", [ada], [ada], [grace])
    assert circle.outcome("chair").winners == [ada]
    assert "ask/iop/returning-to-work/prize/treasurer" not in circle.nodes["iop"].states
    mary, hedy, joan, emmy = (circle.entry("for-committee", name) for name in ("Mary", "Hedy", "Joan", "Emmy"))
    too_many = circle.by_person("bcs", 0, "committee", Reply(question="vote", chosen=[mary, hedy, joan, emmy]))
    assert circle.refusal("bcs", too_many) == ("too-many-chosen", "replies.0.chosen")
    all_vote(circle, "committee", "vote", [mary, hedy, joan], [mary, hedy, joan], [emmy])
    assert set(circle.outcome("committee").winners) == {mary, hedy, joan}
    assert circle.answered("bcs", 3, "for-committee").status == "declined"
    assert {each.visibility for each in built_in("general-meeting").steps if each.takes} == {"secret"}
    assert not circle.refused


def test_without_a_quorum_nobody_is_elected_and_the_meeting_goes_on() -> None:
    circle = meeting()
    circle.close("vote")
    ada = circle.entry("for-chair", "Ada")
    for number in range(6):
        circle.person_answers("iop", number, "chair", Reply(question="vote", chosen=[ada]))
    circle.close("chair")
    assert (circle.outcome("chair").code, circle.outcome("chair").winners) == ("too-few-answers", [])
    assert circle.seen("bcs", "committee").put.stage == "open"


# A yearly return


def test_each_organisation_returns_by_name_and_all_read_how_the_work_is_spread() -> None:
    circle = Circle("iop", "bcs", "ni")
    circle.start(built_in("yearly-return"))
    for body, hours, load in (("iop", "under-10", 4), ("bcs", "over-20", 1)):
        circle.body_answers(
            body,
            "return",
            Reply(question="events", chosen=["few"]),
            Reply(question="offices", chosen=["most"]),
            Reply(question="hours", chosen=[hours]),
            Reply(question="load", scores={"load": load}),
            Reply(question="went-well", text="The series."),
        )
    missing = by_body("return", Reply(question="events", chosen=["few"]))
    assert circle.refusal("ni", missing) == ("reply-missing", "replies")
    circle.close("return")
    outcome = circle.seen("ni", "return").put.outcome
    assert outcome
    assert {each.choice: each.bodies for each in outcome.figures if each.question == "hours" and each.bodies} == {
        "under-10": ["iop"],
        "over-20": ["bcs"],
    }
    assert {each.mean for each in outcome.figures if each.question == "load"} == {"2.50"}
    assert outcome.answers == "2"


# A network and its own mix


def mixed(people: int) -> Circle:
    """So many of IOP's network say who they are: all but three in the middle, and nobody leads."""
    circle = Circle("iop", "bcs", people=people)
    circle.start(built_in("mix"), bodies=["iop"], networks=["iop/forum"])
    for number in range(people):
        stage = Reply(question="stage", chosen=["starting" if number < 3 else "middle"])
        circle.person_answers("iop", number, "mix", stage, Reply(question="care", yes=number < 7))
    circle.close("mix")
    return circle


def test_a_network_sees_its_own_mix_and_never_a_small_number() -> None:
    found = mixed(16).outcome("mix")
    assert found.answers == "5 or more", "beside the three it would tell how many all others are"
    assert figures(found.figures, "stage") == {
        "starting": "fewer than 5",
        "middle": "15",
        "leading": "0",
        "back": "0",
    }
    assert figures(found.figures, "care") == {"yes": "5", "no": "10"}


def test_nobody_else_is_asked_or_hears_of_it() -> None:
    circle = mixed(16)
    assert {to for to, message in circle.said if isinstance(message, AskPut)} == {"iop"}
    assert not any(who("iop", 0) in each for each in circle.abroad())
    stranger = circle.by_person("bcs", 0, "mix", Reply(question="care", yes=True))
    assert circle.refusal("bcs", stranger)[0] == "ask-unknown"


def test_of_fewer_than_ten_it_sees_nothing() -> None:
    found = mixed(9).outcome("mix")
    assert (found.code, found.figures) == ("too-few-answers", [])
