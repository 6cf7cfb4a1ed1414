"""What is entered: how it comes before a jury, and what its author hears."""

from support.events.circle import CLUB, Circle, by_body, who
from support.events.practices import ENTRIES, JURY, entered, entry, score, step, template
from support.events.scenes import EVENT
from support.speaking import said

from kith_contracts.events.answers import AnswerTaken, AnswerUpdated, EntryDecided, GiveAnswer
from kith_contracts.events.asks import DecideAsk, RecordOutcome


def test_entries_go_to_a_jury_without_names_and_never_to_their_own_body() -> None:
    circle = entered()
    seen = {body: {each.title for each in circle.seen(body, "jury").put.choices} for body in circle.nodes}
    assert seen == {"iop": {"Engines", "Looms"}, "bcs": {"Stars"}, "ni": {"Engines", "Looms", "Stars"}}
    assert not any(each.body for body in circle.nodes for each in circle.seen(body, "jury").put.choices)
    engines = circle.entry("entries", "Engines")
    assert circle.refusal("bcs", by_body("jury", score(**{engines: 5}))) == ("choice-unknown", "replies.0.scores")
    own = GiveAnswer(subject=EVENT, practice=CLUB, step="jury", number=1, replies=[score(**{engines: 5})])
    (told,) = said(circle.tell("iop", own, "bcs"), AnswerTaken)
    assert (told.status, told.code) == ("refused", "own-entry")


def test_the_best_are_joint_winners_and_every_author_hears_at_home() -> None:
    circle = entered()
    engines, looms, stars = (circle.entry("entries", title) for title in ("Engines", "Looms", "Stars"))
    circle.body_answers("ni", "jury", score(**{engines: 4, looms: 2, stars: 4}))
    circle.body_answers("iop", "jury", score(**{engines: 5, looms: 3}))
    circle.body_answers("bcs", "jury", score(**{stars: 5}))
    circle.close("jury")
    outcome = circle.outcome("jury")
    assert set(outcome.winners) == set(outcome.tied) == {engines, stars}
    assert {each.choice: each.mean for each in outcome.figures} == {engines: "4.50", looms: "2.50", stars: "4.50"}
    assert {each.title for each in circle.seen("bcs", "jury").put.choices} == {"Engines", "Stars"}
    statuses = [circle.answered(*one, "entries").status for one in (("bcs", 0), ("bcs", 1), ("iop", 0))]
    assert statuses == ["accepted", "declined", "accepted"]
    assert circle.answered("bcs", 1, "entries").entry[0].title == "Looms"


def test_where_the_template_says_so_who_asks_decides_with_reasons() -> None:
    circle = Circle("iop", "bcs", "ni")
    confirming = {**JURY, "rule": {"kind": "mean", "confirm": True}}
    circle.start(template(ENTRIES, confirming))
    circle.person_answers("bcs", 0, "entries", entry("Engines"))
    circle.person_answers("bcs", 1, "entries", entry("Looms"))
    circle.close("entries")
    engines, looms = (circle.entry("entries", title) for title in ("Engines", "Looms"))
    decide = DecideAsk(subject=EVENT, practice=CLUB, step="jury")
    assert circle.refusal("iop", decide) == ("ask-open", "step")
    circle.body_answers("ni", "jury", score(**{engines: 5, looms: 4}))
    circle.close("jury")
    assert circle.asked("jury").ask.stage == "closed"
    assert circle.seen("bcs", "jury").put.outcome is None
    otherwise = decide.model_copy(update={"winners": [looms]})
    assert circle.refusal("iop", otherwise) == ("reason-missing", "why")
    unknown = decide.model_copy(update={"winners": ["nothing"], "why": "So."})
    assert circle.refusal("iop", unknown) == ("choice-unknown", "winners")
    circle.decide("jury", winners=[looms], why="It is new.", reasons={engines: "We have shown it before."})
    assert circle.outcome("jury").winners == [looms]
    declined = circle.answered("bcs", 0, "entries")
    assert (declined.status, declined.sentence) == ("declined", "We have shown it before.")
    assert circle.answered("bcs", 1, "entries").status == "accepted"
    assert circle.refusal("iop", decide) == ("ask-decided", "step")


def test_what_is_decided_is_not_counted_again() -> None:
    circle = entered()
    counted = circle.outcome("entries")
    version = circle.asked("entries").version
    record = RecordOutcome(subject=EVENT, practice=CLUB, step="entries", version=version, outcome=counted)
    assert not circle.tell("iop", record).states
    assert len([each for _, each in circle.said if isinstance(each, EntryDecided)]) == 0


def test_a_step_that_has_nothing_to_be_about_is_left_out_and_the_practice_goes_on() -> None:
    circle = Circle("iop", "bcs", "ni")
    after = step("after", "hosts", {"kind": "text"}, {"kind": "collect"})
    circle.start(template({**ENTRIES, "least": 0}, JURY, after))
    circle.close("entries")
    assert "ask/iop/returning-to-work/prize/jury" not in circle.nodes["iop"].states
    assert circle.seen("bcs", "after").put.stage == "open"


def test_an_author_tells_nobody_but_home_what_became_of_an_entry() -> None:
    circle = entered()
    decision = circle.tell(
        "bcs",
        EntryDecided(subject=EVENT, pseudonym=circle.answered("bcs", 0, "entries").pseudonym, accepted=True),
        "iop",
    )
    (told,) = said(decision, AnswerUpdated)
    assert (told.person, told.status) == (who("bcs", 0), "accepted")
