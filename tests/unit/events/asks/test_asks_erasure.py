"""What somebody has answered is forgotten with them."""

from support.events.circle import CLUB, Circle, who
from support.events.practices import ENTRIES, balloting, entered, entry, score, template, vote
from support.events.scenes import EVENT

from kith_contracts.erasure import ForgetPseudonym, ForgetRegistrations
from kith_contracts.events.answers import AnswerTaken, GiveAnswer
from kith_contracts.events.asks import RecordOutcome
from kith_events.asks.home import Answered
from kith_events.asks.lead import Ballot
from kith_events.asks.practice import Practice
from kith_events.event.erasure import Erasure


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
        **letter.model_dump(include={"subject", "practice", "step", "pseudonym", "number"}), status="taken"
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
    node.hear(ForgetPseudonym(subject=EVENT, pseudonym=alias, ask=f"{CLUB}/entries"), "bcs", now=circle.now)
    assert not node.hear(early, now=circle.now).states
    circle.work()
    assert circle.asked("entries").ask.stage == "decided"
    practice = node.state(Practice.at(EVENT, CLUB))
    assert [each.title for each in practice.results["entries"].entries] == ["Engines"]


def test_another_body_cannot_have_an_answer_forgotten() -> None:
    circle = balloting()
    circle.person_answers("bcs", 0, "ballot", vote("ada"))
    alias = circle.answered("bcs", 0, "ballot").pseudonym
    ask = ForgetPseudonym(subject=EVENT, pseudonym=alias, ask=f"{CLUB}/ballot")
    circle.nodes["iop"].hear(ask, "iop", now=circle.now)
    assert circle.asked("ballot").ask.answers == 1
    assert len(circle.nodes["iop"].all(Ballot)) == 1
