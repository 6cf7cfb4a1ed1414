"""The templates that come with Kith, played."""

import pytest
from support.events.circle import Circle, who
from support.events.practices import built_in, seated
from support.events.scenes import EVENT

from kith_commons.asks.practice import fault
from kith_contracts.events.practice import Choice, Reply
from kith_events.asks.ask_copy import AskSeen
from kith_events.places.registration import pseudonym

HEARD = Reply(question="heard", scores={"heard": 5})


@pytest.mark.parametrize("name", ["date", "election", "abstracts", "focus-group", "feedback", "interest"])
def test_each_template_that_comes_with_it_can_be_started(name: str) -> None:
    day = {"starts": "2027-03-12T09:00:00Z", "ends": "2027-03-12T10:00:00Z"}
    choices = [Choice(choice="one", title="One", **day)] if name == "date" else []
    assert fault(built_in(name), choices) is None


def test_who_has_a_place_in_an_open_part_is_asked_for_feedback_and_nobody_of_a_closed_one() -> None:
    circle = Circle("iop", "bcs")
    circle.start(built_in("feedback"))
    circle.granted("bcs", 1)
    node = circle.nodes["bcs"]
    for number, part in enumerate(("lectures", "circle")):
        seated(circle, "bcs", number, part)
    heard = [circle.by_person("bcs", number, "feedback", HEARD) for number in range(2)]
    circle.tell("bcs", heard[0])
    assert circle.answered("bcs", 0, "feedback").status == "taken"
    assert pseudonym(node.keyed, who("bcs", 0), EVENT) not in "".join(circle.abroad())
    assert circle.refusal("bcs", heard[1]) == ("place-needed", "subject")


def test_an_election_is_secret_needs_its_quorum_and_lists_who_is_elected() -> None:
    circle = Circle("iop", "bcs", people=6)
    circle.start(built_in("election"))
    for body, name in (("iop", "Ada"), ("bcs", "Grace")):
        circle.person_answers(body, 0, "nominations", Reply(question="candidate", title=name))
    circle.close("nominations")
    grace = circle.entry("nominations", "Grace")
    for body in ("iop", "bcs"):
        for number in range(6):
            circle.person_answers(body, number, "ballot", Reply(question="vote", chosen=[grace]))
    circle.close("ballot")
    assert circle.outcome("ballot").winners == [grace]
    assert circle.outcome("ballot").answers == "12", "votes are told as they are, where nobody has a few"
    assert circle.answered("bcs", 0, "nominations").status == "accepted"


def test_an_election_without_its_quorum_elects_nobody_and_candidates_hear_that() -> None:
    circle = Circle("iop", "bcs")
    circle.start(built_in("election"))
    circle.person_answers("bcs", 0, "nominations", Reply(question="candidate", title="Grace"))
    circle.close("nominations")
    grace = circle.entry("nominations", "Grace")
    circle.person_answers("bcs", 1, "ballot", Reply(question="vote", chosen=[grace]))
    circle.close("ballot")
    outcome = circle.seen("bcs", "ballot").put.outcome
    assert outcome
    assert (outcome.code, outcome.winners, outcome.figures) == ("too-few-answers", [], [])
    candidate = circle.answered("bcs", 0, "nominations")
    assert (candidate.status, candidate.sentence) == ("declined", "Fewer have answered than this needs.")


def test_a_focus_group_begins_with_a_yes_of_six_to_ten_and_ends_with_notes() -> None:
    circle = Circle("iop", "bcs", people=11)
    circle.start(built_in("focus-group"))
    circle.granted("bcs", 11)
    for number in range(11):
        seated(circle, "bcs", number)
    no = circle.by_person("bcs", 0, "consent", Reply(question="consent", yes=False))
    assert circle.refusal("bcs", no) == ("consent-missing", "replies.0.yes")
    for number in range(11):
        circle.person_answers("bcs", number, "consent", Reply(question="consent", yes=True))
    assert circle.answered("bcs", 10, "consent").code == "ask-full"
    circle.close("consent")
    circle.body_answers("bcs", "notes", Reply(question="one-thing", text="Meetings begin after nine."))
    circle.close("notes")
    assert circle.asked("notes").ask.stage == "decided"


def test_interest_is_counted_and_hidden_below_five() -> None:
    circle = Circle("iop", "bcs", people=4)
    circle.start(built_in("interest"))
    for number in range(4):
        circle.person_answers("bcs", number, "interest", Reply(question="come", yes=True))
    circle.close("interest")
    outcome = circle.seen("bcs", "interest").put.outcome
    assert outcome
    assert outcome.answers == "fewer than 5"
    assert {each.count for each in outcome.figures} == {"hidden to protect others"}


def test_abstracts_are_reviewed_blind_and_authors_hear_the_reason() -> None:
    circle = Circle("iop", "bcs", "ni")
    circle.start(built_in("abstracts"), jury=["ni"])
    for number, title in enumerate(("Fusion", "Fission")):
        circle.person_answers("bcs", number, "abstracts", Reply(question="abstract", title=title, text="We show."))
    circle.close("abstracts")
    fusion, fission = (circle.entry("abstracts", title) for title in ("Fusion", "Fission"))
    assert {each.body for each in circle.seen("ni", "review").put.choices} == {None}
    circle.body_answers("ni", "review", Reply(question="quality", scores={fusion: 5, fission: 2}))
    circle.close("review")
    circle.decide("review", winners=[fusion], why="There is time for one.", reasons={fission: "Send it next year."})
    declined = circle.answered("bcs", 1, "abstracts")
    assert (declined.status, declined.sentence) == ("declined", "Send it next year.")
    assert "review" not in {seen.put.step for seen in circle.nodes["iop"].all(AskSeen) if seen.put.stage == "open"}
