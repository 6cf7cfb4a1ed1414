"""What officers are told beside answers, and how far they see that people have answered."""

from datetime import timedelta

import pytest
from support.speaking import NOW

from kith_commons.asks.ask import Ask, answer, take_back
from kith_commons.asks.results import by_body
from kith_contracts.events.practice import Question, Reply, Rule, Stage, Step
from kith_contracts.events.results import Outcome
from kith_contracts.figures import PublishedFigure
from kith_events.asks.api import built_in, progress
from kith_events.asks.api_answers import NAMED, named_in, warnings

NAMES = ["Ada Lovelace", "Jo Li", "Kim O'Neill"]


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("As Lovelace said, rooms are cold.", [NAMED]),
        ("lovelace's point stands", [NAMED]),
        ("Rooms are cold.", []),
        ("Jo said so.", []),
        ("Ada, said it", [NAMED]),
        ("KIM said so.", [NAMED]),
        ("O'Neill said so.", [NAMED]),
        ("Adamant people at Kimberley", []),
        ("Lovelacean ideas", []),
    ],
)
def test_a_note_with_a_name_of_the_door_list_in_it_is_warned_of_and_not_refused(text: str, warned: list[str]) -> None:
    assert warnings([Reply(question="notes", text=text)], NAMES) == warned
    assert warnings([Reply(question="notes", text=text)], []) == []


def test_who_writes_a_note_sees_which_words_are_names_before_it_is_sent() -> None:
    found = named_in("As Ada said, and ada again. O'Neill did not.", NAMES)
    assert [(each.found, each.start) for each in found] == [("Ada", 3), ("ada", 17), ("Neill", 30)]
    assert named_in("", NAMES) == named_in("Ada", []) == []


def test_a_name_is_found_without_the_marks_on_its_letters_in_either_form() -> None:
    for name in ("Si\u00e2n", "Sia\u0302n"):
        assert [each.found for each in named_in("sian, Si\u00e2n, Sia\u0302n; Sia", [name])] == [
            "sian",
            "Si\u00e2n",
            "Sia\u0302n",
        ]


def asked(stage: Stage, **answered: int) -> Ask:
    step = Step(
        step="s",
        title="Step",
        who="members",
        visibility="secret",
        questions=[Question(question="q", asks="Come?", kind="yes-no")],
        days=7,
        rule=Rule(kind="count"),
    )
    return Ask(step=step, until=NOW + timedelta(days=7), stage=stage, answered=answered)


def test_while_it_is_open_nobody_can_count_who_has_come_since() -> None:
    told = [progress(asked("open", bcs=number), NOW) for number in range(12)]
    assert told == ["fewer than 5"] * 5 + ["5 or more"] * 7
    ask = asked("open", bcs=4)
    more = answer(ask, "iop", NOW, again=False)
    assert isinstance(more, Ask)
    assert progress(more, NOW) == "fewer than 5", "or the four would know that there is one of others"
    assert progress(take_back(more, "bcs", NOW + timedelta(days=1)), NOW + timedelta(days=1)) == "5 or more"
    assert by_body(asked("open", bcs=9, iop=7)) == {}


def counted_as(answers: str, **answered: int) -> Ask:
    outcome = Outcome(answers=PublishedFigure(answers), seed="0" * 64)
    return asked("decided", **answered).model_copy(update={"outcome": outcome})


def test_once_it_is_counted_they_see_what_was_told_of_it_and_no_more() -> None:
    assert progress(asked("closed", bcs=9, iop=7), NOW) == "5 or more", "it is being counted"
    assert progress(counted_as("10", bcs=9, iop=2), NOW) == "10"
    assert by_body(asked("closed", bcs=9, iop=7)) == {}
    assert by_body(counted_as("30", bcs=9, iop=7, ni=12, rsc=0)) == {"bcs": "10", "iop": "5", "ni": "10"}
    assert by_body(counted_as("10", bcs=9, iop=2)) == {}, "not even that iop has some"
    assert by_body(counted_as("5 or more", bcs=9, iop=7)) == {}, "they are a few and many"


def test_the_templates_that_come_with_it_are_all_read() -> None:
    assert {"date", "election", "prize", "abstracts", "focus-group", "feedback", "interest", "mix"} <= set(built_in())
