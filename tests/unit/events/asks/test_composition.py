"""A committee beside its members: kept places against what a network has told of itself, and never a small number."""

from typing import Any, Final

from support.events.circle import LEAD, Circle, who
from support.events.practices import built_in
from support.events.scenes import EVENT
from support.events.votes import all_vote, entry
from support.speaking import FakeViews, finished

from kith_commons.asks.practice import fault
from kith_contracts.events.answers import AnswerAsk
from kith_contracts.events.asks import CloseAsk, StartPractice
from kith_contracts.events.practice import Composition, Reply, Template
from kith_events.asks.advice import composition
from kith_events.asks.api import mixes_of
from kith_events.asks.practice import Asked, Practice

EARLY: Final = "in their first five years of work"


def elected(circle: Circle, **votes: list[str]) -> None:
    """One stands for each place that is named, and the members elect them."""
    circle.start(built_in("committee"))
    for step in ("early", "region", "teaching", "open"):
        for number, name in enumerate(votes.get(step, [])):
            circle.person_answers("bcs", number, f"for-{step}", entry("candidate", name))
        circle.close(f"for-{step}")
    for step, names in votes.items():
        all_vote(circle, step, "vote", [circle.entry(f"for-{step}", name) for name in names])


def mixed(circle: Circle, starting: int, practice: str = "mix", networks: tuple[str, ...] = ("iop/forum",)) -> None:
    """So many of IOP's network are in their first years, the others are not; nobody says more."""
    asked = {"subject": EVENT, "practice": practice, "template": built_in("mix")}
    circle.tell(LEAD, StartPractice(**asked, bodies=["iop"], networks=list(networks)))
    for number in range(20):
        reply = Reply(question="stage", chosen=["starting" if number < starting else "middle"])
        answer = {"person": who("iop", number), "subject": EVENT, "practice": practice, "step": "mix"}
        circle.tell("iop", AnswerAsk(**answer, replies=[reply]))
    circle.later(minutes=1)
    circle.tell(LEAD, CloseAsk(subject=EVENT, practice=practice, step="mix", why="All have answered."))


def told(circle: Circle) -> list[str]:
    """What officers read beside the committee."""
    lead = circle.nodes[LEAD]
    practice: Practice = lead.state(Practice.at(EVENT, "prize"))
    asks = {each.ask.step.step: each.ask for each in lead.all(Asked) if each.practice == "prize"}
    return list(composition(practice.template, asks, finished(mixes_of(FakeViews(lead), practice))))


def test_before_the_ballots_it_says_how_many_places_are_kept_beside_who_the_members_are() -> None:
    circle = Circle("iop", "bcs", people=20)
    mixed(circle, starting=10)
    circle.start(built_in("committee"))
    early, region, teaching = told(circle)
    members = "Of about 20 members who answered, 10 said “First five years”."
    assert early == f"{members} Of 5 places, 1 is kept for those {EARLY}. Is that meant?"
    assert teaching == "Of about 20 members who answered, 0 said “yes”. Of 5 places, 1 is kept for those who teach."
    assert "0 said “Outside its region”" in region


def test_after_them_it_says_how_many_are_elected_and_what_the_rule_asks_for() -> None:
    circle = Circle("iop", "bcs", people=20)
    mixed(circle, starting=10)
    elected(circle, region=["Grace"], open=["Hedy", "Joan"])
    early, region, _ = told(circle)
    assert early.endswith(f"Of 3 elected so far, 0 have a place kept for those {EARLY}. Your rule asks for at least 1.")
    assert region.endswith(
        "Of 3 elected so far, 1 has a place kept for those who work outside the region of our office."
    )


def test_the_rule_is_not_held_against_a_ballot_that_is_still_to_come() -> None:
    circle = Circle("iop", "bcs", people=6)
    circle.start(built_in("committee"))
    for step, name in {"early": "Ada", "region": "Grace", "teaching": "", "open": "Hedy"}.items():
        if name:
            circle.person_answers("bcs", 0, f"for-{step}", entry("candidate", name))
        circle.close(f"for-{step}")
    all_vote(circle, "early", "vote", [circle.entry("for-early", "Ada")])
    assert not [each for each in told(circle) if "Your rule asks" in each], "the ballot of the region is open"
    all_vote(circle, "region", "vote", [circle.entry("for-region", "Grace")])
    early, region, teaching = told(circle)
    assert "Your rule asks" not in early + region
    assert teaching == "Of 2 elected so far, 0 have a place kept for those who teach. Your rule asks for at least 1."


def test_of_members_nothing_is_shown_that_is_too_small_or_of_others() -> None:
    circle = Circle("iop", "bcs", people=20)
    mixed(circle, starting=3)
    circle.start(built_in("committee"))
    assert told(circle)[0].startswith("Of 5 or more members who answered, fewer than 5 said “First five years”. ")
    assert not [each for each in told(circle) if "Is that meant" in each], "nothing can be told of so few"
    other = Circle("iop", "bcs", people=20)
    mixed(other, starting=10, networks=("iop/forum", "bcs/forum"))
    other.start(built_in("committee"))
    assert told(other)[0] == f"Of 5 places, 1 is kept for those {EARLY}."


def test_the_newest_mix_counts() -> None:
    circle = Circle("iop", "bcs", people=20)
    mixed(circle, starting=15, practice="a-later-mix-by-name")
    mixed(circle, starting=5)
    circle.start(built_in("committee"))
    assert "5 said “First five years”" in told(circle)[0].replace("15 said", "")


def wrong(**changes: Any) -> tuple[str, str] | None:
    group = Composition(**{"group": "who teach", "steps": ["teaching"], **changes})
    found = fault(Template(**{**dict(built_in("committee")), "composition": [group]}), [])
    return found and (found.code, found.field)


def test_a_rule_that_no_ballot_can_keep_is_refused() -> None:
    assert wrong() is None
    assert wrong(least=2) == ("least-above-kept", "template.composition.0.least")
    assert wrong(steps=["teaching", "open"], least=3) is None
    assert wrong(steps=["teaching", "teaching"], least=2) == ("least-above-kept", "template.composition.0.least")
    assert wrong(steps=["nobody"]) == ("step-unknown", "template.composition.0.steps.0")
    assert wrong(steps=["for-early"]) == ("winners-missing", "template.composition.0.steps.0")
    assert wrong(question="teach") == ("option-missing", "template.composition.0.option")
