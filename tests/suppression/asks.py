"""Attacks on what is told of the answers of people: over the tables of one ask, over bodies, votes and their means."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import Any, Final

from support.speaking import NOW
from suppression.attacker import Attack, Look

from kith_commons.asks.ask import Ask, answer, take_back
from kith_commons.asks.results import by_body
from kith_commons.asks.tally import counted
from kith_commons.figures import HIDDEN
from kith_contracts.events.practice import Question, Reply, Rule, RuleKind, Step

CHOICES: Final = ("a", "b", "c")
Person = tuple[Reply, ...]


def asked(*questions: dict[str, Any], rule: RuleKind = "count", least: int = 1) -> Ask:
    step = Step(
        step="s",
        title="S",
        who="members",
        visibility="secret",
        questions=[Question(question=f"q{number}", asks="?", **each) for number, each in enumerate(questions)],
        days=7,
        rule=Rule(kind=rule),
        least=least,
    )
    return Ask(step=step, choices=CHOICES, until=NOW)


YES_NO: Final = {"kind": "yes-no"}
YES: Final = {(number, said): Reply(question=f"q{number}", yes=said) for number in (0, 1) for said in (True, False)}
ONE: Final = {name: Reply(question="q0", chosen=[name]) for name in CHOICES}
SEVERAL: Final = Reply(question="q0", chosen=["a", "b"])
SCORE: Final = {score: Reply(question="q0", scores={"q0": score}) for score in range(1, 6)}


def look(ask: Ask, own: Sequence[Person], others: Sequence[Sequence[Person]], cells: Sequence[int], edge: bool) -> Look:
    """The ask, counted and read. `others` are the people of each other body."""
    bodies = {"own": own, **{f"other{number}": each for number, each in enumerate(others)}}
    homes = {f"{body}-{number}": body for body, each in bodies.items() for number in range(len(each))}
    answers = {f"{body}-{number}": replies for body, each in bodies.items() for number, replies in enumerate(each)}
    outcome = counted(ask, answers, homes)
    sizes = {body: len(each) for body, each in bodies.items()}
    of_bodies = by_body(ask.model_copy(update={"answered": sizes, "outcome": outcome, "stage": "decided"}))
    figures = tuple((each.question, each.choice, each.count, each.mean) for each in outcome.figures)
    won = () if outcome.tied else tuple(outcome.winners)
    seen = (outcome.answers, outcome.code, figures, won, tuple(outcome.tied), tuple(sorted(of_bodies.items())))
    people = sum(sizes.values())
    named = [*own, *[each for body in others for each in body]]
    told = [(count, _count(named, question, choice)) for question, choice, count, _ in figures]
    told.append((outcome.answers, people))
    if ask.step.rule.kind in ("most", "majority"):
        told = [(label, count if label == str(count) else -10) for label, count in told if label != HIDDEN]
    told += [(label, sizes[body]) for body, label in of_bodies.items()]
    return Look(tuple(map(id, chain(*own))), seen, tuple(cells), told, edge)


def _count(people: Iterable[Person], question: str, choice: str) -> int:
    return sum(
        choice in (*each.chosen, *map(str, each.scores.values()), {True: "yes", False: "no", None: ""}[each.yes])
        for replies in people
        for each in replies
        if each.question == question
    )


def yes_no(number: int, said: int, silent: int = 0) -> list[Person]:
    """So many people, of whom the first have said yes, and the last nothing."""
    return [(YES[0, each < said],) if each < number - silent else () for each in range(number)]


def two(number: int, first: int, second: int, silent: int = 0) -> list[Person]:
    """So many people, of whom so many have said yes to each of two questions; the last are silent on the second."""
    spoke = number - silent
    return [(YES[0, n < first], *([YES[1, n < second]] if n < spoke else [])) for n in range(number)]


def _two_questions(own: Iterable[tuple[int, int, int]], most: int) -> Iterator[Look]:
    ask = asked(YES_NO, YES_NO)
    for mine, number in product(list(own), range(most + 1)):
        for first, second in product(range(number + 1), repeat=2):
            cells = (number, first, number - first, second, number - second)
            yield look(ask, two(*mine), [two(number, first, second)], cells, number == most)


def _silent(own: Iterable[tuple[int, int, int]], most: int) -> Iterator[Look]:
    """A question that all had to answer beside one that some have left out."""
    ask = asked(YES_NO, YES_NO | {"needed": False})
    for mine, number in product(list(own), range(most + 1)):
        for first, silent in product(range(number + 1), repeat=2):
            for second in range(number - silent + 1):
                cells = (number, first, number - first, second, number - silent - second, silent)
                yield look(ask, two(*mine), [two(number, first, second, silent)], cells, number == most)


def _over_bodies(own: Iterable[tuple[int, int]], most: int) -> Iterator[Look]:
    """One question, beside how many of each body have answered."""
    ask = asked(YES_NO)
    for mine, one, other in product(list(own), range(most + 1), range(most + 1)):
        for said in range(one + other + 1):
            people = yes_no(one + other, said)
            cells = (one, other, one + other, said, one + other - said)
            yield look(ask, yes_no(*mine), [people[:one], people[one:]], cells, most in (one, other))


def _vote(rule: RuleKind, own: Iterable[tuple[int, ...]], most: int) -> Iterator[Look]:
    ask = asked({"kind": "one-of"}, rule=rule)

    def people(counts: tuple[int, ...]) -> Sequence[Person]:
        return [(ONE[name],) for name, count in zip(CHOICES, counts, strict=True) for _ in range(count)]

    for mine in own:
        for counts in product(range(most + 1), repeat=3):
            if sum(counts) <= most and (any(counts) or any(mine)):
                # Of two that are level, one more needs two more: so the edge is two wide.
                yield look(ask, people(mine), [people(counts)], (*counts, sum(counts)), sum(counts) >= most - 1)


def _several(own: Iterable[tuple[int, int]], most: int) -> Iterator[Look]:
    """A question with several answers: each says `a`, or `a` and `b`."""
    ask = asked({"kind": "some-of"})

    def people(both: int, one: int) -> Sequence[Person]:
        return [(SEVERAL,)] * both + [(ONE["a"],)] * one

    for mine, both, one in product(list(own), range(most + 1), range(most + 1)):
        if both + one <= most:
            yield look(ask, people(*mine), [people(both, one)], (both, both + one), both + one == most)


def _means(own: Iterable[tuple[int, ...]], most: int) -> Iterator[Look]:
    ask = asked({"kind": "scale"}).model_copy(update={"choices": ()})

    def people(counts: tuple[int, ...]) -> Sequence[Person]:
        return [(SCORE[score],) for score, count in enumerate(counts, 1) for _ in range(count)]

    for mine in own:
        for counts in product(range(most + 1), repeat=5):
            if sum(counts) + sum(mine) > 0 and sum(counts) <= most:
                yield look(ask, people(mine), [people(counts)], (*counts, sum(counts)), sum(counts) == most)


def _too_few(own: Iterable[int], most: int) -> Iterator[Look]:
    """An ask that needs six answers."""
    ask = asked(YES_NO, least=6)
    for mine, number in product(list(own), range(most + 1)):
        for said in range(number + 1):
            cells = (number, said, number - said)
            yield look(ask, yes_no(mine, mine), [yes_no(number, said)], cells, number == most)


def _while_open(own: Iterable[str], days: int) -> Iterator[Look]:
    """An attacker who looks after each of some moments, while answers come in over some days."""
    from kith_events.asks.api import progress

    for mine in own:
        for theirs in product("-+", repeat=len(mine)):
            ask = asked(YES_NO).model_copy(update={"until": NOW.replace(month=12)})
            seen, cells, number = [], [], 0
            for moment, (one, other) in enumerate(zip(mine, theirs, strict=True)):
                now = NOW.replace(day=1 + moment * days // len(mine), hour=moment % 24)
                for body in ("own",) * (one == "+") + ("other",) * (other == "+"):
                    ask = _done(answer(ask, body, now, again=False))
                if one == "0":
                    ask = take_back(ask, "own", now)
                number += other == "+"
                seen.append(progress(ask, now))
                cells.append(number)
            yield Look(mine, tuple(seen), tuple(cells), [(seen[-1], 0)] if not ask.answers else [])


def _done(ask: object) -> Ask:
    assert isinstance(ask, Ask)
    return ask


PAIRS: Final = [(number, said) for number in (0, 3, 4, 7, 11, 12) for said in sorted({0, number // 2, number})]
TRIPLES: Final = [
    (number, said, also) for number, said in PAIRS for also in sorted({0, number // 2 + 1, number}) if also <= number
]
VOTES: Final = [each for each in product((0, 1, 4, 5, 9), repeat=3) if sum(each) < 12]
SCORES: Final = [(0, 0, 0, 0, 0), (0, 0, 3, 0, 0), (0, 0, 0, 0, 6), (2, 0, 0, 4, 5), (5, 5, 5, 5, 5), (1, 1, 1, 1, 1)]

OVER_ASKS: Final = (
    Attack(
        "tables",
        "Two questions to the same people.",
        lambda: _two_questions(TRIPLES[::5], 7),
        lambda: _two_questions(TRIPLES[::2], 12),
    ),
    Attack(
        "silence",
        "A question that some leave out, beside one that all answer.",
        lambda: _silent([(12, 0, 6), (4, 2, 0)], 7),
        lambda: _silent(TRIPLES[::3], 8),
    ),
    Attack(
        "bodies",
        "How many of each body have answered, beside what they said.",
        lambda: _over_bodies([(7, 7), (11, 0), (4, 2)], 7),
        lambda: _over_bodies(PAIRS[::2], 11),
    ),
    Attack(
        "vote",
        "Votes, who has won and who is level.",
        lambda: _vote("most", VOTES[::9], 9),
        lambda: _vote("most", VOTES, 14),
    ),
    Attack(
        "majority",
        "Votes where more than half decide.",
        lambda: _vote("majority", VOTES[::14], 8),
        lambda: _vote("majority", VOTES, 12),
    ),
    Attack("several", "Several answers of one person.", lambda: _several(PAIRS[::3], 12), lambda: _several(PAIRS, 20)),
    Attack("means", "Scores, beside their mean.", lambda: _means(SCORES[:3], 5), lambda: _means(SCORES, 8)),
    Attack(
        "too few",
        "An ask that is void as fewer have answered than it needs.",
        lambda: _too_few(range(6), 8),
        lambda: _too_few(range(9), 16),
    ),
    Attack(
        "hours",
        "Looking each hour while answers come in.",
        lambda: _while_open(["++++---", "-+-+0-+"], 2),
        lambda: _while_open(["++++-------", "+++++-0---", "-+-+-+0+-++", "-----------"], 3),
    ),
)
