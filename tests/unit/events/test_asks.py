"""Asks between bodies: who may answer, what counts, and what each of them learns."""

import tomllib
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
from support.speaking import NOW, letters, said
from unit.events.circle import CLUB, Circle, by_body, who
from unit.events.scenes import EVENT, lead, person

from kith_commons.practices import fault
from kith_contracts.answers import AnswerTaken, AnswerUpdated, EntryDecided, GiveAnswer, PeopleAsked
from kith_contracts.asks import AskPut, CloseAsk, ClosePractice, DecideAsk, RecordOutcome, StartPractice
from kith_contracts.forgetting import ForgetPseudonym, ForgetRegistrations
from kith_contracts.practices import Choice, Reply, Template
from kith_events.domain.asking.answering import Answered
from kith_events.domain.asking.asks import Ballot
from kith_events.domain.asking.practices import Asked, Practice
from kith_events.domain.asking.seen import AskSeen
from kith_events.domain.erasure.forgetting import Erasure
from kith_events.domain.seats.wishes import Registration, Wish, pseudonym


def built_in(name: str) -> Template:
    return Template(**tomllib.loads(files("kith_events").joinpath(f"practices/{name}.toml").read_text()))


def step(name: str, who: str, question: dict[str, Any], rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    visibility = "named" if who in ("hosts", "jury") else "secret"
    asked = {"question": "q", "asks": "What?", **question}
    fields = {"step": name, "title": "Step", "who": who, "visibility": visibility, "days": 7, "questions": [asked]}
    return {**fields, "rule": rule, **more}


def template(*steps: dict[str, Any]) -> Template:
    return Template(title="A practice", steps=list(steps))


def given(*names: str) -> list[Choice]:
    return [Choice(choice=name, title=name.title()) for name in names]


BALLOT = step("ballot", "members", {"kind": "one-of"}, {"kind": "most"}, takes={"what": "given"})
ENTRIES = step("entries", "members", {"kind": "entry"}, {"kind": "collect"}, visibility="asker")
JURY = step(
    "jury", "jury", {"kind": "scale"}, {"kind": "mean", "joint": True}, takes={"what": "entries", "step": "entries"}
)


def vote(choice: str) -> Reply:
    return Reply(question="q", chosen=[choice])


def entry(title: str, text: str = "Because.") -> Reply:
    return Reply(question="q", title=title, text=text)


def score(**scores: int) -> Reply:
    return Reply(question="q", scores=scores)


def balloting(**more: Any) -> Circle:
    circle = Circle("iop", "bcs")
    circle.start(template({**BALLOT, **more}), choices=given("ada", "grace"))
    return circle


def entered() -> Circle:
    """Two entries of BCS and one of IOP, before a jury."""
    circle = Circle("iop", "bcs", "ni")
    circle.start(template(ENTRIES, JURY))
    for body, number, title in (("bcs", 0, "Engines"), ("bcs", 1, "Looms"), ("iop", 0, "Stars")):
        circle.person_answers(body, number, "entries", entry(title))
    circle.close("entries")
    return circle


HEARD = Reply(question="heard", scores={"heard": 5})

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
    assert {each.count for each in outcome.figures} == {"fewer than 5"}
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
    box = GiveAnswer(event=EVENT, practice=CLUB, step="ballot", pseudonym="a" * 26, number=1, box="AAAA")
    (told,) = said(circle.tell("iop", box, "bcs"), AnswerTaken)
    assert (told.status, told.code) == ("refused", "ask-closed")
    circle.tell("iop", CloseAsk(event=EVENT, practice=CLUB, step="ballot"))
    assert circle.outcome("ballot").code == "too-few-answers"
    assert circle.asked("ballot").ask.stage == "void"
    assert not circle.nodes["iop"].all(Ballot)


def test_it_is_closed_by_its_timer_or_before_with_a_reason() -> None:
    circle = balloting()
    assert circle.refusal("iop", CloseAsk(event=EVENT, practice=CLUB, step="ballot")) == ("ask-not-due", "why")
    assert circle.asked("ballot").ask.until == circle.now + timedelta(days=7)
    circle.close("ballot")
    again = CloseAsk(event=EVENT, practice=CLUB, step="ballot", why="Once more.")
    assert circle.refusal("iop", again) == ("ask-closed", "step")


def test_who_is_not_asked_is_told_what_to_do() -> None:
    circle = balloting(who="attending")
    answer = circle.by_person("bcs", 0, "ballot", vote("ada"))
    assert circle.refusal("bcs", answer) == ("place-needed", "event")
    elsewhere = balloting()
    moved = person(who("bcs", 0), networks=["bcs/other"], version=2)
    elsewhere.tell("bcs", moved)
    assert elsewhere.refusal("bcs", answer) == ("network-needed", "event")


def test_people_of_a_body_that_has_agreed_to_nothing_are_not_asked_at_all() -> None:
    circle = balloting()
    put = next(message for to, message in circle.said if isinstance(message, AskPut) and to == "bcs")
    strange = put.model_copy(update={"event": "rsc/day", "version": 1})
    decision = circle.tell("bcs", strange, "rsc")
    assert said(decision, PeopleAsked) == []
    answer = circle.by_person("bcs", 0, "ballot", vote("ada")).model_copy(update={"event": "rsc/day"})
    assert circle.refusal("bcs", answer) == ("ask-not-agreed", "event")


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
        (Reply(question="other", chosen=["ada"]), ("question-unknown", "replies.0.question")),
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
    clear = GiveAnswer(event=EVENT, practice=CLUB, step="ballot", number=1, replies=[vote("ada")])
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
        box = GiveAnswer(event=EVENT, practice=CLUB, step="ballot", pseudonym=letter * 26, number=1, box="AAAA")
        (told,) = said(circle.tell("iop", box, "bcs"), AnswerTaken)
        statuses.append((told.status, told.code))
    assert statuses == [("taken", ""), ("refused", "more-answers-than-places")]


# Bodies


def test_a_date_is_asked_for_before_there_is_any_event() -> None:
    node = lead()
    day = Choice(choice="d", title="A day", starts="2027-03-12T09:00:00Z", ends="2027-03-12T10:00:00Z")
    start = StartPractice(event="iop/new", practice=CLUB, template=built_in("date"), choices=[day], bodies=["bcs"])
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


# Entries


def test_entries_go_to_a_jury_without_names_and_never_to_their_own_body() -> None:
    circle = entered()
    seen = {body: {each.title for each in circle.seen(body, "jury").put.choices} for body in circle.nodes}
    assert seen == {"iop": {"Engines", "Looms"}, "bcs": {"Stars"}, "ni": {"Engines", "Looms", "Stars"}}
    assert not any(each.body for body in circle.nodes for each in circle.seen(body, "jury").put.choices)
    engines = circle.entry("entries", "Engines")
    assert circle.refusal("bcs", by_body("jury", score(**{engines: 5}))) == ("choice-unknown", "replies.0.scores")
    own = GiveAnswer(event=EVENT, practice=CLUB, step="jury", number=1, replies=[score(**{engines: 5})])
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
    decide = DecideAsk(event=EVENT, practice=CLUB, step="jury")
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
    record = RecordOutcome(event=EVENT, practice=CLUB, step="entries", version=version, outcome=counted)
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
        EntryDecided(event=EVENT, pseudonym=circle.answered("bcs", 0, "entries").pseudonym, accepted=True),
        "iop",
    )
    (told,) = said(decision, AnswerUpdated)
    assert (told.person, told.status) == (who("bcs", 0), "accepted")


# Starting and ending


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"event": "bcs/day"}, ("not-our-event", "event")),
        ({"bodies": ["bcs", "nobody"]}, ("body-unknown", "bodies.1")),
        ({"jury": ["nobody"]}, ("body-unknown", "jury.0")),
        ({"bodies": []}, ("bodies-missing", "bodies")),
        ({"networks": []}, ("networks-missing", "networks")),
        ({"parts": ["lunch"]}, ("part-unknown", "parts.0")),
        ({"template": template({**BALLOT, "who": "attending"})}, ("event-unknown", "event")),
        ({"template": template()}, ("steps-missing", "template.steps")),
    ],
)
def test_a_practice_that_asks_nobody_is_refused(changes: dict[str, Any], refused: tuple[str, str]) -> None:
    node = lead()
    fields = {
        "event": "iop/new",
        "practice": CLUB,
        "template": template(BALLOT),
        "choices": given("ada"),
        "bodies": ["bcs"],
        "networks": ["bcs/forum"],
    }
    assert node.refusal(StartPractice(**{**fields, **changes})) == refused


def test_a_name_is_used_once() -> None:
    circle = balloting()
    again = StartPractice(event=EVENT, practice=CLUB, template=template(BALLOT), choices=given("a"), bodies=["bcs"])
    assert circle.refusal("iop", again.model_copy(update={"networks": ["bcs/forum"]})) == ("practice-taken", "practice")


CLOSING = ClosePractice(event=EVENT, practice=CLUB)


def test_the_key_is_destroyed_at_the_end_and_answers_with_it() -> None:
    circle = balloting()
    practice: Practice = circle.nodes["iop"].state(Practice.at(EVENT, CLUB))
    assert practice.key == "alive"
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    closed = circle.tell("iop", CloseAsk(event=EVENT, practice=CLUB, step="ballot", why="All have answered."))
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


@pytest.mark.parametrize("name", ["date", "election", "prize", "abstracts", "focus-group", "feedback", "interest"])
def test_each_template_that_comes_with_it_can_be_started(name: str) -> None:
    day = {"starts": "2027-03-12T09:00:00Z", "ends": "2027-03-12T10:00:00Z"}
    choices = [Choice(choice="one", title="One", **day)] if name == "date" else []
    assert fault(built_in(name), choices) is None


def test_who_has_a_place_in_an_open_part_is_asked_for_feedback_and_nobody_of_a_closed_one() -> None:
    circle = Circle("iop", "bcs")
    circle.start(built_in("feedback"))
    circle.granted("bcs", 1)
    node = circle.nodes["bcs"]
    for number, (part, alias_of) in enumerate((("lectures", ""), ("circle", "circle"))):
        one = who("bcs", number)
        wishes = {part: Wish(part=part, status="granted")}
        alias = pseudonym(node.keyed, one, EVENT, alias_of)
        place = Registration(person=one, pseudonym=alias, event=EVENT, wishes=wishes)
        node.states[place.path] = place
    heard = [circle.by_person("bcs", number, "feedback", HEARD) for number in range(2)]
    circle.tell("bcs", heard[0])
    assert circle.answered("bcs", 0, "feedback").status == "taken"
    assert pseudonym(node.keyed, who("bcs", 0), EVENT) not in "".join(circle.abroad())
    assert circle.refusal("bcs", heard[1]) == ("place-needed", "event")


# Forgetting


def forget(circle: Circle, body: str, number: int) -> None:
    circle.tell(body, ForgetRegistrations(person=who(body, number), forgetting="f" * 32))


def test_an_answer_of_someone_who_is_forgotten_does_not_count_and_the_person_has_a_receipt() -> None:
    circle = balloting()
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    circle.person_answers("bcs", 1, "ballot", vote("grace"))
    forget(circle, "bcs", 0)
    assert circle.asked("ballot").ask.answers == 1
    assert len(circle.nodes["iop"].all(Ballot)) == 1
    assert len(circle.nodes["bcs"].all(Answered)) == 1
    (erasure,) = circle.nodes["bcs"].all(Erasure)
    assert (erasure.body, erasure.deleted, erasure.ask) == ("iop", ["answers"], None)
    circle.close("ballot")
    assert circle.outcome("ballot").winners == ["grace"]


def test_nothing_that_comes_late_brings_a_forgotten_answer_back() -> None:
    circle = balloting()
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    (letter,) = [each for _, each in circle.said if isinstance(each, GiveAnswer)]
    forget(circle, "bcs", 0)
    circle.tell("iop", letter.model_copy(update={"number": 2}), "bcs")
    assert circle.nodes["iop"].all(Ballot) == []
    taken = AnswerTaken(
        **letter.model_dump(include={"event", "practice", "step", "pseudonym", "number"}), status="taken"
    )
    circle.tell("bcs", taken, "iop")
    assert circle.nodes["bcs"].all(Answered) == []


def test_what_is_decided_stays_counted_and_an_entry_loses_its_words() -> None:
    circle = entered()
    circle.body_answers("ni", "jury", score(**{circle.entry("entries", "Looms"): 5}))
    circle.close("jury")
    winners = circle.outcome("jury").winners
    forget(circle, "bcs", 1)
    assert circle.outcome("jury").winners == winners
    practice: Practice = circle.nodes["iop"].state(Practice.at(EVENT, CLUB))
    assert "Looms" not in practice.model_dump_json()
    seen = [circle.seen(body, "jury").put for body in circle.nodes]
    assert not [put for put in seen if "Looms" in put.model_dump_json()], "all who were shown it are told anew"
    assert practice.author(winners[0]) is None
    assert circle.asked("entries").ask.answers == 3


def test_what_was_counted_before_somebody_was_forgotten_is_counted_anew() -> None:
    circle = Circle("iop", "bcs")
    circle.start(template(ENTRIES))
    circle.person_answers("bcs", 0, "entries", entry("Engines"))
    circle.person_answers("bcs", 1, "entries", entry("Looms"))
    open_ = circle.asked("entries")
    circle.close("entries")
    node, closed = circle.nodes["iop"], circle.asked("entries")
    (early,) = [each for each in circle.heard if isinstance(each, RecordOutcome)]
    ask = open_.ask.model_copy(update={"stage": "closed"})
    node.states[closed.path] = closed.but(ask=ask, version=early.version)  # closed, and what was counted is on its way
    practice: Practice = node.state(Practice.at(EVENT, CLUB))
    node.states[practice.path] = practice.but(results={})
    alias = circle.answered("bcs", 1, "entries").pseudonym
    node.hear(ForgetPseudonym(event=EVENT, pseudonym=alias, ask=f"{CLUB}/entries"), "bcs", now=circle.now)
    assert not node.hear(early, now=circle.now).states
    circle.work()
    assert circle.asked("entries").ask.stage == "decided"
    practice = node.state(Practice.at(EVENT, CLUB))
    assert [each.title for each in practice.results["entries"].entries] == ["Engines"]


def test_another_body_cannot_have_an_answer_forgotten() -> None:
    circle = balloting()
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    alias = circle.answered("bcs", 0, "ballot").pseudonym
    ask = ForgetPseudonym(event=EVENT, pseudonym=alias, ask=f"{CLUB}/ballot")
    circle.nodes["iop"].hear(ask, "iop", now=circle.now)
    assert circle.asked("ballot").ask.answers == 1
    assert len(circle.nodes["iop"].all(Ballot)) == 1


# The templates that come with it, played


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
    assert circle.outcome("ballot").answers == "10"
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
        one = who("bcs", number)
        alias = pseudonym(circle.nodes["bcs"].keyed, one, EVENT)
        wishes = {"lectures": Wish(part="lectures", status="granted")}
        place = Registration(person=one, pseudonym=alias, event=EVENT, wishes=wishes)
        circle.nodes["bcs"].states[place.path] = place
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
    assert {each.count for each in outcome.figures} == {"fewer than 5"}


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
