"""Asks between bodies: who may answer, what counts, and what each of them learns."""

from datetime import timedelta

import pytest
from support.events.circle import CLUB, Circle, by_body, who
from support.events.practices import BALLOT, balloting, built_in, given, template, vote
from support.events.scenes import EVENT, lead, person
from support.speaking import NOW, letters, said

from kith_contracts.events.answers import AnswerTaken, GiveAnswer, PeopleAsked
from kith_contracts.events.asks import AskPut, CloseAsk, StartPractice
from kith_contracts.events.practice import Choice, Reply
from kith_events.asks.lead import Ballot
from kith_events.places.registration import pseudonym

# Answers


def test_people_of_two_bodies_vote_and_the_most_votes_win() -> None:
    circle = balloting()
    for body, number, choice in (("iop", 0, "ada"), ("bcs", 0, "grace"), ("bcs", 1, "ada")):
        circle.person_answers(body, number, "ballot", vote(choice))
    assert circle.answered("bcs", 0, "ballot").status == "taken"
    assert circle.asked("ballot").ask.answered == {"iop": 1, "bcs": 2}
    circle.close("ballot")
    outcome = circle.seen("bcs", "ballot").put.outcome
    assert outcome
    assert outcome.winners == ["ada"]
    assert {each.count for each in outcome.figures} == {outcome.answers} == {"hidden to protect others"}
    assert not circle.refused


def test_a_later_answer_takes_the_place_of_an_earlier_one() -> None:
    circle = balloting()
    for choice in ("ada", "ada", "grace"):
        circle.person_answers("bcs", 0, "ballot", vote(choice))
    circle.close("ballot")
    assert circle.asked("ballot").ask.answers == 1
    assert circle.outcome("ballot").winners == ["grace"]


def test_home_keeps_that_one_has_answered_and_not_what_and_the_lead_what_and_not_who() -> None:
    circle = balloting()
    circle.person_answers("bcs", 0, "ballot", vote("grace"))
    kept = circle.answered("bcs", 0, "ballot")
    assert "grace" not in kept.model_dump_json()
    (ballot,) = circle.nodes["iop"].all(Ballot)
    assert (ballot.body, ballot.pseudonym) == ("bcs", kept.pseudonym)
    assert "grace" not in ballot.model_dump_json()
    assert not any(who("bcs", 0) in each for each in circle.abroad())
    seat = pseudonym(circle.nodes["bcs"].keyed, who("bcs", 0), EVENT)
    assert kept.pseudonym != seat


def test_nothing_is_taken_any_more_once_it_is_closed_or_its_time_is_over() -> None:
    circle = balloting()
    late = circle.by_person("bcs", 0, "ballot", vote("ada"))
    circle.later(days=7)
    assert circle.refusal("bcs", late) == ("ask-closed", "step")
    box = GiveAnswer(subject=EVENT, practice=CLUB, step="ballot", pseudonym="a" * 26, number=1, box="AAAA")
    (told,) = said(circle.tell("iop", box, "bcs"), AnswerTaken)
    assert (told.status, told.code) == ("refused", "ask-closed")
    circle.tell("iop", CloseAsk(subject=EVENT, practice=CLUB, step="ballot"))
    assert circle.outcome("ballot").code == "too-few-answers"
    assert circle.asked("ballot").ask.stage == "void"
    assert not circle.nodes["iop"].all(Ballot)


def test_it_is_closed_by_its_timer_or_before_with_a_reason() -> None:
    circle = balloting()
    assert circle.refusal("iop", CloseAsk(subject=EVENT, practice=CLUB, step="ballot")) == ("ask-not-due", "why")
    assert circle.asked("ballot").ask.until == circle.now + timedelta(days=7)
    circle.close("ballot")
    again = CloseAsk(subject=EVENT, practice=CLUB, step="ballot", why="Once more.")
    assert circle.refusal("iop", again) == ("ask-closed", "step")


def test_who_is_not_asked_is_told_what_to_do() -> None:
    circle = balloting(who="attending")
    answer = circle.by_person("bcs", 0, "ballot", vote("ada"))
    assert circle.refusal("bcs", answer) == ("place-needed", "subject")
    elsewhere = balloting()
    moved = person(who("bcs", 0), networks=["bcs/other"], version=2)
    elsewhere.tell("bcs", moved)
    assert elsewhere.refusal("bcs", answer) == ("network-needed", "subject")


def test_people_of_a_body_that_has_agreed_to_nothing_are_not_asked_at_all() -> None:
    circle = balloting()
    put = next(message for to, message in circle.said if isinstance(message, AskPut) and to == "bcs")
    strange = put.model_copy(update={"subject": "rsc/day", "version": 1})
    decision = circle.tell("bcs", strange, "rsc")
    assert said(decision, PeopleAsked) == []
    answer = circle.by_person("bcs", 0, "ballot", vote("ada")).model_copy(update={"subject": "rsc/day"})
    assert circle.refusal("bcs", answer) == ("ask-not-agreed", "subject")


def test_people_are_told_once_that_they_are_asked() -> None:
    circle = Circle("iop", "bcs")
    node = circle.nodes["bcs"]
    circle.start(template(BALLOT), choices=given("ada", "grace"))
    put = next(message for to, message in circle.said if isinstance(message, AskPut) and to == "bcs")
    node.states.pop(circle.seen("bcs", "ballot").path)
    (told,) = said(node.hear(put, "iop", now=circle.now), PeopleAsked)
    assert (told.who, told.networks) == ("members", ["bcs/forum"])
    again = put.model_copy(update={"version": 2})
    assert said(node.hear(again, "iop", now=circle.now), PeopleAsked) == []


@pytest.mark.parametrize(
    ("reply", "refused"),
    [
        (vote("alan"), ("choice-unknown", "replies.0.chosen")),
        (Reply(question="q", chosen=["ada", "grace"]), ("too-many-chosen", "replies.0.chosen")),
        (Reply(question="other", chosen=["ada"]), ("reply-missing", "replies")),
        (Reply(question="q", yes=True), ("reply-of-other-kind", "replies.0.yes")),
        (Reply(question="q"), ("reply-missing", "replies.0.chosen")),
    ],
)
def test_an_answer_that_fits_no_question_is_refused_at_home(reply: Reply, refused: tuple[str, str]) -> None:
    circle = balloting()
    assert circle.refusal("bcs", circle.by_person("bcs", 0, "ballot", reply)) == refused


def test_a_box_that_does_not_open_or_holds_no_answer_is_not_counted() -> None:
    circle = balloting()
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    (true,) = [each for _, each in circle.said if isinstance(each, GiveAnswer)]
    for number, letter in enumerate("bcd"):
        forged = true.model_copy(update={"pseudonym": letter * 26, "number": number + 1})
        circle.tell("iop", forged, "bcs")  # a true box, bound to another answer
    circle.close("ballot")
    assert circle.asked("ballot").ask.answers == 4
    assert circle.outcome("ballot").winners == ["ada"]
    assert len(circle.outcome("ballot").figures) == 2


def test_nobody_answers_under_a_pseudonym_of_another_body_or_for_a_body_that_is_not_asked() -> None:
    circle = balloting()
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    (true,) = [each for _, each in circle.said if isinstance(each, GiveAnswer)]
    for sender in ("iop", "rsc"):
        (told,) = said(circle.tell("iop", true.model_copy(update={"number": 2}), sender), AnswerTaken)
        assert (told.status, told.code) == ("refused", "ask-unknown")
    assert circle.asked("ballot").ask.answers == 1
    nowhere = true.model_copy(update={"step": "nowhere"})
    (told,) = said(circle.tell("iop", nowhere, "bcs"), AnswerTaken)
    assert told.code == "ask-unknown"


def test_people_answer_under_seal_and_bodies_by_name() -> None:
    circle = balloting()
    clear = GiveAnswer(subject=EVENT, practice=CLUB, step="ballot", number=1, replies=[vote("ada")])
    (told,) = said(circle.tell("iop", clear, "bcs"), AnswerTaken)
    assert told.code == "answer-of-other-kind"
    assert circle.refusal("bcs", by_body("ballot", vote("ada"))) == ("ask-unknown", "step")


def test_no_more_answer_than_can_take_part() -> None:
    circle = balloting(most=2)
    for number in range(3):
        circle.person_answers("bcs", number, "ballot", vote("ada"))
    assert [circle.answered("bcs", number, "ballot").status for number in range(3)] == ["taken", "taken", "refused"]
    assert circle.answered("bcs", 2, "ballot").code == "ask-full"
    circle.person_answers("bcs", 0, "ballot", vote("grace"))  # who takes part can change their mind
    assert circle.answered("bcs", 0, "ballot").status == "taken"


def test_no_more_people_of_a_body_answer_than_it_has_places() -> None:
    circle = Circle("iop", "bcs")
    circle.start(template({**BALLOT, "who": "attending"}), choices=given("ada", "grace"), parts=["lectures"])
    circle.granted("bcs", 1)
    statuses = []
    for letter in "ab":
        box = GiveAnswer(subject=EVENT, practice=CLUB, step="ballot", pseudonym=letter * 26, number=1, box="AAAA")
        (told,) = said(circle.tell("iop", box, "bcs"), AnswerTaken)
        statuses.append((told.status, told.code))
    assert statuses == [("taken", ""), ("refused", "more-answers-than-places")]


# Bodies


def test_a_date_is_asked_for_before_there_is_any_event() -> None:
    node = lead()
    day = Choice(choice="d", title="A day", starts="2027-03-12T09:00:00Z", ends="2027-03-12T10:00:00Z")
    start = StartPractice(subject="iop/new", practice=CLUB, template=built_in("date"), choices=[day], bodies=["bcs"])
    decision = node.hear(start)
    assert [(each.to, type(each.message)) for each in letters(decision)] == [("iop", AskPut), ("bcs", AskPut)]
    (due,) = decision.due
    assert due.at == NOW + timedelta(days=10)


def test_bodies_answer_by_name_and_a_date_is_found() -> None:
    circle = Circle("iop", "bcs", "ni")
    day = circle.now + timedelta(days=60)
    dates = [
        Choice(choice=f"d{n}", title=f"Day {n}", starts=day + timedelta(days=n), ends=day + timedelta(days=n, hours=3))
        for n in range(3)
    ]
    circle.start(built_in("date"), choices=dates)
    for body, chosen in (("iop", ["d0", "d1"]), ("bcs", ["d1"]), ("ni", ["d1", "d2"])):
        circle.body_answers(body, "dates", Reply(question="dates", chosen=chosen))
    assert circle.seen("ni", "dates").status == "taken"
    circle.close("dates")
    outcome = circle.seen("ni", "dates").put.outcome
    assert outcome
    assert (outcome.winners, outcome.answers) == (["d1"], "3")
    assert [(each.choice, each.count, each.bodies) for each in outcome.figures] == [
        ("d0", "1", ["iop"]),
        ("d1", "3", ["bcs", "iop", "ni"]),
        ("d2", "1", ["ni"]),
    ]
