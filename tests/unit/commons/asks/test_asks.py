"""The life of an ask, and how each rule makes an outcome of the answers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.speaking import NOW

from kith_commons.asks.ask import Ask, answer, close, count, decide, take_back
from kith_commons.asks.replies import MOST_BYTES, fault, read, room_for, written
from kith_commons.asks.scores import Answers
from kith_commons.asks.tally import counted, ticket
from kith_contracts.events.practice import Kind, Question, Reply, Rule, RuleKind, Step, Who
from kith_contracts.message import Refusal

CHOICES: Final = ("ada", "grace", "joan")


def asking(
    kind: Kind = "one-of",
    rule: RuleKind = "most",
    *,
    who: Who = "hosts",
    question: Mapping[str, Any] | None = None,
    choices: tuple[str, ...] = CHOICES,
    least: int = 1,
    **more: Any,
) -> Ask:
    """An ask with one question."""
    step = Step(
        step="s",
        title="Step",
        who=who,
        visibility="named" if who in ("hosts", "jury") else "secret",
        questions=[Question(question="q", asks="What?", kind=kind, **(question or {}))],
        days=7,
        least=least,
        rule=Rule(kind=rule, **more),
    )
    return Ask(step=step, choices=choices, until=NOW + timedelta(days=7))


def said(*replies: Reply) -> dict[str, list[Reply]]:
    return {f"b{number}": [reply] for number, reply in enumerate(replies)}


def chosen(*names: str) -> Reply:
    return Reply(question="q", chosen=list(names))


def votes(**numbers: int) -> dict[str, list[Reply]]:
    return said(*[chosen(name) for name, number in numbers.items() for _ in range(number)])


def refused(result: Ask | Refusal) -> str:
    assert isinstance(result, Refusal)
    return result.code


def done(result: Ask | Refusal) -> Ask:
    assert isinstance(result, Ask)
    return result


# Rules


def test_most_votes_win_the_best_first() -> None:
    outcome = counted(asking(winners=2), votes(ada=2, grace=3, joan=1))
    assert (outcome.winners, outcome.tied) == (["grace", "ada"], [])
    assert {each.choice: each.count for each in outcome.figures} == {"ada": "2", "grace": "3", "joan": "1"}


def test_who_has_no_vote_never_wins() -> None:
    assert counted(asking(winners=3), votes(ada=2)).winners == ["ada"]


def test_a_tie_for_the_last_place_is_shared_where_the_rule_says_so() -> None:
    answers = votes(ada=2, grace=2, joan=3)
    joint = counted(asking(winners=2, joint=True), answers)
    assert joint.winners[0] == "joan"
    assert set(joint.winners[1:]) == set(joint.tied) == {"ada", "grace"}


def test_else_a_tie_is_broken_as_anyone_can_compute_again() -> None:
    outcome = counted(asking(), votes(ada=2, grace=2, joan=1))
    assert outcome.tied == ["ada", "grace"]
    assert outcome.winners == [min(outcome.tied, key=lambda each: ticket(outcome.seed, each))]


def test_a_tie_falls_otherwise_with_other_answers_and_nobody_knows_how_before_the_last() -> None:
    winners = {counted(asking(), votes(ada=number, grace=number)).winners[0] for number in range(1, 20)}
    assert winners == {"ada", "grace"}


@pytest.mark.parametrize(("yes", "no", "winners"), [(3, 2, ["yes"]), (2, 2, []), (2, 3, ["no"])])
def test_a_majority_is_more_than_half_of_the_answers(yes: int, no: int, winners: list[str]) -> None:
    answers = said(*[Reply(question="q", yes=True)] * yes, *[Reply(question="q", yes=False)] * no)
    assert counted(asking("yes-no", "majority", choices=()), answers).winners == winners


def test_who_abstains_counts_against_a_majority() -> None:
    ask = asking("yes-no", "majority", choices=(), question={"needed": False})
    answers: Answers = {**said(*[Reply(question="q", yes=True)] * 2), "x": [], "y": []}
    assert counted(ask, answers).winners == []


def test_the_best_mean_wins_however_many_have_scored_it() -> None:
    replies = said(
        Reply(question="q", scores={"ada": 5, "grace": 4}),
        Reply(question="q", scores={"grace": 4}),
        Reply(question="q", scores={"grace": 5, "joan": 1}),
    )
    outcome = counted(asking("scale", "mean", winners=2), replies)
    assert outcome.winners == ["ada", "grace"]
    assert [each.mean for each in outcome.figures] == ["5.00", "4.33", "1.00"]


def test_a_ranking_gives_points_by_place() -> None:
    replies = said(chosen("ada", "grace", "joan"), chosen("grace", "joan"), chosen("joan", "grace", "ada"))
    assert counted(asking("rank", winners=3), replies).winners == ["grace", "joan", "ada"]


def test_fewer_answers_than_needed_make_it_void_and_show_nothing() -> None:
    outcome = counted(asking(least=3), votes(ada=2))
    assert (outcome.code, outcome.winners, outcome.figures) == ("too-few-answers", [], [])


def test_of_few_people_not_even_a_mean_is_shown() -> None:
    ask = asking("scale", "collect", who="attending", choices=())
    few = counted(ask, said(*[Reply(question="q", scores={"q": 4})] * 4))
    assert {each.mean for each in few.figures} == {""}
    enough = counted(ask, said(*[Reply(question="q", scores={"q": 4})] * 5))
    assert {each.mean for each in enough.figures} == {"4.0"}
    but_one = said(*[Reply(question="q", scores={"q": 5})] * 20, Reply(question="q", scores={"q": 4}))
    assert {each.mean for each in counted(ask, but_one).figures} == {""}, "it would tell of the one"


@settings(max_examples=50)
@given(st.lists(st.sampled_from(CHOICES), min_size=1, max_size=12), st.randoms())
def test_an_outcome_is_a_function_of_the_answers_and_not_of_their_order(names: list[str], chance: Any) -> None:
    answers = list(said(*map(chosen, names)).items())
    first = counted(asking(), dict(answers))
    chance.shuffle(answers)
    assert counted(asking(), dict(answers)) == first


# Replies


@pytest.mark.parametrize(
    ("kind", "reply", "code"),
    [
        ("yes-no", {"chosen": ["ada"]}, "reply-of-other-kind"),
        ("one-of", {"chosen": ["ada", "grace"]}, "too-many-chosen"),
        ("some-of", {"chosen": ["ada", "ada"]}, "chosen-twice"),
        ("rank", {"chosen": ["alan"]}, "choice-unknown"),
        ("scale", {"scores": {"alan": 3}}, "choice-unknown"),
        ("scale", {"scores": {}}, "reply-missing"),
        ("text", {"text": ""}, "reply-missing"),
        ("entry", {"text": "Without a title."}, "reply-missing"),
    ],
)
def test_a_reply_fits_its_question(kind: Kind, reply: dict[str, Any], code: str) -> None:
    question = Question(question="q", asks="What?", kind=kind)
    found = fault([Reply(question="q", **reply)], [question], CHOICES)
    assert found
    assert found.code == code


def test_a_consent_that_must_be_yes_is_yes() -> None:
    question = Question(question="q", asks="May we?", kind="yes-no", must_be_yes=True, needed=False)
    for replies in ([Reply(question="q", yes=False)], [Reply(question="q")]):
        found = fault(replies, [question], ())
        assert found
        assert found.code == "consent-missing"
    assert fault([], [question], ()) is not None
    assert fault([Reply(question="q", yes=True)], [question], ()) is None


def test_every_answer_to_the_same_questions_has_the_same_length() -> None:
    questions = [Question(question="q", asks="What?", kind="text")]
    lengths = {len(written([Reply(question="q", text="x" * size)], questions)) for size in (1, 100, 2000)}
    assert lengths == {room_for(questions)} == {MOST_BYTES}


def test_an_answer_that_does_not_fit_is_refused_and_not_cut() -> None:
    questions = [Question(question=f"q{number}", asks="What?", kind="text") for number in range(8)]
    replies = [Reply(question=each.question, text="ö" * 2000) for each in questions]
    found = fault(replies, questions, ())
    assert found
    assert found.code == "answer-too-long"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'[{"question": "other"}]', b'[{"question": "q"}]'])
def test_what_is_no_answer_is_not_read(content: bytes) -> None:
    assert read(content, [Question(question="q", asks="What?", kind="one-of")], CHOICES) is None


# A life


class Life(RuleBasedStateMachine):
    """One ask, answered by voters of two bodies in whatever order, with repeats, late ones and some taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.ask = asking(who="members")
        self.given: dict[str, Reply] = {}
        self.frozen: dict[str, Reply] | None = None
        self.now = NOW

    @rule(voter=st.sampled_from("abcdef"), choice=st.sampled_from(CHOICES))
    def give(self, voter: str, choice: str) -> None:
        result = answer(self.ask, _body(voter), self.now, again=voter in self.given)
        if isinstance(result, Ask):
            self.ask = result
            self.given[voter] = chosen(choice)
        assert isinstance(result, Ask) == (self.ask.stage == "open" and self.now < self.ask.until)

    @precondition(lambda self: self.ask.outcome is None)
    @rule(voter=st.sampled_from("abcdef"))
    def forget(self, voter: str) -> None:
        if self.given.pop(voter, None):
            self.ask = take_back(self.ask, _body(voter), self.now)

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(why=st.sampled_from(["", "All have answered."]))
    def end(self, why: str) -> None:
        result = close(self.ask, self.now, why=why)
        if isinstance(result, Ask):
            assert why or self.now >= self.ask.until - timedelta(hours=1)
            self.ask = result

    @rule()
    def reckon(self) -> None:
        outcome = counted(self.ask, {voter: [reply] for voter, reply in self.given.items()})
        result = count(self.ask, outcome)
        assert isinstance(result, Ask) == self.ask.to_count
        if isinstance(result, Ask):
            self.ask, self.frozen = result, dict(self.given)

    @rule(choice=st.sampled_from(CHOICES))
    def confirm(self, choice: str) -> None:
        assert isinstance(decide(self.ask, [choice], "So."), Refusal), "nobody confirms what the rule has decided"

    @invariant()
    def one_answer_of_each(self) -> None:
        assert self.ask.answers == len(self.given)

    @invariant()
    def nothing_counts_after_the_close(self) -> None:
        if self.frozen is not None:
            assert self.ask.outcome == counted(self.ask, {voter: [reply] for voter, reply in self.frozen.items()})


def _body(voter: str) -> str:
    return "iop" if voter < "d" else "bcs"


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLife = Life.TestCase


# Confirmed by who asks


def test_where_it_is_to_be_confirmed_it_is_decided_by_that_alone_and_once() -> None:
    ask = asking(confirm=True)
    assert refused(decide(ask, None, "")) == "ask-open"
    ask = done(close(ask, NOW, why="Now."))
    assert refused(decide(ask, None, "")) == "ask-not-counted"
    ask = done(count(ask, counted(ask, votes(ada=2, grace=1))))
    assert ask.stage == "closed"
    assert refused(decide(ask, ["grace"], "")) == "reason-missing"
    assert refused(decide(ask, ["alan"], "So.")) == "choice-unknown"
    assert done(decide(ask, ["grace"], "Ada has stepped back.")).outcome.winners == ["grace"]  # type: ignore[union-attr]
    ask = done(decide(ask, None, ""))
    assert ask.outcome
    assert (ask.stage, ask.outcome.winners) == ("decided", ["ada"])
    assert refused(decide(ask, None, "")) == "ask-decided"
