"""A prize says who may win it and who gives it before anybody is asked."""

from support.events.circle import CLUB, Circle
from support.events.practices import built_in
from support.events.scenes import EVENT, terms

from kith_contracts.events.asks import StartPractice
from kith_contracts.events.terms import Sponsor
from kith_events.asks.advice import hints


def test_a_prize_begins_once_it_says_who_may_win_it_and_who_gives_it() -> None:
    circle, prize = Circle("iop", "bcs"), built_in("prize")
    start = StartPractice(subject=EVENT, practice=CLUB, template=prize, bodies=["iop", "bcs"], networks=["bcs/forum"])
    assert circle.refusal("iop", start) == ("sponsor-missing", "template.sponsor")
    given = prize.model_copy(update={"sponsor": "£500 from the Example Trust"})
    nobody = start.model_copy(update={"template": given.model_copy(update={"eligible": ""})})
    assert circle.refusal("iop", nobody) == ("eligible-missing", "template.eligible")
    circle.tell("iop", start.model_copy(update={"template": given}))
    assert circle.seen("bcs", "nominations").put.sponsor == given.sponsor


def test_a_prize_that_no_sponsor_of_the_agreement_gives_is_warned_of_and_not_refused() -> None:
    prize = built_in("prize").model_copy(update={"sponsor": "£500 from the Example Trust"})
    named = Sponsor(name="Acme Ltd", what_for="lunch", shown="Lunch by Acme Ltd")
    (hint,) = hints(prize, terms(sponsors=[named]))
    assert "Acme Ltd" in hint
    given = prize.model_copy(update={"sponsor": "£500 from ACME Ltd"})
    for template, text in ((prize, terms()), (prize, None), (given, terms(sponsors=[named]))):
        assert hints(template, text) == []
    assert hints(built_in("date"), terms(sponsors=[named])) == []
