"""A person's action at home: in their own words, back in the morning, and a tick for the lead if it may be counted."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from support.events.erasure import forget
from support.events.scenes import DAY, EVENT, PERSON, home
from support.speaking import Node, letters, said

from kith_contracts.erasure import ForgetPseudonym, PseudonymForgotten, RecordForgetting
from kith_contracts.events.actions import ActionTicked, ActionUpdated, FinishAction, ReturnAction, SayAction
from kith_events.actions.home import OwnAction
from kith_events.event.erasure import Erasure
from kith_events.places.registration import pseudonym

IN_THE_ROOM = DAY + timedelta(hours=7)
FRIDAY = date(2027, 3, 19)
WORDS = "I'll ask my manager for one day a week at home."


def say(**changes: Any) -> SayAction:
    return SayAction(**{"person": PERSON, "event": EVENT, "text": WORDS, "by": FRIDAY, **changes})


def finish(outcome: Any = "done", why: str = "") -> FinishAction:
    return FinishAction(person=PERSON, event=EVENT, outcome=outcome, why=why)


def own(node: Node) -> OwnAction:
    (found,) = node.all(OwnAction)
    assert isinstance(found, OwnAction)
    return found


def wrote(**changes: Any) -> Node:
    node = home()
    node.hear(say(**changes), now=IN_THE_ROOM)
    return node


def test_the_lead_hears_a_tick_and_not_a_word() -> None:
    decision = home().hear(say(), now=IN_THE_ROOM)
    (letter,) = letters(decision)
    assert letter.to == "iop"
    assert isinstance(letter.message, ActionTicked)
    assert (letter.message.status, letter.message.shared) == ("said", "")
    assert WORDS not in letter.message.model_dump_json()
    (fact,) = said(decision, ActionUpdated)
    assert (fact.text, fact.returned) == (WORDS, 0)


def test_its_pseudonym_is_not_that_of_the_place() -> None:
    node = wrote()
    assert own(node).action != pseudonym(node.keyed, PERSON, EVENT)


def test_it_comes_back_next_morning_on_day_three_and_day_ten_until_it_is_done() -> None:
    node = home()
    due = node.hear(say(), now=IN_THE_ROOM).due
    mornings = [datetime.fromisoformat(f"2027-03-{day}T08:30:00+00:00") for day in (13, 15, 22)]
    assert [each.at for each in due] == mornings
    commands = [each.command for each in due]
    (first,) = said(node.hear(commands[0], now=mornings[0]), ActionUpdated)
    assert (first.returned, first.status) == (1, "said")
    assert not node.hear(commands[0], now=mornings[0]).says, "once each morning"
    assert said(node.hear(commands[1], now=mornings[1]), ActionUpdated)[0].returned == 3
    node.hear(finish(), now=mornings[1])
    assert not node.hear(commands[2], now=mornings[2]).says


def test_a_morning_that_the_node_slept_through_is_left_out_and_day_28_is_never_one() -> None:
    due = home().hear(say(), now=IN_THE_ROOM).due
    for number, each in enumerate(due):
        node = wrote()
        late = due[number + 1].at if number + 1 < len(due) else DAY + timedelta(days=28)
        assert not node.hear(each.command, now=late).says
        assert node.hear(each.command, now=late - timedelta(hours=2)).says


def test_who_is_not_to_be_counted_is_not_and_who_was_is_no_more() -> None:
    node = home()
    assert not letters(node.hear(say(counted=False), now=IN_THE_ROOM))
    assert not letters(node.hear(finish(), now=IN_THE_ROOM))
    node = wrote()
    (letter,) = letters(node.hear(say(counted=False), now=IN_THE_ROOM))
    assert isinstance(letter.message, ActionTicked)
    assert letter.message.status == "withdrawn"
    assert not letters(node.hear(say(counted=False, text="Another."), now=IN_THE_ROOM))


def test_a_sentence_is_shared_only_where_the_person_says_so() -> None:
    (letter,) = letters(home().hear(say(shared=True), now=IN_THE_ROOM))
    assert isinstance(letter.message, ActionTicked)
    assert letter.message.shared == WORDS


def test_another_wording_is_no_news_for_the_lead_and_the_same_is_no_news_at_all() -> None:
    node = wrote()
    assert not letters(node.hear(say(text="Ask."), now=IN_THE_ROOM))
    assert own(node).kept.text == "Ask."
    assert not node.hear(say(text="Ask."), now=IN_THE_ROOM).says


@pytest.mark.parametrize(
    ("changes", "when", "refused"),
    [
        ({"person": "person-0009"}, IN_THE_ROOM, ("person-unknown", "person")),
        ({"event": "iop/another"}, IN_THE_ROOM, ("event-unknown", "event")),
        ({}, DAY - timedelta(minutes=1), ("event-not-begun", "event")),
        ({"by": date(2027, 5, 1)}, DAY + timedelta(days=28), ("account-closed", "event")),
        ({"by": date(2027, 3, 11)}, IN_THE_ROOM, ("date-over", "by")),
        ({"by": date(2029, 3, 11)}, IN_THE_ROOM, ("date-far", "by")),
        ({"shared": True, "counted": False}, IN_THE_ROOM, ("shared-not-counted", "shared")),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], when: datetime, refused: tuple[str, str]) -> None:
    assert home().refusal(say(**changes), now=when) == refused


def test_nothing_is_finished_that_was_not_said_and_not_done_has_a_reason() -> None:
    assert home().refusal(finish(), now=IN_THE_ROOM) == ("action-unknown", "event")
    node = wrote()
    assert node.refusal(finish("not-done"), now=IN_THE_ROOM) == ("why-missing", "why")
    (letter,) = letters(node.hear(finish("not-done", "She is away."), now=IN_THE_ROOM))
    assert "away" not in letter.message.model_dump_json()


def test_who_is_forgotten_is_forgotten_by_the_lead_too_with_a_receipt() -> None:
    node = wrote()
    name = own(node).action
    decisions = forget(node)
    (letter,) = [each for one in decisions for each in letters(one)]
    assert letter.message == ForgetPseudonym(subject=EVENT, pseudonym=name, parts=[])
    assert not [state for state in node.states.values() if PERSON in state.model_dump_json()]
    assert not [state for state in node.states.values() if WORDS in state.model_dump_json()]
    assert name in {each.key for one in decisions for each in one.tombstones}
    receipt = PseudonymForgotten(subject=EVENT, pseudonym=name, deleted=["actions"], at=IN_THE_ROOM)
    (record,) = said(node.hear(receipt, "iop"), RecordForgetting)
    assert record.receipts[0].deleted == ["actions"]
    assert all(each.answered for each in node.all(Erasure))


def test_a_lead_that_never_heard_of_it_is_asked_nothing() -> None:
    assert not [each for one in forget(wrote(counted=False)) for each in letters(one)]


def test_a_return_of_what_is_forgotten_is_nothing() -> None:
    assert not home().hear(ReturnAction(person=PERSON, event=EVENT, day=1), now=IN_THE_ROOM).states
