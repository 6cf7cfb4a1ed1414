"""Templates played: a list of mentors whom people ask, and a committee with places that are kept for some."""

import pytest
from support.events.circle import Circle
from support.events.practices import built_in
from support.events.votes import all_vote, entry

from kith_commons.asks.practice import fault
from kith_contracts.events.practice import Reply


@pytest.mark.parametrize("name", ["mentors", "committee"])
def test_each_can_be_started(name: str) -> None:
    assert fault(built_in(name), []) is None


# Mentors


def mentoring() -> Circle:
    """Two mentors of BCS stand on the list, and two people of IOP ask for the first of them."""
    circle = Circle("iop", "bcs")
    circle.start(built_in("mentors"))
    for number, title in enumerate(("Coming back after years away", "Leading for the first time")):
        circle.person_answers("bcs", number, "offers", entry("offer", title))
    circle.close("offers")
    for number in (0, 1):
        circle.person_answers("iop", number, "requests", *request(circle, f"Ask for number {number} at the desk"))
    return circle


def request(circle: Circle, about: str) -> list[Reply]:
    offer = circle.entry("offers", "Coming back after years away")
    return [Reply(question="mentor", chosen=[offer]), Reply(question="about", text=about)]


def test_who_looks_for_a_mentor_chooses_from_the_list_in_the_words_of_those_on_it() -> None:
    put = mentoring().seen("iop", "requests").put
    assert {each.title for each in put.choices} == {"Coming back after years away", "Leading for the first time"}
    assert {each.body for each in put.choices} == {None}, "nor from which organisation they are"


def test_whoever_runs_the_list_says_yes_and_each_mentor_hears_it_at_home() -> None:
    circle = mentoring()
    first = circle.entry("offers", "Coming back after years away")
    circle.close("requests")
    assert circle.outcome("requests").winners == [first]
    circle.decide("requests", reasons={first: "Two have asked for you: write to the desk of the forum."})
    told = circle.answered("bcs", 0, "offers")
    assert (told.status, told.sentence) == ("accepted", "Two have asked for you: write to the desk of the forum.")
    assert circle.answered("bcs", 1, "offers").status == "declined"


def test_nobody_but_who_runs_the_list_can_read_what_somebody_looks_for() -> None:
    circle = mentoring()
    circle.close("requests")
    circle.decide("requests")
    assert not [each for each in circle.abroad() if "at the desk" in each]
    assert {figure.count for figure in circle.outcome("requests").figures} == {"hidden to protect others"}


# A committee


def election() -> Circle:
    """Nobody stands for the place of who teaches; four stand for the two open ones."""
    circle = Circle("iop", "bcs", people=6)
    circle.start(built_in("committee"))
    for step, names in {
        "early": ["Ada"],
        "region": ["Grace", "Mary"],
        "teaching": [],
        "open": ["Hedy", "Joan", "Emmy"],
    }.items():
        for number, name in enumerate(names):
            circle.person_answers("bcs", number, f"for-{step}", entry("candidate", name))
        circle.close(f"for-{step}")
    return circle


def test_a_place_that_is_kept_goes_to_its_group_however_the_others_vote() -> None:
    circle = election()
    ada, grace, mary = circle.entry("for-early", "Ada"), *(circle.entry("for-region", it) for it in ("Grace", "Mary"))
    hedy, joan, emmy = (circle.entry("for-open", name) for name in ("Hedy", "Joan", "Emmy"))
    elsewhere = circle.by_person("iop", 0, "early", Reply(question="vote", chosen=[hedy]))
    assert circle.refusal("iop", elsewhere) == ("choice-unknown", "replies.0.chosen")
    all_vote(circle, "early", "vote", [ada])
    all_vote(circle, "region", "vote", [grace], [grace], [mary])
    assert "ask/iop/returning-to-work/prize/teaching" not in circle.nodes["iop"].states
    all_vote(circle, "open", "vote", [hedy, joan], [hedy, joan], [emmy])
    elected = [winner for step in ("early", "region", "open") for winner in circle.outcome(step).winners]
    assert elected[:2] == [ada, grace]
    assert {*elected[2:]} == {hedy, joan}
    assert not circle.refused


def test_each_ballot_is_secret() -> None:
    assert {each.visibility for each in built_in("committee").steps if each.takes} == {"secret"}
