"""What anyone may see of counts of people: no label is false, and nobody can compute what a label hides.

The attacker of these tests knows the rule. They take all tables that would be published as the one that they see, and
ask whether a hidden cell is the same in all of them.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import product
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.speaking import NOW

from kith_commons.asks.ask import Ask
from kith_commons.asks.scores import Answers
from kith_commons.asks.tally import counted, seed_of
from kith_commons.figures import (
    FEW,
    HIDDEN,
    LEAST,
    SOME,
    Cells,
    band,
    by_body,
    enough,
    renewed,
    shown,
    tables,
)
from kith_contracts.events.practice import Kind, Question, Reply, Rule, RuleKind, Step

COUNTS: Final = st.integers(0, 40)
OPTIONS: Final = ("a", "b", "c")
MEANS: Final[dict[str, range]] = {FEW: range(1, LEAST), SOME: range(LEAST, 1000), HIDDEN: range(1000)}
Table = tuple[int, ...]


def true(label: str, count: int) -> bool:
    """Whether a label says nothing false of a count."""
    return count in MEANS[label] if label in MEANS else abs(int(label) - count) <= LEAST // 2


def cells(counts: Table, *, everybody: bool = True) -> Cells:
    return Cells({str(number): count for number, count in enumerate(counts)}, everybody=everybody)


def assert_nothing_is_told(
    all_: Iterable[Table], publish: Callable[[Table], tuple[Hashable, list[str]]], most: int
) -> None:
    """Of each hidden cell in each publication, that at least two counts lead to that publication; that nobody is there
    is no secret. `all_` are all tables of so many people: a publication that could be of more is left out.
    """
    possible: dict[Any, list[set[int]]] = defaultdict(lambda: [set() for _ in range(10)])
    for counts in all_:
        whole, labels = publish(counts)
        for values, count in zip(possible[whole, tuple(labels)], counts, strict=False):
            values.add(count)
    for (whole, labels), each in possible.items():
        told = [label for label in labels if label in {FEW, "0"} or label.isdigit()]
        if sum(LEAST - 1 if label == FEW else int(label) + LEAST // 2 for label in told) > most:
            continue
        for label, found in zip(labels, each, strict=False):
            assert label not in (FEW, HIDDEN) or len(found) > 1 or found == {0}, (whole, labels, found)


def together(size: int, most: int) -> Iterator[Table]:
    """All tables of so many cells, and of so many people at most: all that could stand behind a label up to there."""
    if not size:
        yield ()
        return
    for first in range(most + 1):
        for rest in together(size - 1, most - first):
            yield (first, *rest)


# Labels


@given(COUNTS)
def test_a_figure_never_tells_of_a_few_and_says_nothing_false(count: int) -> None:
    same = {other for other in range(80) if shown(other) == shown(count)}
    assert len(same) >= 3 or count == 0
    assert true(shown(count), count)
    assert (shown(count) == FEW) == (0 < count < LEAST)
    assert true(enough(count), count) or count == 0


def test_what_is_shown_is_the_nearest_multiple_of_five_and_an_empty_option_is_no_small_cell() -> None:
    assert [shown(count) for count in (0, 1, 4, 5, 7, 8, 12, 13)] == ["0", FEW, FEW, "5", "5", "10", "10", "15"]


def test_seven_of_seven_are_told_as_that() -> None:
    assert by_body({"bcs": 7, "iop": 0}) == ("5", {"bcs": "5", "iop": "0"})


def test_where_the_whole_is_small_none_of_its_cells_is_told() -> None:
    hidden = {"a": HIDDEN, "b": HIDDEN}
    assert by_body({"a": 4, "b": 0}) == (FEW, hidden), "else everybody would know what all four said"
    assert by_body({"a": 11, "b": 1}) == (SOME, hidden), "of about ten, the eleven would know that there is one more"
    assert tables(4, [Cells({"a": 4, "b": 0})]) == (FEW, [hidden])


@settings(max_examples=100)
@given(st.lists(st.builds(Cells, st.dictionaries(st.sampled_from("abc"), COUNTS, min_size=1)), min_size=1, max_size=3))
def test_no_label_of_a_table_is_false_and_none_is_hidden_without_need(several: list[Cells]) -> None:
    whole = max(sum(each.counts.values()) for each in several)
    told, labels = tables(whole, several)
    assert true(told, whole)
    for each, row in zip(several, labels, strict=True):
        assert row.keys() == each.counts.keys()
        assert all(true(label, each.counts[cell]) for cell, label in row.items())
        assert HIDDEN not in row.values() or each.small(whole, []) or whole < LEAST
    assert all(true(label, several[0].counts[cell]) for cell, label in by_body(several[0].counts)[1].items())


# What can be computed


def alone(counts: Table) -> tuple[str, list[str]]:
    """A question that all had to answer, beside how many they are."""
    told, (labels,) = tables(sum(counts), [cells(counts)])
    return told, [*labels.values()]


def beside(counts: Table) -> tuple[str, list[str]]:
    """A number, and how it is divided."""
    told, labels = by_body({str(number): count for number, count in enumerate(counts)})
    return told, [*labels.values()]


def silent(counts: Table) -> tuple[str, list[str]]:
    """A question that the last of them have not answered."""
    told, (labels,) = tables(sum(counts), [cells(counts[:-1], everybody=False)])
    return told, [*labels.values(), ""]


def exact(counts: Table) -> tuple[str, list[str]]:
    """A question beside an exact number."""
    told, (labels,) = tables(sum(counts), [cells(counts)], exact=True)
    return told, [*labels.values()]


@pytest.mark.parametrize("publish", [alone, beside, silent, exact])
@pytest.mark.parametrize(("size", "most"), [(2, 42), (3, 27), (4, 16)])
def test_no_hidden_cell_can_be_computed(
    publish: Callable[[Table], tuple[str, list[str]]], size: int, most: int
) -> None:
    assert_nothing_is_told(together(size, most), publish, most)


@pytest.mark.parametrize(
    ("first", "second"), [((2, True), (2, True)), ((2, True), (3, False)), ((3, False), (2, False))]
)
def test_no_hidden_cell_can_be_computed_from_two_questions_to_the_same_people(
    first: tuple[int, bool], second: tuple[int, bool]
) -> None:
    (one, all_one), (other, all_other) = first, second

    def publish(counts: Table) -> tuple[str, list[str]]:
        both = [cells(counts[:one], everybody=all_one), cells(counts[one:-1], everybody=all_other)]
        told, labels = tables(counts[-1], both)
        return told, [label for row in labels for label in row.values()]

    fits = (
        (*left, *right, whole)
        for whole in range(10)
        for left in together(one, whole)
        for right in together(other, whole)
        if (sum(left) == whole or not all_one) and (sum(right) == whole or not all_other)
    )
    assert_nothing_is_told(fits, publish, 9)


# Asks of people


def ask(kind: Kind, rule: RuleKind, **question: Any) -> Ask:
    asked = Question(question="q", asks="What?", kind=kind, **question)
    step = Step(
        step="s", title="S", who="members", visibility="secret", questions=[asked], days=7, rule=Rule(kind=rule)
    )
    return Ask(step=step, choices=OPTIONS, until=NOW)


def votes(counts: Table) -> Answers:
    given = [name for name, count in zip(OPTIONS, counts, strict=True) for _ in range(count)]
    return {f"p{number}": [Reply(question="q", chosen=[name])] for number, name in enumerate(given)}


@pytest.mark.parametrize("rule", ["most", "majority", "count"])
def test_no_hidden_vote_can_be_computed_from_who_has_won_and_who_was_level(rule: RuleKind) -> None:
    asked = ask("one-of", rule)

    def publish(counts: Table) -> tuple[Any, list[str]]:
        outcome = counted(asked, votes(counts))
        won = () if outcome.tied else tuple(outcome.winners)
        return (outcome.answers, won, tuple(outcome.tied)), [each.count for each in outcome.figures]

    assert_nothing_is_told(filter(any, together(3, 14)), publish, 14)


@settings(max_examples=60, deadline=None)
@given(st.tuples(COUNTS, COUNTS, COUNTS).filter(any))
def test_the_result_of_a_vote_is_true_and_its_counts_are_exact_or_hidden_as_a_whole(counts: Table) -> None:
    outcome = counted(ask("one-of", "most"), votes(counts))
    best = max(counts)
    level = [name for name, count in zip(OPTIONS, counts, strict=True) if count == best and best]
    assert set(outcome.winners) <= set(level)
    assert outcome.tied == (level if len(level) > 1 else [])
    told = [each.count for each in outcome.figures]
    few = sum(counts) < LEAST or any(0 < count < LEAST for count in counts)
    assert told == ([HIDDEN] * 3 if few else [str(count) for count in counts])
    assert outcome.answers == (HIDDEN if few else str(sum(counts)))


def test_a_winner_with_8_of_12_votes_is_told_as_the_winner_and_by_no_false_number() -> None:
    outcome = counted(ask("one-of", "most"), votes((8, 4, 0)))
    assert (outcome.winners, outcome.tied, outcome.answers) == (["a"], [], HIDDEN)
    assert {each.count for each in outcome.figures} == {HIDDEN}


def test_no_hidden_score_can_be_computed_from_their_mean() -> None:
    asked = ask("scale", "count").model_copy(update={"choices": ()})

    def publish(counts: Table) -> tuple[Any, list[str]]:
        given = [score for score, count in enumerate(counts, 1) for _ in range(count)]
        answers = {f"p{number}": [Reply(question="q", scores={"q": score})] for number, score in enumerate(given)}
        outcome = counted(asked, answers)
        return (outcome.answers, outcome.figures[0].mean), [each.count for each in outcome.figures]

    assert_nothing_is_told(filter(any, together(5, 8)), publish, 8)


def test_nobody_finds_the_votes_by_trying_which_of_them_have_the_seed() -> None:
    asked = ask("one-of", "most")
    seen = seed_of(asked, {f"{name}-of-somebody": said for name, said in votes((8, 4, 0)).items()})
    assert seen not in {seed_of(asked, votes(counts)) for counts in product(range(13), repeat=3) if sum(counts) == 12}


# Numbers that go on changing


@given(st.integers(0, 2000))
def test_a_band_is_true_and_never_below_fewer_than_five(count: int) -> None:
    label = band(count)
    if count < LEAST:
        assert label == FEW
        return
    low, high = map(int, label.split("-"))
    assert low <= count <= high == low + LEAST


@given(st.integers(0, 200), st.integers(-LEAST, LEAST))
def test_a_band_that_is_told_anew_is_another_one_and_fewer_than_five_people_never_cause_it(
    counted_before: int, change: int
) -> None:
    count = max(0, counted_before + change)
    assert renewed(counted_before, count) == (abs(count - counted_before) == LEAST)
    assert not renewed(counted_before, count) or band(count) != band(counted_before)
