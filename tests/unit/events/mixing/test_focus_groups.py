"""Groups of a focus group that are mixed on purpose: a place in a part of its own is the yes, and tables are groups."""

from collections import Counter
from typing import Final

import pytest
from support.events.circle import Circle
from support.events.practices import built_in
from support.events.scenes import EVENT, accept, asked, proposed, pseudonym, seats, terms
from support.events.scenes import part as a_part
from support.speaking import Node, letters, said

from kith_contracts.events.asks import AskPut, RecordPracticeKey, StartPractice
from kith_contracts.events.mixing import KnownOfSomeone, MixingTable, PlanMixing, SeatsAssigned
from kith_contracts.events.practice import Reply
from kith_events.asks.practice import Asked
from kith_events.mixing.lead import Mixing

PART: Final = "listening"
GROUPS: Final = [MixingTable(name=name, seats=8) for name in ("north", "south")]
LEVELS: Final = ("junior", "senior")


def lead() -> Node:
    """Sixteen have a place in the part: eight of BCS, eight of NI; in each, as many juniors as seniors."""
    listening = a_part(PART, title="Focus groups; notes are taken, and nobody is named", capacity=16)
    text = terms(parts=[a_part(), listening], seats=[seats(bcs=1, ni=1), seats(PART, pool=16)], data_fields=["level"])
    node = proposed(text)
    accept(node, text)
    for number in range(16):
        assert asked(node, "bcs" if number < 8 else "ni", number, name=PART) == ["granted"]
    return node


def known() -> list[KnownOfSomeone]:
    return [KnownOfSomeone(pseudonym=pseudonym(number), level=LEVELS[number % 2]) for number in range(16)]


def test_each_group_has_people_of_every_organisation_and_level() -> None:
    node = lead()
    told = node.hear(PlanMixing(event=EVENT, part=PART, rounds=1, tables=GROUPS, known=known()))
    plan = node.state(Mixing.at(EVENT, PART)).plan
    of = {pseudonym(number): ("bcs" if number < 8 else "ni", LEVELS[number % 2]) for number in range(16)}
    for group in GROUPS:
        members = [of[each] for each in plan.table(0, group.name)]
        assert Counter(body for body, _ in members) == {"bcs": 4, "ni": 4}
        assert Counter(level for _, level in members) == {"junior": 4, "senior": 4}
    assert {letter.to for letter in letters(told) if isinstance(letter.message, SeatsAssigned)} == {"bcs", "ni"}


def test_the_same_people_are_asked_for_their_consent_and_nobody_else() -> None:
    node = lead()
    template = built_in("focus-group")
    consent = template.steps[0].model_copy(update={"most": 16})
    template = template.model_copy(update={"steps": [consent, *template.steps[1:]]})
    node.hear(StartPractice(subject=EVENT, practice="listening", template=template, parts=[PART]))
    made = node.hear(RecordPracticeKey(subject=EVENT, practice="listening", public="a" * 43, status="made"))
    puts = said(made, AskPut)
    assert {(put.who, *put.parts) for put in puts} == {("attending", PART)}
    assert {letter.to for letter in letters(made)} == {"iop", "bcs", "ni"}


@pytest.mark.parametrize(("consents", "notes"), [(0, False), (5, False), (6, True)])
def test_notes_are_asked_for_only_if_so_many_have_given_their_consent(consents: int, notes: bool) -> None:
    circle = Circle("iop", "bcs", people=8)
    template = built_in("focus-group")
    members = template.steps[0].model_copy(update={"who": "members"})
    circle.start(template.model_copy(update={"steps": [members, *template.steps[1:]]}))
    for number in range(consents):
        circle.person_answers("bcs", number, "consent", Reply(question="consent", yes=True))
    circle.close("consent")
    assert circle.asked("consent").ask.stage == ("decided" if notes else "void")
    assert [each.ask.step.step for each in circle.nodes["iop"].all(Asked)] == ["consent", *(["notes"] if notes else [])]
